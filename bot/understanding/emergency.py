"""The emergency layer: rules an operator can read, by script, with nothing before them but folding. No learning here.

Recall first: when a rule fires, the first number of its intent always stands in the reply. Whether the reply is the short card of
somebody in danger is judged by the danger model, which weighs the rules with the rest (`bot.understanding.danger`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.patterns import PatternIndex, PatternSet


@dataclass(frozen=True)
class RuleSet:
    """The patterns of one intent's file: by script, with `unless`. `leads_to` is the intent whose card they call for.

    `is_sure` rules are not weighed against scores: "15 does not answer" and a weighty goodbye sound like small talk.
    """

    source: str
    leads_to: str
    phrases: Mapping[Any, Iterable[str]]
    is_sure: bool = False


@dataclass(frozen=True)
class Alarm:
    """Which rule fired (`intent/script/number`, as `--explain` shows it), for which intent."""

    rule: str
    intent: str
    is_sure: bool = False


class EmergencyRules:
    """All rules of all intents, and what makes them silent."""

    def __init__(self, sets: Iterable[RuleSet], calm: Iterable[str], index: PatternIndex) -> None:
        sets = tuple(sets)
        self._rules = PatternSet(
            [
                (Alarm(f"{one.source}/{script}/{number}", one.leads_to, one.is_sure), text)
                for one in sets
                for script, texts in one.phrases.items()
                if script != "unless"
                for number, text in enumerate(texts, start=1)
            ],
            index,
        )
        self._unless = PatternSet(
            [(one.source, text) for one in sets for text in one.phrases.get("unless", ())],
            index,
        )
        self._calm = PatternSet([("calm", text) for text in calm], index)

    def alarms(self, words: Sequence[str]) -> tuple[Alarm, ...]:
        """The alarms of a message's folded words, one an intent, in the order of the rules.

        Calm words ("years ago") do not silence them here: "married years ago, he beats me" is no past matter. They are
        weighed by the danger model.
        """
        silent = set(self._unless.found(words))
        fired: dict[str, Alarm] = {}
        for alarm in self._rules.found(words):
            if alarm.rule.partition("/")[0] not in silent:
                fired.setdefault(alarm.intent, alarm)
        return tuple(fired.values())

    def is_calm(self, words: Sequence[str]) -> bool:
        """Whether the words say that it is past or solved."""
        return self._calm.finds(words)
