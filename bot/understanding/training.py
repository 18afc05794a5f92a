"""Training the matcher: examples → feature weights and one linear head a question.

The questions: is it this intent (one head a label)? Is somebody in danger now? Is it this intent told as danger, or told calmly?
Each head is a linear support vector machine with squared hinge (liblinear, through scikit-learn). What the heads say of a message
that they have not seen comes from folds. Everything is deterministic: the same examples in the same order give the same arrays.
"""

import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import Unit, unit_features, units
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.greeting import after_greeting
from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import words
from bot.understanding.phrases import PhraseMarks

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]

COST: Final = 4.0
"""The machine's C: how much an example on the wrong side weighs against the size of the weights."""
LOOSE: Final = 0.01
PASSES: Final = 20
"""Where the solver stops; closer changes no figure."""
LEAST: Final = 2
"""A feature of fewer messages is left out: half the features, no accuracy."""
FOLDS: Final = 4
AT_HOME: Final = "@pk"
ABROAD: Final = "@abroad"
"""What stands for the name of a place."""
TOLD_BOTH_WAYS: Final = 8
"""A label with this many examples of danger now, and as many calm ones, gets a head for each."""
WORKERS: Final = 4


@dataclass(frozen=True)
class Example:
    """One training message."""

    text: str
    intent: str
    is_now: bool = False


@dataclass(frozen=True)
class Heads:
    """Which column of the scores answers which question: the labels, then "danger now", then now and calm of each told label."""

    labels: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.labels) + 1 + 2 * len(self.told)


@dataclass(frozen=True)
class Rows:
    """Messages as sparse rows (CSR): `features[starts[i]:starts[i + 1]]` are the columns of row i."""

    starts: Ints
    features: Ints
    values: Floats


@dataclass(frozen=True)
class Trained:
    """What training leaves. `weights`: shape (features, heads), half precision; `bias`: one a head."""

    heads: Heads
    vocabulary: dict[str, int]
    idf: Floats
    weights: NDArray[np.float16]
    bias: Floats
    unseen: Floats
    """What the heads say of each training message when they have not seen it, shape (messages, heads); no rows once restored."""
    danger: NDArray[np.float64]
    """Weights of the danger model (`bot.understanding.danger`); empty until it is fitted."""
    scope: NDArray[np.float64]
    """Weights of the scope model (`bot.understanding.scope`); empty until it is fitted."""


def train(
    examples: Sequence[Example],
    lexicon: Lexicon,
    phrases: PhraseMarks,
    places: Gazetteer,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> Trained:
    """Train on `examples`. `step` hears how many of how many machines are ready."""
    from scipy.sparse import csr_array

    vocabulary, idf, rows = vectorise([tokens(words(e.text), phrases, places) for e in examples], lexicon)
    heads, questions = _questions(examples)
    matrix = csr_array((rows.values, rows.features, rows.starts), shape=(len(examples), len(vocabulary)))
    fold = np.arange(len(examples)) % FOLDS
    parts = [fold >= 0, *(fold != part for part in range(FOLDS))]
    tasks = [(part, answers[part], count) for answers, count in questions for part in parts]
    fitted: list[Floats] = []
    workers = min(WORKERS, len(os.sched_getaffinity(0)))
    with ProcessPoolExecutor(workers, get_context("spawn"), _take, (matrix,)) as pool:
        for machines in pool.map(_fit, tasks):
            fitted.append(machines)
            step(len(fitted), len(tasks))
    by_part = [np.concatenate(fitted[number :: len(parts)]) for number in range(len(parts))]
    unseen = np.zeros((len(examples), heads.count), dtype=np.float32)
    for part, machines in enumerate(by_part[1:]):
        unseen[fold == part] = matrix[fold == part] @ machines[:, :-1].T + machines[:, -1]
    weights = by_part[0][:, :-1].T.astype(np.float16)
    return Trained(heads, vocabulary, idf, weights, by_part[0][:, -1].copy(), unseen, np.zeros(0), np.zeros(0))


def tokens(message: Sequence[str], phrases: PhraseMarks, places: Gazetteer) -> tuple[str, ...]:
    """What the matcher sees of a message: its folded words without a greeting and without places, then its phrase marks.

    A place says where, not what: "Turbat" is no evidence for any intent; that it is abroad may be.
    """
    said = list(message)
    for found in places.find(message):
        name = ABROAD if found.region == "abroad" else AT_HOME
        said[found.start : found.end] = [name] * (found.end - found.start)
    return (*after_greeting(said, phrases.lexicon), *phrases.of(message))


def _questions(examples: Sequence[Example]) -> tuple[Heads, list[tuple[Ints, int]]]:
    """The heads, and the three questions they answer, in their order: which label, danger now or not, which label told how.

    A question is the right answer of each example as a number, and how many answers have a head; the next number means "another".
    """
    labels = tuple(sorted({e.intent for e in examples}))
    intent = np.array([labels.index(e.intent) for e in examples], dtype=np.int32)
    is_now = np.array([e.is_now for e in examples])
    now, calm = (np.bincount(intent[flags], minlength=len(labels)) for flags in (is_now, ~is_now))
    told = tuple(label for label, least in zip(labels, np.minimum(now, calm), strict=True) if least >= TOLD_BOTH_WAYS)
    place = np.array([told.index(label) if label in told else len(told) for label in labels], dtype=np.int32)
    how = np.where(place[intent] < len(told), 2 * place[intent] + ~is_now, 2 * len(told)).astype(np.int32)
    questions = [(intent, len(labels)), ((~is_now).astype(np.int32), 1), (how, 2 * len(told))]
    return Heads(labels, told), questions


_matrix: Any = None
"""The rows of all messages, in each worker process."""


def _take(matrix: object) -> None:
    global _matrix
    _matrix = matrix


def _fit(task: tuple[Flags, Ints, int]) -> Floats:
    """One machine an answer: its weights, and its bias as the last number; shape (answers, features + 1)."""
    from sklearn.svm import LinearSVC

    part, answers, count = task
    machine = LinearSVC(C=COST, dual=True, max_iter=PASSES, tol=LOOSE, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        machine.fit(_matrix[part], answers)
    found = np.column_stack([machine.coef_, machine.intercept_]).astype(np.float32)
    # of two answers there is one machine, and it speaks for the second
    return -found if len(machine.classes_) == 2 else found[:count]


def vectorise(messages: Sequence[Sequence[str]], lexicon: Lexicon) -> tuple[dict[str, int], Floats, Rows]:
    """Build the vocabulary, the idf weights and the rows of `messages` (tokens).

    A row is the sum of its units, divided by the root of the sum of their squared lengths: both are sums over units.
    """
    names: dict[str, int] = {}
    known: dict[Unit, list[tuple[int, float]]] = {}
    rows = [units(message) for message in messages]
    for unit in dict.fromkeys(unit for row in rows for unit in row):
        known[unit] = [(names.setdefault(name, len(names)), weight) for name, weight in unit_features(unit, lexicon)]
    seen_in = np.zeros(len(names), dtype=np.int64)
    for row in rows:
        seen_in[list({feature for unit in row for feature, _ in known[unit]})] += 1
    kept = np.flatnonzero(seen_in >= LEAST)
    place = np.full(len(names), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    idf = (np.log((1 + len(rows)) / (1 + seen_in[kept])) + 1).astype(np.float32)
    weighed = {
        unit: [(int(place[f]), weight * float(idf[place[f]])) for f, weight in found if place[f] >= 0]
        for unit, found in known.items()
    }
    starts, features, values = [0], [], []
    for row in rows:
        total: dict[int, float] = {}
        length = 0.0
        for unit in row:
            for feature, value in weighed[unit]:
                total[feature] = total.get(feature, 0.0) + value
                length += value * value
        features.append(np.fromiter(total, dtype=np.int32, count=len(total)))
        values.append(np.fromiter(total.values(), dtype=np.float32, count=len(total)) / np.float32(length**0.5 or 1.0))
        starts.append(starts[-1] + len(total))
    vocabulary = {name: int(place[number]) for name, number in names.items() if place[number] >= 0}
    return vocabulary, idf, Rows(np.array(starts, dtype=np.int32), np.concatenate(features), np.concatenate(values))
