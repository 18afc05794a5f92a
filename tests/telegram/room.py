"""A chat as the fake keeps it, and what a person in it does and sees."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.fake import FakeTelegram

PATIENCE = 15.0
"""Seconds that a person waits for the bot before the test fails. Generous: two cores, many processes."""


@dataclass
class Seen:
    """A message that stands in a chat."""

    id: int
    is_ours: bool
    text: str = ""
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    contact: dict[str, Any] | None = None
    is_deleted: bool = False
    is_old: bool = False
    """Older than 48 hours: can be edited, not deleted."""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Room:
    """One chat. `news` are the bot's messages, new or edited, in the order in which the person sees them."""

    id: int
    kind: str = "private"
    name: str = "Amina"
    is_blocked: bool = False
    moved_to: int | None = None
    messages: dict[int, Seen] = field(default_factory=dict)
    news: "asyncio.Queue[Seen]" = field(default_factory=asyncio.Queue)

    @property
    def from_bot(self) -> list[Seen]:
        """What the bot has put here and what still stands."""
        return [seen for seen in self.messages.values() if seen.is_ours and not seen.is_deleted]

    @property
    def texts(self) -> list[str]:
        """The texts of the same."""
        return [seen.text for seen in self.from_bot]


@dataclass
class Reply:
    """A message of the bot, as the person holds it in their hands."""

    person: "Person"
    seen: Seen

    @property
    def text(self) -> str:
        """What it says now."""
        return self.seen.text

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button["text"] for row in self.seen.buttons for button in row]

    async def press(self, label: str) -> str:
        """Press the button that shows `label` (or holds it); returns the id of the callback query."""
        for button in (button for row in self.seen.buttons for button in row):
            if button["text"] == label or label in button["text"]:
                return self.person.presses_data(button["callback_data"], self.seen.id)
        raise AssertionError(f"no button {label!r} among {self.labels}")


class Person:
    """Somebody with Telegram on their phone."""

    def __init__(self, fake: "FakeTelegram", room: Room, user: dict[str, Any]) -> None:
        self._fake = fake
        self.room = room
        self.user = user

    async def sends(self, text: str, **more: Any) -> int:
        """Write a message; returns the update id."""
        if text[:1] == "/":
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return self.puts(text=text, **more)

    def puts(self, *, field: str = "message", **content: Any) -> int:
        """Put any message into the chat, as the Bot API shows it to the bot."""
        message = self.message(**content)
        return self._fake.deliver({field: message})

    def message(self, **content: Any) -> dict[str, Any]:
        """A message of this person, with a fresh id unless one is given."""
        id_ = content.pop("message_id", None) or self._fake.next_message_id()
        self.room.messages[id_] = Seen(id_, is_ours=False, text=content.get("text", ""))
        base = {"message_id": id_, "date": self._fake.now(), "chat": self.chat(), "from": self.user}
        return {key: value for key, value in (base | content).items() if value is not None}

    def chat(self) -> dict[str, Any]:
        """The chat, as the Bot API shows it."""
        if self.room.kind == "private":
            return {"id": self.room.id, "type": "private", "first_name": self.room.name}
        return {"id": self.room.id, "type": self.room.kind, "title": "a group"}

    def presses_data(self, data: str, message_id: int, **more: Any) -> str:
        """Press a button of a message by its data; returns the id of the callback query."""
        callback = self._fake.next_callback()
        message = {"message_id": message_id, "date": self._fake.now(), "chat": self.chat(), "from": self._fake.me}
        query = {"id": callback, "from": self.user, "chat_instance": "1", "data": data, "message": message}
        self._fake.deliver({"callback_query": query | more})
        return callback

    async def sees(self, patience: float = PATIENCE) -> Reply:
        """The next message of the bot, new or edited. Fails the test when none comes."""
        try:
            return Reply(self, await asyncio.wait_for(self.room.news.get(), patience))
        except TimeoutError:
            raise AssertionError(f"the bot said nothing for {patience} s; calls: {self._fake.summary()}") from None

    def blocks(self, *, is_told: bool = True) -> None:
        """Block the bot; `is_told`: Telegram says so in an update."""
        self.room.is_blocked = True
        if is_told:
            self._membership("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot in again."""
        self.room.is_blocked = False
        self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            return {"user": self._fake.me, "status": status} | ({"until_date": 0} if status == "kicked" else {})

        self._fake.deliver(
            {
                "my_chat_member": {
                    "chat": self.chat(),
                    "from": self.user,
                    "date": self._fake.now(),
                    "old_chat_member": member(old),
                    "new_chat_member": member(new),
                }
            }
        )
