"""One message understood: language, intent, variant, other problems, region, danger. Pure and deterministic."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.understanding.danger import DangerModel, Evidence
from bot.understanding.emergency import Alarm, EmergencyRules
from bot.understanding.gazetteer import Gazetteer, Whereabouts
from bot.understanding.lexicon import Lexicon
from bot.understanding.matcher import Matcher, Scores
from bot.understanding.normalise import MAX_CHARACTERS, words
from bot.understanding.phrases import PhraseMarks
from bot.understanding.scope import ScopeModel
from bot.understanding.script import Reading, read_language
from bot.understanding.training import tokens
from bot.understanding.variants import TriggerSet, Variants
from bot.vocabulary import OUT_OF_SCOPE, Language, Region

Call = Literal["answer", "ask", "none"]

DANGERS: Final = frozenset(
    "missing_child child_abuse child_labour child_shelter child_marriage juvenile_justice cybercrime human_trafficking "
    "domestic_violence workplace_harassment police_emergency medical_emergency mental_health disaster human_rights".split()
)


CRY: Final = "bot_help"
"""The intent of a message that is nothing but a cry for help; it is answered with the two numbers on top of the menu."""

DESPAIR: Final = "mental_health"
BEHIND_DESPAIR: Final = frozenset({"cybercrime", "workplace_harassment"})
"""Dangers behind which a rule that hears the wish to die comes first (referrals, part 3)."""

EVEN: Final = 0.0
"""Log-odds from which a message that sounds like no danger, or like a calm variant, counts as danger: more for than against."""

ABROAD: Final = frozenset({"overseas_pakistanis", "human_trafficking"})
"""Intents of which the place abroad is the one where it happened."""


@dataclass(frozen=True)
class Thresholds:
    """Where the decisions fall; found on what the matcher says of examples that it has not seen, never on a test set.

    `answer`, `ask`: log-odds that the message is in scope. `clear`: lead over the second intent. `ask_danger`: the same as `ask` where
    the best guess is a danger. `outside`: log-odds under which out_of_scope is the best guess. `also`: score from which a second danger is shown. `now`:
    log-odds from which a message counts as danger now.
    """

    answer: float = 0.35
    ask: float = -0.25
    ask_danger: float = -0.6
    clear: float = 0.15
    also: float = 0.0
    outside: float = 0.0
    now: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """One intent with its confidence in 0..1."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Understanding:
    """What was understood. `candidates` are the five best, the first is the best guess; `decision` what the bot does."""

    reading: Reading
    words: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    decision: Call
    variant: str = ""
    also: tuple[str, ...] = ()
    is_emergency: bool = False
    alarms: tuple[Alarm, ...] = ()
    danger_odds: float = 0.0
    is_over: bool = False
    whereabouts: Whereabouts = field(default_factory=lambda: Whereabouts("none", False))

    @property
    def intent(self) -> str:
        """The best guess, `out_of_scope` included."""
        return self.candidates[0].intent

    @property
    def language(self) -> Language:
        """The language of the message."""
        return self.reading.language

    @property
    def region(self) -> Region:
        """Where it happened, `none` when no place is named."""
        return self.whereabouts.region


class Understander:
    """Everything that is needed to understand a message, made once a snapshot."""

    def __init__(
        self,
        *,
        matcher: Matcher,
        lexicon: Lexicon,
        rules: EmergencyRules,
        cries: Sequence[str],
        beside_cries: Sequence[str],
        danger: DangerModel,
        scope: ScopeModel,
        phrases: PhraseMarks,
        gazetteer: Gazetteer,
        variants: Variants,
        pairs: TriggerSet,
        thresholds: Thresholds,
    ) -> None:
        self.matcher = matcher
        self.lexicon = lexicon
        self.thresholds = thresholds
        self._rules = rules
        self._cries = frozenset(word for text in cries for word in words(text))
        self._beside_cries = frozenset(word for text in beside_cries for word in words(text))
        self._danger = danger
        self._scope = scope
        self._phrases = phrases
        self._gazetteer = gazetteer
        self._variants = variants
        self._pairs = pairs

    def understand(self, text: str) -> Understanding:
        """Understand one message. Any text is allowed; only its first 4,096 characters are read."""
        text = text[:MAX_CHARACTERS]
        message = words(text)
        reading = read_language(text, message)
        alarms = self._rules.alarms(message)
        scores = self.matcher.scores(self.tokens_of(message))
        is_calm = self._rules.is_calm(message)
        first = scores.ranked[0][0]
        leaning = self._variants.leaning(first, message)
        odds = self._danger.judge(Evidence(scores, message, text, alarms, is_calm, leaning), self.lexicon)
        is_read = bool(message) and not _is_foreign(reading, alarms)
        is_quiet = first not in DANGERS or leaning < 0
        bar = max(EVEN, self.thresholds.now) if is_quiet else self.thresholds.now
        is_now = (is_read and odds > bar) or any(alarm.is_sure for alarm in alarms)
        is_cry = _is_cry(message, self._cries, self._beside_cries)
        scope = self._scope.judge(scores, len(message))
        called = {alarm.intent for alarm in alarms if is_now or alarm.is_sure}
        ranked = _best_first(scores, called, is_outside=scope < self.thresholds.outside)
        if is_cry:
            ranked.sort(key=lambda pair: pair[0] != CRY)
        best = ranked[0][0]
        where = self._gazetteer.whereabouts(message, text, looks_abroad=best in ABROAD)
        is_emergency = is_cry or is_now
        return Understanding(
            reading=reading,
            words=message,
            candidates=_confidences(ranked, scope),
            decision=self._decision(ranked, scope, is_emergency) if is_read else "none",
            variant=self._variants.of(best, message),
            also=self._also(best, ranked, alarms, message),
            is_emergency=is_emergency,
            alarms=alarms,
            danger_odds=odds,
            is_over=best in DANGERS and not is_emergency and is_calm,
            whereabouts=where,
        )

    def tokens_of(self, message: Sequence[str]) -> tuple[str, ...]:
        """What the matcher sees of folded words."""
        return tokens(message, self._phrases, self._gazetteer)

    def variant_of(self, intent: str, message: Sequence[str]) -> str:
        """The variant of `intent` that the folded words trigger, or the empty string."""
        return self._variants.of(intent, message)

    def _decision(self, ranked: Sequence[tuple[str, float]], scope: float, is_emergency: bool) -> Call:
        inside = [pair for pair in ranked if pair[0] != OUT_OF_SCOPE]
        if is_emergency:
            return "answer"
        if scope >= self.thresholds.answer and inside[0][1] - inside[1][1] >= self.thresholds.clear:
            return "answer"
        bar = self.thresholds.ask_danger if inside[0][0] in DANGERS else self.thresholds.ask
        return "ask" if scope >= bar else "none"

    def _also(
        self, best: str, ranked: Sequence[tuple[str, float]], alarms: Sequence[Alarm], message: Sequence[str]
    ) -> tuple[str, ...]:
        """Other problems of the same message: pairs by their words, other alarms, other intents that score high."""
        found = self._pairs.of(best, message)
        found += [alarm.intent for alarm in alarms]
        found += [label for label, score in ranked[1:4] if score > self.thresholds.also and label in DANGERS]
        return tuple(dict.fromkeys(label for label in found if label not in (best, OUT_OF_SCOPE)))[:2]


def _best_first(scores: Scores, alarmed: set[str], *, is_outside: bool) -> list[tuple[str, float]]:
    """Labels, best first: out_of_scope first or last; an alarm lifts the best of its intents above what is harmless."""
    inside = [pair for pair in scores.ranked if pair[0] != OUT_OF_SCOPE]
    outside = next(pair for pair in scores.ranked if pair[0] == OUT_OF_SCOPE)
    ranked = [outside, *inside] if is_outside else [*inside, outside]
    if not alarmed:
        return ranked
    chosen = _called_for(ranked, alarmed)
    return [chosen, *(pair for pair in ranked if pair is not chosen)]


def _called_for(ranked: Sequence[tuple[str, float]], alarmed: set[str]) -> tuple[str, float]:
    """Which intent an alarm puts first: the best guess if it is a danger, else the best of those that the rules name.

    The wish to die is heard inside blackmail and harassment too.
    """
    best = ranked[0]
    if best[0] in BEHIND_DESPAIR and DESPAIR in alarmed:
        return next(pair for pair in ranked if pair[0] == DESPAIR)
    if best[0] in DANGERS or best[0] in alarmed:
        return best
    return next((pair for pair in ranked if pair[0] in alarmed), best)


def _is_foreign(reading: Reading, alarms: Sequence[Alarm]) -> bool:
    """Whether a message is in a language that is not even a sister of Urdu: its guesses are noise."""
    return reading.language == "other" and reading.named not in ("pashto", "sindhi") and not alarms


def _is_cry(message: Sequence[str], cries: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether a message is nothing but a cry: a word of crying, and none that says with what."""
    known = cries | beside
    return any(word in cries for word in message) and all(word in known for word in message)


def _confidences(ranked: Sequence[tuple[str, float]], scope: float) -> tuple[Candidate, ...]:
    """Confidence in 0..1: how sure it is that the message is in scope, less for intents behind the best; for out_of_scope the rest.

    Behind the best guess stand only intents that could be offered: out_of_scope is the best guess or none.
    """
    inside = max(score for label, score in ranked if label != OUT_OF_SCOPE)
    shown = [pair for place, pair in enumerate(ranked) if place == 0 or pair[0] != OUT_OF_SCOPE]
    candidates = []
    for place, (label, score) in enumerate(shown[:5]):
        # an alarm can put an intent first that scored less: it is as sure as the best of the rest
        behind = 0.0 if place == 0 else 2.0 * (inside - score)
        odds = -scope if label == OUT_OF_SCOPE else scope - behind
        candidates.append(Candidate(label, round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)))
    return tuple(candidates)
