"""Thresholds from what the matcher says of each example when it has not seen it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.understanding.training import Example, Trained
from bot.understanding.understand import DANGERS, Thresholds
from bot.vocabulary import OUT_OF_SCOPE

OUT_OF_SCOPE_ANSWERED: Final = 0.023
"""The share of out-of-scope examples that may be answered; strangers' chatter sounds less like ours, so a quarter of the aim."""

OUT_OF_SCOPE_ASKED: Final = 0.25
TAKEN_FOR_OUTSIDE: Final = 0.002
"""The share of in-scope examples whose best guess may be out_of_scope: losing one is worse than asking a stranger back."""

DANGER_UNHEARD: Final = 0.002
"""The share of examples of dangers that may be met with "not understood" instead of an ask-back with numbers."""

NOW_RECALL: Final = 0.95
"""The share of examples in danger now that must raise the alarm; what it costs in false alarms stands in docs/accuracy.md."""


def thresholds_of(
    trained: Trained, examples: Sequence[Example], danger: NDArray[np.float64], scope: NDArray[np.float64]
) -> Thresholds:
    """Find the thresholds. Same examples, same thresholds.

    `danger`, `scope`: log-odds of each example by models that have not seen it; `scope` has few enough weights to have seen it.
    """
    labels = trained.heads.labels
    scores = trained.unseen[:, : len(labels)]
    outside = labels.index(OUT_OF_SCOPE)
    inside = np.sort(np.delete(scores, outside, axis=1), axis=1)
    is_outside = np.array([e.intent == OUT_OF_SCOPE for e in examples])
    is_now = np.array([e.is_now for e in examples])
    lead = inside[:, -1] - inside[:, -2]
    clear = float(np.quantile(lead[~is_outside], 0.12))
    strangers = scope[is_outside]
    answer = float(np.quantile(np.where(lead[is_outside] >= clear, strangers, -9.0), 1 - OUT_OF_SCOPE_ANSWERED))
    ask = float(np.quantile(strangers, 1 - OUT_OF_SCOPE_ASKED))
    is_danger = np.array([e.intent in DANGERS for e in examples])
    return Thresholds(
        answer=round(max(answer, ask), 4),
        ask=round(min(answer, ask), 4),
        ask_danger=round(min(ask, float(np.quantile(scope[is_danger], DANGER_UNHEARD))), 4),
        clear=round(clear, 4),
        outside=round(min(0.0, float(np.quantile(scope[~is_outside], TAKEN_FOR_OUTSIDE))), 4),
        also=round(float(np.quantile(inside[~is_outside, -2], 0.98)), 4),
        now=round(float(np.quantile(danger[is_now], 1 - NOW_RECALL)), 4),
    )
