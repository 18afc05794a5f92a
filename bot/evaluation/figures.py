"""Figures of a labelled set, with the definitions that hold for every set.

*In scope*: the first gold label is not out_of_scope. *top-k*: a gold label is among the first k of [intent, alternatives …].
*answered*: decision `answer` and the intent is not out_of_scope. *OOS@95*: at the threshold that keeps 95 % of in-scope rows by
confidence, the share of out-of-scope rows kept. *lethal / harmful*: cells of LETHAL and HARMFUL, counted on what is shown.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.vocabulary import OUT_OF_SCOPE


@dataclass(frozen=True)
class Gold:
    """One labelled message; `emergency`, `region` and `kind` are None where a set does not label them."""

    id: str
    text: str
    language: str
    intents: tuple[str, ...]
    emergency: bool | None = None
    region: str | None = None
    kind: str | None = None

    @property
    def in_scope(self) -> bool:
        """Whether the message is one that we should understand."""
        return self.intents[0] != OUT_OF_SCOPE


@dataclass(frozen=True)
class Guess:
    """What was understood of it: ranked intents, confidence of the first, decision, danger, region, what else is shown."""

    ranked: tuple[str, ...]
    confidence: float
    decision: str
    emergency: bool
    region: str
    also: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether an answer of a real intent was given."""
        return self.decision == "answer" and self.ranked[0] != OUT_OF_SCOPE


@dataclass(frozen=True)
class Row:
    """A message and what was made of it."""

    gold: Gold
    guess: Guess


@dataclass(frozen=True)
class Confusion:
    """A cell that hurts: what was true, what was answered, how bad, and the messages."""

    true: str
    answered: str
    weight: str
    ids: tuple[str, ...]


@dataclass
class Figures:
    """All figures of one set (or of one group of it). Shares are 0..1; None where nothing is labelled."""

    count: int = 0
    shares: dict[str, tuple[float, int]] = field(default_factory=dict)


LETHAL: dict[str, tuple[str, ...]] = {
    "missing_child": ("identity_documents", "online_content", "education", OUT_OF_SCOPE),
    "child_shelter": ("missing_child",),
    "child_abuse": ("missing_child",),
    "medical_emergency": ("health", "mental_health", "financial_assistance", OUT_OF_SCOPE),
    "mental_health": ("goodbye", "thanks", "feedback", OUT_OF_SCOPE, "education", "greeting"),
    "domestic_violence": ("women_rights", "legal_aid", "labour_complaint", "financial_assistance"),
    "disaster": ("financial_assistance", "government_complaint", "data_statistics"),
    "police_emergency": ("government_complaint", "online_content", "legal_aid", "feedback"),
    "human_trafficking": ("migration_support", "overseas_pakistanis", "labour_complaint"),
}
"""Lethal when somebody is in danger now (rows labelled emergency); the same cell is harmful otherwise. referrals, part 4."""

HARMFUL: dict[str, tuple[str, ...]] = {
    "missing_child": ("child_shelter", "birth_registration"),
    "mental_health": ("legal_aid", "human_rights", "police_emergency"),
    "domestic_violence": ("workplace_harassment", "cybercrime"),
    "child_abuse": ("education", "juvenile_justice", "workplace_harassment", "cybercrime"),
    "child_marriage": ("women_rights", "birth_registration", "identity_documents"),
    "child_labour": ("labour_complaint",),
    "human_rights": ("police_emergency", "missing_child"),
    "juvenile_justice": ("police_emergency", "child_labour"),
    "migration_support": ("police_emergency", "identity_documents", "human_trafficking"),
    "cybercrime": ("online_content", "government_complaint", "feedback"),
    "financial_assistance": ("child_abuse",),
    "workplace_harassment": ("child_abuse",),
}


def figures(rows: Sequence[Row]) -> Figures:
    """Every figure of `rows`; a figure whose ground is not labelled is left out."""
    inside = [r for r in rows if r.gold.in_scope]
    outside = [r for r in rows if not r.gold.in_scope]
    result = Figures(len(rows))

    def share(name: str, ground: Iterable[Row], holds: Callable[[Row], bool]) -> None:
        values = [holds(row) for row in ground]
        if values:
            result.shares[name] = (sum(values) / len(values), len(values))

    share("top-1", inside, lambda r: r.guess.ranked[0] in r.gold.intents)
    share("top-3", inside, lambda r: not set(r.guess.ranked[:3]).isdisjoint(r.gold.intents))
    share("answered outright", inside, lambda r: r.guess.answered)
    share("wrong answers", [r for r in inside if r.guess.answered], lambda r: r.guess.ranked[0] not in r.gold.intents)
    share("right or offered", inside, _right_or_offered)
    share("out-of-scope answered", outside, lambda r: r.guess.answered)
    if inside and outside:
        bar = float(np.quantile([_certainty(r) for r in inside], 0.05))
        share("OOS@95", outside, lambda r: _certainty(r) >= bar)
    alarmed = [r for r in rows if r.gold.emergency is True]
    calm = [r for r in rows if r.gold.emergency is False]
    share("emergency recall", alarmed, lambda r: r.guess.emergency)
    share("false alarms", calm, lambda r: r.guess.emergency)
    share("region right", [r for r in rows if r.gold.region is not None], lambda r: r.guess.region == r.gold.region)
    return result


def macro_f1(rows: Sequence[Row]) -> float:
    """The mean over gold intents of F1 of the best guess; a second gold label counts as right."""
    scores = []
    for label in sorted({r.gold.intents[0] for r in rows}):
        hit = sum(r.guess.ranked[0] == label and label in r.gold.intents for r in rows)
        said = sum(r.guess.ranked[0] == label for r in rows)
        there = sum(r.gold.intents[0] == label for r in rows)
        scores.append(2 * hit / (said + there) if said + there else 0.0)
    return float(np.mean(scores)) if scores else 0.0


def _certainty(row: Row) -> float:
    return 0.0 if row.guess.ranked[0] == OUT_OF_SCOPE else row.guess.confidence


def _right_or_offered(row: Row) -> bool:
    if row.guess.answered:
        return row.guess.ranked[0] in row.gold.intents
    offered = [name for name in row.guess.ranked if name != OUT_OF_SCOPE][:3]
    return row.guess.decision == "ask" and not set(offered).isdisjoint(row.gold.intents)


def confusions(rows: Sequence[Row]) -> list[Confusion]:
    """The cells that hurt, by name. An ask-back that offers the true intent, or a card that also shows it, is none."""
    cells: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        true, said = row.gold.intents[0], row.guess.ranked[0]
        if said in row.gold.intents or true in row.guess.also or (row.guess.emergency and said == true):
            continue
        if row.guess.decision == "none":
            said = OUT_OF_SCOPE
        if row.guess.decision == "ask" and true in [n for n in row.guess.ranked if n != OUT_OF_SCOPE][:3]:
            continue
        weight = ""
        if said in LETHAL.get(true, ()):
            weight = "lethal" if row.gold.emergency is not False else "harmful"
        elif said in HARMFUL.get(true, ()):
            weight = "harmful"
        if weight:
            cells.setdefault((weight, true, said), []).append(row.gold.id)
    return [
        Confusion(true, said, weight, tuple(ids))
        for (weight, true, said), ids in sorted(cells.items(), key=lambda cell: (cell[0][0] != "lethal", cell[0]))
    ]
