"""From folded words to features. A message is the sum of its units: its words, and its pairs of neighbours.

A word says itself, its sound skeleton, its Roman key, its concepts and its character n-grams; a pair says which sounds follow each
other and which concept stands beside which sound. A unit's features never depend on the rest, so a unit can be remembered.
Weights were chosen on the development sets (docs/decisions/0003-matcher.md).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import roman_key, skeleton
from bot.understanding.phrases import MARK

WORD_WEIGHT: Final = 1.6
SKELETON_WEIGHT: Final = 1.2
CONCEPT_WEIGHT: Final = 2.2
GRAM_WEIGHT: Final = 1.0
PHRASE_WEIGHT: Final = 1.6
NEIGHBOUR_WEIGHT: Final = 2.0
BESIDE_WEIGHT: Final = 1.0
GRAM_SIZES: Final = (2, 3, 4)
ORDINARY: Final = frozenset({"ordinary"})
"""A concept that only keeps common words out of other concepts (see data/lexicon.yaml); it says nothing of a message."""

EDGE: Final = ""
"""What stands before the first word and behind the last one."""

Unit = str | tuple[str, str]
"""A folded word, a phrase mark, or two neighbouring words."""


def units(tokens: Sequence[str]) -> tuple[Unit, ...]:
    """The units of a message, each once: its words and phrase marks, then its neighbours with both edges."""
    spoken = [token for token in tokens if not token.startswith(MARK)]
    pairs = zip([EDGE, *spoken], [*spoken, EDGE], strict=True) if spoken else ()
    return (*dict.fromkeys(tokens), *dict.fromkeys(pairs))


def unit_features(unit: Unit, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Yield (feature name, block weight) for one unit. A name's first letter is its block."""
    if isinstance(unit, tuple):
        yield from _pair_features(*unit, lexicon)
    elif unit.startswith(MARK):
        yield f"p{unit}", PHRASE_WEIGHT
        yield f"p{unit.split('/')[0]}", PHRASE_WEIGHT
    else:
        yield from _word_features(unit, lexicon)


def _word_features(word: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    yield f"w{word}", WORD_WEIGHT
    sounds = skeleton(word)
    if len(sounds) > 1:
        yield f"s{sounds}", SKELETON_WEIGHT
    key = roman_key(word)
    if key != word:
        yield f"k{key}", GRAM_WEIGHT
    for concept in _concepts(word, lexicon):
        yield f"c{concept}", CONCEPT_WEIGHT
    padded = f" {word} "
    for size in GRAM_SIZES:
        for start in range(len(padded) - size + 1):
            yield f"g{padded[start : start + size]}", GRAM_WEIGHT


def _pair_features(before: str, after: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    first, second = skeleton(before) or before, skeleton(after) or after
    if EDGE in (before, after):
        yield f"e{first}>{second}", BESIDE_WEIGHT
        return
    yield f"b{first} {second}", NEIGHBOUR_WEIGHT
    for concept in _concepts(before, lexicon):
        yield f"m{concept}>{second}", BESIDE_WEIGHT
    for concept in _concepts(after, lexicon):
        yield f"m{first}<{concept}", BESIDE_WEIGHT


def _concepts(word: str, lexicon: Lexicon) -> list[str]:
    return sorted(lexicon.concepts_of(word) - ORDINARY)
