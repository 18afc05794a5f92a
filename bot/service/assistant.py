"""What the service needs of the assistant, as plain callables over one snapshot of content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.decide import Decision
from bot.conversation.events import Event
from bot.conversation.message import Message
from bot.conversation.state import ChatState
from bot.vocabulary import Region, ReplyLanguage


@dataclass(frozen=True)
class Profile:
    """How the bot introduces itself. Keys are language codes of Telegram; "" is for everybody else.

    `key` changes when any text changes: the texts are sent to Telegram once a key.
    """

    key: str
    commands: Mapping[str, tuple[tuple[str, str], ...]]
    description: Mapping[str, str]
    short_description: Mapping[str, str]


@dataclass(frozen=True)
class Assistant:
    """The heart and its side doors. All of it is pure and quick; none of it touches the network or the disk."""

    decide: Callable[[ChatState, Event, datetime], Decision]
    neutral_line: Callable[[ReplyLanguage], Message]
    """What takes the place of a sensitive answer that came too late: says nothing of what was asked."""
    sorry: Callable[[ReplyLanguage], Message]
    """The reply when `decide` itself failed: the numbers to call, and "write again"."""
    region_of: Callable[[float, float], Region]
    """The region of a latitude and longitude."""
    inline_answers: Callable[[str, ReplyLanguage], list[tuple[str, str, str]]]
    """(id, title, text) of the harmless answers to an inline query."""
    profile: Profile
