"""The emergency layer: rules an operator can read, by script, with nothing before them but folding. No learning here.

Recall first: when a rule fires, the first number of its intent always stands in the reply. Whether the reply is the short card of
somebody in danger is judged by the danger model, which weighs the rules with the rest (`bot.understanding.danger`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.lexicon import Lexicon
from bot.understanding.patterns import PatternSet, compile_pattern


@dataclass(frozen=True)
class Alarm:
    """Which rule fired (`intent/script/number`, as `--explain` shows it), for which intent."""

    rule: str
    intent: str


class EmergencyRules:
    """All rules of all intents, and what makes them silent."""

    def __init__(
        self, phrases: Mapping[str, Mapping[Any, Iterable[str]]], calm: Iterable[str], lexicon: Lexicon
    ) -> None:
        self._rules = PatternSet(
            [
                (Alarm(f"{intent}/{script}/{number}", intent), compile_pattern(text, lexicon))
                for intent, by_script in phrases.items()
                for script, texts in by_script.items()
                if script != "unless"
                for number, text in enumerate(texts, start=1)
            ],
            lexicon,
        )
        self._unless = PatternSet(
            [
                (intent, compile_pattern(text, lexicon))
                for intent, by_script in phrases.items()
                for text in by_script.get("unless", ())
            ],
            lexicon,
        )
        self._calm = PatternSet([("calm", compile_pattern(text, lexicon)) for text in calm], lexicon)

    def alarms(self, words: Sequence[str]) -> tuple[Alarm, ...]:
        """The alarms of a message's folded words, one an intent, in the order of the rules.

        Calm words ("years ago") do not silence them here: "married years ago, he beats me" is no past matter. They are
        weighed by the danger model.
        """
        fired: dict[str, Alarm] = {}
        for alarm, _ in self._rules.found(words):
            fired.setdefault(alarm.intent, alarm)
        silent = {intent for intent, _ in self._unless.found(words)}
        return tuple(alarm for intent, alarm in fired.items() if intent not in silent)

    def is_calm(self, words: Sequence[str]) -> bool:
        """Whether the words say that it is past or solved."""
        return self._calm.finds(words)
