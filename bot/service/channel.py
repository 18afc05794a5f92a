"""What the service asks of a channel, and what a channel may answer."""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation.message import Message
from bot.service.parcel import Parcel


@dataclass(frozen=True)
class Done:
    """It is done; `message_ids` are the messages that now stand in the chat because of it."""

    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Refused:
    """It will never work. `is_chat_gone`: nothing else will work in this chat either (blocked, deleted)."""

    reason: str
    is_chat_gone: bool = False


@dataclass(frozen=True)
class Later:
    """Not now. `after` in seconds when the channel named a time (then it is throttled), else None."""

    reason: str
    after: float | None = None


@dataclass(frozen=True)
class Moved:
    """The chat has another id now; try again there."""

    chat_id: int


Outcome = Done | Refused | Later | Moved


class Channel(Protocol):
    """Carries parcels out. Second implementation: the one in memory that the tests of delivery use."""

    def pieces(self, message: Message) -> tuple[Message, ...]:
        """The message cut to the channel's limits, buttons on the last piece."""
        ...

    async def carry_out(self, chat_id: int, parcel: Parcel, message_ids: list[int]) -> Outcome:
        """Do it. `message_ids` are those that a `delete` or `wipe` is about. Never raises for what a network does."""
        ...
