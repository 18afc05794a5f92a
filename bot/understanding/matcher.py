"""The matcher: what a message is about, and whether it sounds like danger, by linear heads over its words and neighbours.

A message's scores are the sum of one row a unit (a word, a pair of neighbours), divided by the message's length, plus a bias. The
rows of words are remembered in a bounded cache (unseen words are chosen by whoever writes to us); pairs seldom come twice.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.understanding.features import Unit, unit_features, units
from bot.understanding.lexicon import Lexicon
from bot.understanding.training import Floats, Heads, Trained

REMEMBERED: Final = 10_000
"""Rows kept: about 300 bytes each, 4 MB in all."""


@dataclass(frozen=True)
class Scores:
    """What the heads say of one message: above 0 is more for than against."""

    heads: Heads
    row: Floats

    @property
    def labels(self) -> tuple[str, ...]:
        """The intents, in the order of `values`."""
        return self.heads.labels

    @property
    def values(self) -> Floats:
        """One score a label."""
        return self.row[: len(self.heads.labels)]

    @property
    def now(self) -> float:
        """How much it sounds like danger now, whatever the intent."""
        return float(self.row[len(self.heads.labels)])

    @property
    def told(self) -> Floats:
        """Shape (told labels, 2): the label told as danger now, and told calmly."""
        return self.row[len(self.heads.labels) + 1 :].reshape(-1, 2)

    @cached_property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Labels with their scores, best first; equal scores in the order of labels."""
        order = np.argsort(-self.values, kind="stable")
        return tuple((self.labels[place], float(self.values[place])) for place in order)


class Matcher:
    """Scores messages. Thread-compatible, deterministic, no learning at run time."""

    def __init__(self, trained: Trained, lexicon: Lexicon) -> None:
        self._trained = trained
        self._lexicon = lexicon
        self.heads = trained.heads
        self._rows: OrderedDict[str, Floats] = OrderedDict()

    def scores(self, tokens: Sequence[str]) -> Scores:
        """Score the tokens of a message. A message without any known feature gets the biases alone."""
        found = units(tokens)
        rows = [self._row(unit) for unit in found if isinstance(unit, str)]
        total = np.sum([*rows, self._make_row(unit for unit in found if not isinstance(unit, str))], axis=0)
        length = float(total[-1]) ** 0.5 or 1.0
        return Scores(self.heads, total[:-1] / np.float32(length) + self._trained.bias)

    def evidence(self, tokens: Sequence[str], label: str, count: int = 5) -> list[tuple[str, float]]:
        """The units that speak most for `label`, with their share of its score. For `--explain`."""
        found = units(tokens)
        if not found:
            return []
        rows = np.array([self._make_row((unit,)) for unit in found])
        share = rows[:, self.heads.labels.index(label)] / (float(rows[:, -1].sum()) ** 0.5 or 1.0)
        best = [int(place) for place in np.argsort(-share, kind="stable")[:count] if share[place] > 0]
        return [(_shown(found[place]), float(share[place])) for place in best]

    def _row(self, word: str) -> Floats:
        row = self._rows.get(word)
        if row is not None:
            self._rows.move_to_end(word)
            return row
        row = self._rows[word] = self._make_row((word,))
        if len(self._rows) > REMEMBERED:
            self._rows.popitem(last=False)
        return row

    def _make_row(self, found: Iterable[Unit]) -> Floats:
        """What units add to each head, and behind it their squared length."""
        row = np.zeros(self.heads.count + 1, dtype=np.float32)
        vocabulary = self._trained.vocabulary
        known = [
            (vocabulary[name], weight)
            for unit in found
            for name, weight in unit_features(unit, self._lexicon)
            if name in vocabulary
        ]
        if known:
            features = [feature for feature, _ in known]
            values = np.array([weight for _, weight in known], dtype=np.float32) * self._trained.idf[features]
            row[:-1] = values @ self._trained.weights[features].astype(np.float32)
            row[-1] = values @ values
        return row


def _shown(unit: Unit) -> str:
    return unit if isinstance(unit, str) else "_".join(unit)


def save(trained: Trained, file: Path) -> None:
    """Write the arrays into `file` (.npz, not compressed)."""
    arrays: dict[str, Any] = {
        "labels": np.array(trained.heads.labels),
        "told": np.array(trained.heads.told),
        "vocabulary": np.frombuffer("\n".join(trained.vocabulary).encode(), dtype=np.uint8),
        "idf": trained.idf,
        "weights": trained.weights,
        "bias": trained.bias,
        "danger": trained.danger,
        "scope": trained.scope,
    }
    with file.open("wb") as stream:
        np.savez(stream, **arrays)


def restore(file: Path) -> Trained:
    """Read what `save` wrote. Raises OSError, ValueError or KeyError for a file that is broken or of another version."""
    with np.load(file, allow_pickle=False) as arrays:
        names = bytes(arrays["vocabulary"]).decode().split("\n")
        heads = Heads(tuple(str(label) for label in arrays["labels"]), tuple(str(label) for label in arrays["told"]))
        return Trained(
            heads=heads,
            vocabulary={name: number for number, name in enumerate(names)},
            idf=arrays["idf"],
            weights=arrays["weights"],
            bias=arrays["bias"],
            unseen=np.zeros((0, heads.count), dtype=np.float32),
            danger=arrays["danger"],
            scope=arrays["scope"],
        )
