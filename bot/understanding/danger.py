"""The second opinion on danger: a small logistic model over what the rules and the matcher say of a message.

The rules stay what they are, an artefact without learning; this model weighs them together with the matcher's scores, so that
"last year he was kidnapped" is calm and a quiet "he locked the door and I can hear her" is not. It is trained on the scores
that the matcher gives to messages it has not seen, so that it learns how far they can be trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.understanding.emergency import Alarm
from bot.understanding.lexicon import Lexicon
from bot.understanding.logistic import Floats
from bot.understanding.matcher import Scores

TELLING: Final = (
    "now_word", "past_word", "solved_word", "help_cry", "locked_in", "beat", "blood", "lost", "gun", "knife",
    "stuck_trapped", "fire", "kill", "die", "suicide_words", "unconscious", "breath", "threaten", "statistics", "sport", "fun",
)  # fmt: skip
"""Concepts whose presence moves the danger of a message up or down."""


@dataclass(frozen=True)
class Evidence:
    """What is known of one message when its danger is judged."""

    scores: Scores
    words: Sequence[str]
    text: str
    alarms: Sequence[Alarm]
    is_calm: bool
    leaning: float
    """How the best label's variant leans: 1 towards danger, -1 against it, 0 neither."""


def features(evidence: Evidence, lexicon: Lexicon) -> Floats:
    """One row: label scores, the learned "now", both for the best label, told as danger or calmly, rules, concepts, form."""
    scores, labels = evidence.scores, evidence.scores.labels
    best = int(np.argmax(scores.values))
    first = np.zeros(len(labels))
    first[best] = 1.0
    ruled = np.zeros(len(labels))
    for alarm in evidence.alarms:
        if alarm.intent in labels:
            ruled[labels.index(alarm.intent)] = 1.0
    concepts = frozenset[str]().union(*(lexicon.concepts_of(word) for word in evidence.words))
    fired = float(bool(evidence.alarms))
    form = [
        scores.now,
        fired,
        fired * scores.now,
        float(evidence.is_calm),
        evidence.leaning,
        float("?" in evidence.text or "؟" in evidence.text),
        min(len(evidence.words), 60) / 60,
        float(len(evidence.words) <= 3),
        1.0,
    ]
    telling = [float(name in concepts) for name in TELLING]
    return np.concatenate([scores.values, first, first * scores.now, *_told(scores, best), ruled, telling, form])


def _told(scores: Scores, best: int) -> tuple[Floats, Floats]:
    """The heads of labels told as danger and calmly; the loudest of each, and how far the best label leans to danger."""
    told = scores.told
    if not len(told):
        return np.zeros(0), np.zeros(4)
    name = scores.labels[best]
    lean = float(told[scores.heads.told.index(name)] @ (1, -1)) if name in scores.heads.told else 0.0
    loudest = told.max(axis=0)
    return told.ravel().astype(np.float64), np.array([*loudest, loudest[0] - loudest[1], lean])


@dataclass(frozen=True)
class DangerModel:
    """Weights of the logistic model; `judge` gives the log-odds that somebody is in danger now."""

    weights: Floats

    def judge(self, evidence: Evidence, lexicon: Lexicon) -> float:
        """Log-odds of danger now; 0 is even."""
        return float(features(evidence, lexicon) @ self.weights)
