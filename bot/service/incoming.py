"""An update on its way in: an event with the address it came from, as text for the inbox and back."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from bot.conversation.events import Addressed, Commanded, Event, Located, Pressed, Said, Showed

KINDS: Final[dict[str, type[Event]]] = {
    kind.__name__: kind for kind in (Said, Pressed, Commanded, Located, Showed, Addressed)
}


@dataclass(frozen=True)
class Incoming:
    """One update. `message_id` is the person's message, `card_id` ours whose button was pressed."""

    update_id: int
    chat_id: int
    event: Event
    is_group: bool = False
    message_id: int | None = None
    card_id: int | None = None
    callback: str = ""
    album: str = ""

    def to_json(self) -> str:
        """What the inbox keeps."""
        data = asdict(self)
        data["event"] = [type(self.event).__name__, asdict(self.event)]
        return json.dumps(data, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Incoming":
        """Read back what `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        kind, fields = data.pop("event")
        return Incoming(event=KINDS[kind](**fields), **data)


def caption_of(incoming: Incoming) -> str:
    """The text beside a picture."""
    return incoming.event.caption if isinstance(incoming.event, Showed) else ""


def with_caption(incoming: Incoming, caption: str) -> Incoming:
    """The same update with the caption that another part of its album carried."""
    if not isinstance(incoming.event, Showed):
        return incoming
    return replace(incoming, event=replace(incoming.event, caption=caption))
