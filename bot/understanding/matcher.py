"""The matcher: which intent a message is, by remembered per-word rows and the squared kernel.

For message x and training message i: k = x·xᵢ, score of a label = Σᵢ (k + k²)·αᵢ. Since no feature spans words, x·xᵢ is a sum of
one row a word; rows of words are remembered in a bounded cache (unseen words are chosen by whoever writes to us).
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.understanding.features import word_features
from bot.understanding.lexicon import Lexicon
from bot.understanding.training import SQUARE_WEIGHT, Floats, Ints, SparseRows, Trained

REMEMBERED_WORDS: Final = 3000
"""Rows kept: about 12 KB each with 9,000 training messages, 35 MB in all."""


@dataclass(frozen=True)
class Scores:
    """Raw scores of one message: one for each label in `labels`, and how much it sounds like danger now."""

    labels: tuple[str, ...]
    values: Floats
    now: float

    def ranked(self) -> list[tuple[str, float]]:
        """Labels with their scores, best first; equal scores in the order of labels."""
        order = np.argsort(-self.values, kind="stable")
        return [(self.labels[place], float(self.values[place])) for place in order]


@dataclass(frozen=True)
class _WordRow:
    """A word's features with their weights, and its share of the inner product with each message that has one of them."""

    features: Ints
    values: Floats
    who: Ints
    shares: Floats


class Matcher:
    """Scores messages against the training messages. Thread-compatible, deterministic, no learning at run time."""

    def __init__(self, trained: Trained, lexicon: Lexicon) -> None:
        self._trained = trained
        self._lexicon = lexicon
        self.labels = trained.labels
        self._row_of, self._posting_values, self._posting_starts = _postings(trained.rows, len(trained.vocabulary))
        self._rows: OrderedDict[str, _WordRow] = OrderedDict()

    def scores(self, words: Sequence[str]) -> Scores:
        """Score the folded words of a message. An empty message scores nothing anywhere."""
        products = self._products([self._word_row(word) for word in dict.fromkeys(words)])
        result = (products + SQUARE_WEIGHT * products * products) @ self._trained.coefficients
        return Scores(self.labels, result[:-1], float(result[-1]))

    def _products(self, rows: Sequence[_WordRow]) -> Floats:
        """The inner product of a message (the sum of its words, normalised) with every training message."""
        count = self._trained.rows.count
        if not rows:
            return np.zeros(count, dtype=np.float32)
        features = np.concatenate([row.features for row in rows])
        values = np.concatenate([row.values for row in rows])
        _, places = np.unique(features, return_inverse=True)
        norm = float(np.sqrt((np.bincount(places, weights=values) ** 2).sum())) if len(values) else 0.0
        who = np.concatenate([row.who for row in rows])
        total = np.bincount(who, weights=np.concatenate([row.shares for row in rows]), minlength=count)
        return (total / (norm or 1.0)).astype(np.float32)

    def _word_row(self, word: str) -> _WordRow:
        row = self._rows.get(word)
        if row is not None:
            self._rows.move_to_end(word)
            return row
        row = self._make_row(word)
        self._rows[word] = row
        if len(self._rows) > REMEMBERED_WORDS:
            self._rows.popitem(last=False)
        return row

    def _make_row(self, word: str) -> _WordRow:
        vocabulary, idf = self._trained.vocabulary, self._trained.idf
        weights: dict[int, float] = {}
        for name, weight in word_features(word, self._lexicon):
            feature = vocabulary.get(name)
            if feature is not None:
                weights[feature] = weights.get(feature, 0.0) + weight
        features = np.fromiter(weights, dtype=np.int32, count=len(weights))
        values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights)) * idf[features]
        starts = self._posting_starts[features]
        lengths = self._posting_starts[features + 1] - starts
        # the places of all postings of all features in one row: each start, and what follows it
        ends = np.cumsum(lengths)
        places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
        shares = self._posting_values[places] * np.repeat(values, lengths)
        return _WordRow(features, values, self._row_of[places], shares)

    def nearest(self, words: Sequence[str], label: str, count: int = 3) -> list[tuple[int, float]]:
        """The training messages that speak most for `label`: (row, share). For `--explain` only."""
        products = self._products([self._word_row(word) for word in dict.fromkeys(words)])
        share = products * self._trained.coefficients[:, self.labels.index(label)]
        return [(int(place), float(share[place])) for place in np.argsort(-share)[:count]]


def _postings(rows: SparseRows, width: int) -> tuple[Ints, Floats, Ints]:
    """The rows turned around: for every feature, which messages hold it and with what value."""
    order = np.argsort(rows.features, kind="stable")
    row_of = np.repeat(np.arange(rows.count, dtype=np.int32), np.diff(rows.starts))[order]
    starts = np.zeros(width + 1, dtype=np.int32)
    starts[1:] = np.cumsum(np.bincount(rows.features, minlength=width))
    return row_of, rows.values[order], starts


def save(trained: Trained, file: Path) -> None:
    """Write the arrays into `file` (.npz, not compressed)."""
    arrays: dict[str, Any] = {
        "labels": np.array(trained.labels),
        "vocabulary": np.frombuffer("\n".join(trained.vocabulary).encode(), dtype=np.uint8),
        "idf": trained.idf,
        "starts": trained.rows.starts,
        "features": trained.rows.features,
        "values": trained.rows.values,
        "coefficients": trained.coefficients,
        "left_out": trained.left_out.astype(np.float16),
        "danger": trained.danger,
    }
    with file.open("wb") as stream:
        np.savez(stream, **arrays)


def restore(file: Path) -> Trained:
    """Read what `save` wrote. Raises OSError, ValueError or KeyError for a file that is broken or of another version."""
    with np.load(file, allow_pickle=False) as arrays:
        names = bytes(arrays["vocabulary"]).decode().split("\n")
        return Trained(
            labels=tuple(str(label) for label in arrays["labels"]),
            vocabulary={name: number for number, name in enumerate(names)},
            idf=arrays["idf"],
            rows=SparseRows(arrays["starts"], arrays["features"], arrays["values"]),
            coefficients=arrays["coefficients"],
            left_out=arrays["left_out"],
            danger=arrays["danger"],
        )
