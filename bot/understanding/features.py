"""From a folded word to its features: character n-grams, the word, its sound skeleton, its concepts.

No feature spans words, so a message is the sum of its words and a word's features can be remembered.
Block weights and n-gram sizes were chosen by leave-one-writer-out cross-validation (docs/decisions/0003-matcher.md).
"""

from collections.abc import Iterator
from typing import Final

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import roman_key, skeleton
from bot.understanding.phrases import MARK

WORD_WEIGHT: Final = 1.6
SKELETON_WEIGHT: Final = 1.2
CONCEPT_WEIGHT: Final = 2.2
GRAM_WEIGHT: Final = 1.0
PHRASE_WEIGHT: Final = 1.6
GRAM_SIZES: Final = (2, 3, 4)
ORDINARY: Final = frozenset({"ordinary"})
"""A concept that only keeps common words out of other concepts (see data/lexicon.yaml); it says nothing of a message."""


def word_features(word: str, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Yield (feature name, block weight) for one folded word, or for a phrase mark. A name's first letter is its block."""
    if word.startswith(MARK):
        yield f"p{word}", PHRASE_WEIGHT
        yield f"p{word.split('/')[0]}", PHRASE_WEIGHT
        return
    yield f"w{word}", WORD_WEIGHT
    sounds = skeleton(word)
    if len(sounds) > 1:
        yield f"s{sounds}", SKELETON_WEIGHT
    key = roman_key(word)
    if key != word:
        yield f"k{key}", GRAM_WEIGHT
    for concept in lexicon.concepts_of(word) - ORDINARY:
        yield f"c{concept}", CONCEPT_WEIGHT
    padded = f" {word} "
    for size in GRAM_SIZES:
        for start in range(len(padded) - size + 1):
            yield f"g{padded[start : start + size]}", GRAM_WEIGHT
