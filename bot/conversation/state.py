"""What is remembered of a chat between two messages: choices and the thread of talk, never a word the person wrote."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal

from bot.vocabulary import Region, ReplyLanguage

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
        """Read a state back; unknown keys of other versions are left out, a broken text is a new state."""
        try:
            data: Any = json.loads(text or "{}")
        except json.JSONDecodeError:
            return ChatState()
        if not isinstance(data, dict):
            return ChatState()
        known = {f.name for f in fields(ChatState)}
        kept = {key: value for key, value in data.items() if key in known}
        if isinstance(kept.get("offered"), list):
            kept["offered"] = tuple(kept["offered"])
        return ChatState(**kept)
