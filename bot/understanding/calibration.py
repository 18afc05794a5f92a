"""Thresholds from leave-one-out scores: what the matcher says of each example when it has not seen it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.understanding.training import Example, Trained
from bot.understanding.understand import Thresholds
from bot.vocabulary import OUT_OF_SCOPE

OUT_OF_SCOPE_ANSWERED: Final = 0.06
"""The share of out-of-scope examples that may be answered; strangers' chatter sounds less like ours, so half of the aim."""

OUT_OF_SCOPE_ASKED: Final = 0.30
NOT_NOW_ALARMED: Final = 0.04
"""The share of examples not in danger now that the learned score may alarm; the rules come on top of it."""


def thresholds_of(trained: Trained, examples: Sequence[Example]) -> Thresholds:
    """Find the thresholds. Same examples, same thresholds."""
    scores, now = trained.left_out[:, :-1], trained.left_out[:, -1]
    labels = list(trained.labels)
    outside = labels.index(OUT_OF_SCOPE)
    inside = np.delete(scores, outside, axis=1)
    order = np.sort(inside, axis=1)
    margin = order[:, -1] - scores[:, outside]
    lead = order[:, -1] - order[:, -2]
    is_outside = np.array([e.intent == OUT_OF_SCOPE for e in examples])
    clear = float(np.quantile(lead[~is_outside], 0.15))
    answer = float(np.quantile(margin[is_outside & (lead >= clear)], 1 - OUT_OF_SCOPE_ANSWERED)) if is_outside.any() else 0.0
    ask = float(np.quantile(margin[is_outside], 1 - OUT_OF_SCOPE_ASKED)) if is_outside.any() else -0.5
    calm = now[~np.array([e.is_now for e in examples])]
    return Thresholds(
        answer=round(max(answer, ask), 4),
        ask=round(min(answer, ask), 4),
        clear=round(clear, 4),
        also=round(float(np.quantile(order[~is_outside, -2], 0.98)), 4),
        now=round(float(np.quantile(calm, 1 - NOT_NOW_ALARMED)), 4),
    )



