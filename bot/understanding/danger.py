"""The second opinion on danger: a small logistic model over what the rules and the matcher say of a message.

The rules stay what they are, an artefact without learning; this model weighs them together with the matcher's scores, so that
"last year he was kidnapped" is calm and a quiet "he locked the door and I can hear her" is not. It is trained on leave-one-out
scores, so that it learns how far the matcher can be trusted on messages it has not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.understanding.emergency import Alarm
from bot.understanding.lexicon import Lexicon

Floats = NDArray[np.float64]

TELLING: Final = (
    "now_word", "past_word", "solved_word", "help_cry", "locked_in", "beat", "blood", "lost", "gun", "knife",
    "stuck_trapped", "fire", "kill", "die", "suicide_words", "unconscious", "breath", "threaten", "statistics", "sport", "fun",
)  # fmt: skip
"""Concepts whose presence moves the danger of a message up or down."""

PENALTY: Final = 4.0
FOLDS: Final = 5
ROUNDS: Final = 25


@dataclass(frozen=True)
class Evidence:
    """What is known of one message when its danger is judged."""

    scores: NDArray[np.float32]
    now: float
    words: Sequence[str]
    text: str
    alarms: Sequence[Alarm]
    is_calm: bool


def features(evidence: Evidence, labels: Sequence[str], lexicon: Lexicon) -> Floats:
    """One row: label scores, the learned "now", both for the best label, the rules by intent, telling concepts, form."""
    count = len(labels)
    best = int(np.argmax(evidence.scores))
    first = np.zeros(count)
    first[best] = 1.0
    ruled = np.zeros(count)
    for alarm in evidence.alarms:
        if alarm.intent in labels:
            ruled[list(labels).index(alarm.intent)] = 1.0
    concepts = frozenset[str]().union(*(lexicon.concepts_of(word) for word in evidence.words))
    fired = float(bool(evidence.alarms))
    form = [
        evidence.now,
        fired,
        fired * evidence.now,
        float(evidence.is_calm),
        float("?" in evidence.text or "؟" in evidence.text),
        min(len(evidence.words), 60) / 60,
        float(len(evidence.words) <= 3),
        1.0,
    ]
    telling = [float(name in concepts) for name in TELLING]
    return np.concatenate([evidence.scores, first, first * evidence.now, ruled, telling, form])


@dataclass(frozen=True)
class DangerModel:
    """Weights of the logistic model; `judge` gives the log-odds that somebody is in danger now."""

    labels: tuple[str, ...]
    weights: Floats

    def judge(self, evidence: Evidence, lexicon: Lexicon) -> float:
        """Log-odds of danger now; 0 is even."""
        return float(features(evidence, self.labels, lexicon) @ self.weights)


def fit(rows: Floats, is_now: NDArray[np.bool_]) -> Floats:
    """Penalised logistic regression by Newton's method; deterministic."""
    weights = np.zeros(rows.shape[1])
    target = is_now.astype(np.float64)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chance - target) + PENALTY * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + PENALTY * np.eye(rows.shape[1])
        step = np.linalg.solve(curve, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def unseen(rows: Floats, is_now: NDArray[np.bool_]) -> Floats:
    """Log-odds of every row by a model that has not seen it (five folds), for the thresholds."""
    fold = np.arange(len(rows)) % FOLDS
    result = np.zeros(len(rows))
    for part in range(FOLDS):
        result[fold == part] = rows[fold == part] @ fit(rows[fold != part], is_now[fold != part])
    return result
