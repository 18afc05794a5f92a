"""What a conversation wants done. Adapters carry effects out after the turn is committed; `decide` only names them."""

from dataclasses import dataclass

from bot.conversation.message import Message


@dataclass(frozen=True)
class Say:
    """Send a new message."""

    message: Message


@dataclass(frozen=True)
class Replace:
    """Put `message` in the place of the message whose button was pressed; a channel without editing says it anew."""

    message: Message


@dataclass(frozen=True)
class SendContact:
    """Send a contact card; `number` in the form that can be dialled."""

    name: str
    number: str


@dataclass(frozen=True)
class DeleteCard:
    """Remove the card whose button was pressed and the person's message that it answered."""


@dataclass(frozen=True)
class WipeChat:
    """Remove what can be removed of the last 48 hours on both sides of the chat, then everything that is stored."""


@dataclass(frozen=True)
class Forget:
    """Remove everything stored about this chat; only a tombstone without identity stays."""


@dataclass(frozen=True)
class KeepFeedback:
    """Put a person's correction into the review table. Never edits live data."""

    text: str
    about: str = ""


@dataclass(frozen=True)
class KeepNotUnderstood:
    """Offer a message that was not understood for review, redacted, if the operator has turned that on."""

    text: str
    language: str
    nearest: tuple[str, ...] = ()


Effect = Say | Replace | SendContact | DeleteCard | WipeChat | Forget | KeepFeedback | KeepNotUnderstood
