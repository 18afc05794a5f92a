"""Training the matcher: examples → feature weights and the head's coefficients.

Kernel ridge regression on the squared kernel K + K², one row a message, class weights, closed-form leave-one-out scores.
Everything is deterministic: the same examples in the same order give the same arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import word_features
from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import words
from bot.understanding.phrases import PhraseMarks

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

RIDGE: Final = 1.0
SQUARE_WEIGHT: Final = 1.0
COMMON_SHARE: Final = 0.06
KEPT_BLOCKS: Final = frozenset("cp")
"""Concepts and phrases are kept however common they are."""

COMMON_FEATURE: Final = 40
"""Features in more messages than this are multiplied as a dense block, the others through their postings."""


@dataclass(frozen=True)
class Example:
    """One training message."""

    text: str
    intent: str
    is_now: bool = False


@dataclass(frozen=True)
class SparseRows:
    """Messages as sparse rows (CSR): `features[starts[i]:starts[i + 1]]` are the columns of row i."""

    starts: Ints
    features: Ints
    values: Floats

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.starts) - 1


@dataclass(frozen=True)
class Trained:
    """What training leaves: the vocabulary, idf, the messages as rows, and one column of coefficients a label."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    rows: SparseRows
    coefficients: Floats
    left_out: Floats
    """Leave-one-out scores of the training messages, shape (messages, labels + 1)."""
    danger: NDArray[np.float64]
    """Weights of the danger model (`bot.understanding.danger`); empty until it is fitted."""


def train(
    examples: Sequence[Example],
    lexicon: Lexicon,
    phrases: PhraseMarks,
    ridge: float = RIDGE,
    square: float = SQUARE_WEIGHT,
) -> Trained:
    """Train on `examples`; labels are their intents in sorted order, and the last column is "danger now".

    Memory grows with the square of the number of messages: about 30 bytes × n² at the peak (9,234 messages: 2.6 GB, measured).
    """
    vocabulary, idf, rows = vectorise([tokens(words(e.text), phrases) for e in examples], lexicon)
    labels = tuple(sorted({e.intent for e in examples}))
    kernel = gram(rows, len(vocabulary))
    kernel += square * kernel * kernel
    place = {label: column for column, label in enumerate(labels)}
    which = np.array([place[e.intent] for e in examples])
    targets = -np.ones((len(examples), len(labels) + 1), dtype=np.float32)
    targets[np.arange(len(examples)), which] = class_weights(which, len(labels))[which]
    targets[:, -1] = np.where([e.is_now for e in examples], 1.7, -1.0)
    kernel[np.diag_indices_from(kernel)] += ridge
    inverse = np.linalg.inv(kernel)
    coefficients = (inverse @ targets).astype(np.float32)
    left_out = targets - coefficients / np.diag(inverse)[:, None]
    return Trained(labels, vocabulary, idf, rows, coefficients, left_out.astype(np.float32), np.zeros(0))


def tokens(message: Sequence[str], phrases: PhraseMarks) -> tuple[str, ...]:
    """What the matcher sees of a message: its folded words, then the marks of the phrases in it."""
    return (*message, *phrases.of(message))


def class_weights(which: NDArray[np.int64], count: int) -> Floats:
    """The positive target of each class: larger for small classes, so that they are not drowned."""
    sizes = np.maximum(np.bincount(which, minlength=count), 1)
    return (1.7 * np.minimum(1.5, np.maximum(0.8, 90.0 / sizes))).astype(np.float32)


def vectorise(messages: Sequence[Sequence[str]], lexicon: Lexicon) -> tuple[dict[str, int], Floats, SparseRows]:
    """Build the vocabulary, the idf weights and the normalised rows of `messages` (folded words)."""
    vocabulary: dict[str, int] = {}
    known: dict[str, list[tuple[int, float]]] = {}
    raw: list[dict[int, float]] = []
    for message in messages:
        row: dict[int, float] = {}
        for word in dict.fromkeys(message):
            if word not in known:
                known[word] = [
                    (vocabulary.setdefault(name, len(vocabulary)), weight)
                    for name, weight in word_features(word, lexicon)
                ]
            for feature, weight in known[word]:
                row[feature] = row.get(feature, 0.0) + weight
        raw.append(row)
    seen_in = np.zeros(len(vocabulary), dtype=np.int64)
    for row in raw:
        seen_in[list(row)] += 1
    vocabulary, seen_in, raw = _without_common(vocabulary, seen_in, raw)
    idf = (np.log((1 + len(raw)) / (1 + seen_in)) + 1).astype(np.float32)
    starts = np.zeros(len(raw) + 1, dtype=np.int32)
    starts[1:] = np.cumsum([len(row) for row in raw])
    features = np.empty(starts[-1], dtype=np.int32)
    values = np.empty(starts[-1], dtype=np.float32)
    for number, row in enumerate(raw):
        part = slice(starts[number], starts[number + 1])
        columns = np.fromiter(row, dtype=np.int32, count=len(row))
        weights = np.fromiter(row.values(), dtype=np.float32, count=len(row)) * idf[columns]
        norm = float(np.sqrt(weights @ weights)) or 1.0
        features[part], values[part] = columns, weights / norm
    return vocabulary, idf, SparseRows(starts, features, values)


def _without_common(
    vocabulary: dict[str, int], seen_in: NDArray[np.int64], raw: list[dict[int, float]]
) -> tuple[dict[str, int], NDArray[np.int64], list[dict[int, float]]]:
    """Leave out letters and words that stand in too many messages: they say little and cost most of the time."""
    most = COMMON_SHARE * len(raw)
    kept = [name for name, column in vocabulary.items() if seen_in[column] <= most or name[0] in KEPT_BLOCKS]
    new = {vocabulary[name]: place for place, name in enumerate(kept)}
    rows = [{new[column]: weight for column, weight in row.items() if column in new} for row in raw]
    return {name: place for place, name in enumerate(kept)}, seen_in[[vocabulary[name] for name in kept]], rows


def gram(rows: SparseRows, width: int) -> Floats:
    """All inner products of the rows, shape (n, n): a dense block for common features, postings for rare ones."""
    n = rows.count
    row_of = np.repeat(np.arange(n, dtype=np.int32), np.diff(rows.starts))
    seen_in = np.bincount(rows.features, minlength=width)
    kernel = np.zeros((n, n), dtype=np.float32)
    common = np.flatnonzero(seen_in > COMMON_FEATURE)
    for block in np.array_split(common, max(1, len(common) // 1500)):
        column_of = np.full(width, -1, dtype=np.int32)
        column_of[block] = np.arange(len(block))
        here = column_of[rows.features] >= 0
        dense = np.zeros((n, len(block)), dtype=np.float32)
        dense[row_of[here], column_of[rows.features[here]]] = rows.values[here]
        kernel += dense @ dense.T
    order = np.argsort(rows.features, kind="stable")
    ends = np.cumsum(seen_in)
    for feature in np.flatnonzero((seen_in > 0) & (seen_in <= COMMON_FEATURE)):
        posting = order[ends[feature] - seen_in[feature] : ends[feature]]
        who, weight = row_of[posting], rows.values[posting]
        kernel[np.ix_(who, who)] += np.outer(weight, weight)
    return kernel
