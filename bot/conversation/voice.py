"""Interface text in the person's language. Texts come from the gettext catalogues, compiled into the snapshot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.directory.numbers import isolated
from bot.vocabulary import ReplyLanguage

_NUMBER = re.compile(r"(?<![\w\u2066\u2069@/.:–+*#-])(?:\+|\*?#|\*)?[0-9](?:[0-9#*-]|[:–](?=[0-9]))*(?![\w/]|\.\w)")
"""Digits that belong together: numbers, days, and spans of hours such as 09:00–17:00."""


@dataclass(frozen=True)
class Voice:
    """One language of replies. `ur-Latn` speaks Urdu script in the body and Roman Urdu in first lines and buttons."""

    texts: Mapping[str, Mapping[str, str]]
    language: ReplyLanguage
    to_abroad: bool = False
    """Whether the person is abroad, where the short codes of Pakistan cannot be dialled."""

    @property
    def body(self) -> ReplyLanguage:
        """The script of the body of a message."""
        return "ur" if self.language == "ur-Latn" else self.language

    def text(self, message: str, **values: str) -> str:
        """The catalogue's text for the English `message`, values filled in, numbers isolated in Urdu."""
        said = self.texts.get(self.body, {}).get(message) or message
        return self.isolate(said.format(**values))

    def label(self, message: str) -> str:
        """The text of a button: Roman Urdu for people who write it."""
        return self.texts.get(self.language, {}).get(message) or message

    def pick(self, texts: Mapping[Any, str] | None) -> str:
        """A content text in the body's script."""
        return (texts or {}).get(self.body) or (texts or {}).get("en", "")

    def pick_label(self, texts: Mapping[Any, str]) -> str:
        """A content text for a button or a first line."""
        return texts.get(self.language) or self.pick(texts)

    def isolate(self, text: str) -> str:
        """Isolate every number in right-to-left text, so that it is not shown back to front."""
        return isolate_numbers(text) if self.body == "ur" else text


def isolate_numbers(text: str) -> str:
    """Put U+2066 … U+2069 around every number that does not stand inside a link or is isolated already."""
    return _NUMBER.sub(lambda found: isolated(found[0]), text)
