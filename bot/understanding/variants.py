"""Which variant of an intent a message triggers: "a lost child found" beside "my child is lost"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bot.understanding.patterns import PatternIndex, PatternSet

Danger = Literal["by_words", "likely", "unlikely"]
"""How dangerous a variant is: the message decides; it weighs towards danger now; it weighs against it."""

LEANING: Final[Mapping[Danger, float]] = {"by_words": 0.0, "likely": 1.0, "unlikely": -1.0}

Triggers = Mapping[Any, Sequence[str]]
Name = tuple[str, str]

PLAIN: Final = ""
"""The name of no variant."""


@dataclass(frozen=True)
class VariantRule:
    """The triggers of one variant of one intent."""

    intent: str
    variant: str
    triggers: Triggers
    danger: Danger


class TriggerSet:
    """Pairs of names with their triggers; a pair is silent where one of its `unless` patterns is found."""

    def __init__(self, rows: Sequence[tuple[Name, Triggers]], index: PatternIndex) -> None:
        self._found = _patterns(rows, index, unless=False)
        self._unless = _patterns(rows, index, unless=True)

    def of(self, first: str, message: Sequence[str]) -> list[str]:
        """The second names of all pairs that begin with `first` and are triggered by the folded words, in their order."""
        silent = self._unless.found(message)
        return [name[1] for name in self._found.found(message) if name[0] == first and name not in silent]


class Variants:
    """All variants of all intents."""

    def __init__(self, rules: Sequence[VariantRule], index: PatternIndex) -> None:
        self._danger = {(rule.intent, rule.variant): rule.danger for rule in rules}
        self._triggers = TriggerSet([((rule.intent, rule.variant), rule.triggers) for rule in rules], index)

    def of(self, intent: str, message: Sequence[str]) -> str:
        """The first variant of `intent` that the folded words trigger, or `PLAIN`."""
        return next(iter(self._triggers.of(intent, message)), PLAIN)

    def leaning(self, intent: str, message: Sequence[str]) -> float:
        """How the variant of `intent` that the folded words trigger leans: 1 towards danger now, -1 against it, 0 neither."""
        return LEANING[self._danger.get((intent, self.of(intent, message)), "by_words")]


def _patterns(rows: Sequence[tuple[Name, Triggers]], index: PatternIndex, *, unless: bool) -> PatternSet[Name]:
    return PatternSet(
        [
            (name, text)
            for name, triggers in rows
            for script, texts in triggers.items()
            if (script == "unless") is unless
            for text in texts
        ],
        index,
    )
