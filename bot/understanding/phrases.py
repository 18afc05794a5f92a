"""Phrases as evidence: which of the operators' own patterns stand in a message.

Emergency patterns and variant triggers say in so many words what an intent sounds like. Each one found becomes a mark beside the
message's words, and the matcher learns how far to trust it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bot.understanding.patterns import PatternIndex, PatternSet

MARK: Final = "§"
"""First sign of a mark; no folded word holds it."""

Phrases = Mapping[str, Mapping[Any, Iterable[str]]]


class PhraseMarks:
    """The marks of a message: `§name` for every name one of whose patterns is found."""

    def __init__(self, phrases: Phrases, index: PatternIndex) -> None:
        self.lexicon = index.lexicon
        self._patterns = PatternSet(
            [
                (MARK + name, text)
                for name, by_script in phrases.items()
                for script, texts in by_script.items()
                if script != "unless"
                for text in texts
            ],
            index,
        )

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """The marks of folded `words`, each once, in the order of the phrases."""
        return tuple(self._patterns.found(words))
