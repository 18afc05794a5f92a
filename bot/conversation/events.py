"""What can happen in a conversation. A channel makes these; `decide` reads them. Plain data, no channel objects."""

from dataclasses import dataclass
from typing import Literal

from bot.vocabulary import Region

MediaKind = Literal["voice", "photo", "video", "sticker", "document", "contact", "poll", "other"]


@dataclass(frozen=True)
class Said:
    """A person wrote `text` (or forwarded it, which is understood as text)."""

    text: str
    is_forwarded: bool = False


@dataclass(frozen=True)
class Pressed:
    """A button was pressed; `data` is its callback data, possibly from long ago or from nobody's button."""

    data: str


@dataclass(frozen=True)
class Commanded:
    """A command such as `/region punjab`: `name` without the slash, lower case; `argument` as typed."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class Located:
    """A location was shared. Only the region worked out of it arrives here; the coordinates are never kept."""

    region: Region


@dataclass(frozen=True)
class Showed:
    """Anything that is no text. It is refused unread (rule 13); `caption` is the text beside it."""

    kind: MediaKind
    caption: str = ""


@dataclass(frozen=True)
class Addressed:
    """Somebody addressed the bot in a group, where nothing is discussed."""

    text: str


Event = Said | Pressed | Commanded | Located | Showed | Addressed
