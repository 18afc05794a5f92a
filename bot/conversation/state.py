"""What is remembered of a chat between two messages: choices and the thread of talk, never a word the person wrote."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

from bot.vocabulary import REGIONS, REPLY_LANGUAGES, Region, ReplyLanguage

STATE_VERSION: Final = 1

Awaiting = Literal["", "feedback", "agency_search", "region"]


@dataclass(frozen=True)
class ChatState:
    """The state of one chat. Everything has a default, so that a state of an older version can be read."""

    version: int = STATE_VERSION
    chosen_language: ReplyLanguage | None = None
    last_language: ReplyLanguage | None = None
    region: Region = "none"
    writer_abroad: bool = False
    intent: str = ""
    variant: str = ""
    region_of_talk: Region = "none"
    offered: tuple[str, ...] = ()
    not_understood: int = 0
    awaiting: Awaiting = ""
    last_turn: float = 0.0

    def to_json(self) -> str:
        """One line of JSON, stable in order."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @staticmethod
    def from_json(text: str | None) -> "ChatState":
        """Read a state back. A broken text is a new state; keys and values of other versions are left out."""
        try:
            data: Any = json.loads(text or "{}")
        except json.JSONDecodeError:
            return ChatState()
        if not isinstance(data, dict):
            return ChatState()
        if isinstance(data.get("offered"), list):
            data["offered"] = tuple(data["offered"])
        return ChatState(**{f.name: data[f.name] for f in fields(ChatState) if _may_be(f.name, data.get(f.name))})


_CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "region": REGIONS,
    "region_of_talk": REGIONS,
    "chosen_language": REPLY_LANGUAGES,
    "last_language": REPLY_LANGUAGES,
    "awaiting": get_args(Awaiting),
}


def _may_be(name: str, value: Any) -> bool:
    """Whether `value` can stand in the field `name`; None is the default of every field that may have it."""
    if value is None:
        return False
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name == "offered":
        return isinstance(value, tuple) and all(isinstance(intent, str) for intent in value)
    if name == "last_turn":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is type(getattr(ChatState, name))
