"""A message to a person, free of any channel: paragraphs and buttons."""

from dataclasses import dataclass
from typing import Final

MAX_CALLBACK_BYTES: Final = 64
"""Telegram's limit on callback data, in bytes of UTF-8."""


@dataclass(frozen=True)
class Button:
    """A button. `data` comes back as `Pressed(data)`; at most 64 bytes of ASCII."""

    label: str
    data: str


@dataclass(frozen=True)
class Paragraph:
    """One or more lines of plain text. Numbers inside right-to-left text are already isolated."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Message:
    """What one person reads. `is_sensitive` puts a Delete button under it and makes a late delivery neutral."""

    paragraphs: tuple[Paragraph, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    is_sensitive: bool = False
    is_emergency: bool = False

    @property
    def plain(self) -> str:
        """The text as it reads when forwarded: no markup, a blank line between paragraphs."""
        return "\n\n".join(p.text for p in self.paragraphs)
