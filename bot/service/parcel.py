"""A parcel: one thing to do in a chat, as text for the outbox and back."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bot.conversation.message import Button, Message, Paragraph
from bot.vocabulary import ReplyLanguage

Kind = Literal["say", "replace", "contact", "delete", "wipe", "answer"]
"""`delete` removes a card and what belongs to it, `wipe` all of the last 48 hours, `answer` ends a button's spinner."""


@dataclass(frozen=True)
class Parcel:
    """What to do. `turn` and `answers` are for the trace: whose answer this is, and to which message of the person."""

    kind: Kind
    language: ReplyLanguage
    turn: str
    answers: int | None = None
    message: Message | None = None
    card: int | None = None
    name: str = ""
    number: str = ""
    callback: str = ""

    def to_json(self) -> str:
        """What the outbox keeps."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "Parcel":
        """Read back what `to_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        message = data.pop("message")
        return Parcel(message=_message(message) if message else None, **data)


def _message(data: dict[str, Any]) -> Message:
    return Message(
        tuple(Paragraph(**paragraph) for paragraph in data["paragraphs"]),
        tuple(tuple(Button(**button) for button in row) for row in data["buttons"]),
        data["is_sensitive"],
        data["is_emergency"],
    )
