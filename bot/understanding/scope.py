"""Whether a message is any of our business: a small logistic model over what the heads say.

The lead of the best label over `out_of_scope` alone misjudges short messages and those that many labels like a little. Trained like
the danger model, on what the heads say of messages that they have not seen.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.understanding.logistic import Floats
from bot.understanding.matcher import Scores
from bot.vocabulary import OUT_OF_SCOPE

LONG: Final = 40
"""Words from which a message counts as long."""
PENALTY: Final = 0.01
"""Ten features and thousands of examples: hardly any is needed."""


def features(scores: Scores, count: int) -> Floats:
    """One row: the best and the second label, out_of_scope, their distances, the mean of all, danger, and how many words there are."""
    outside = scores.labels.index(OUT_OF_SCOPE)
    inside = np.sort(np.delete(scores.values, outside))
    best, second, strange = float(inside[-1]), float(inside[-2]), float(scores.values[outside])
    length = min(count, LONG) / LONG
    form = (length, float(count <= 2), float(count == 3), 1.0)
    return np.array([best - strange, best, second, strange, best - second, scores.now, float(inside.mean()), *form])


@dataclass(frozen=True)
class ScopeModel:
    """Weights of the logistic model; `judge` gives the log-odds that a message is in scope."""

    weights: Floats

    def judge(self, scores: Scores, count: int) -> float:
        """Log-odds that a message of `count` words is in scope; 0 is even."""
        return float(features(scores, count) @ self.weights)
