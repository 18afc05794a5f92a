"""The concept lexicon: the words of one idea in three scripts (`child`: bachcha, بچہ, kid …).

It serves the matcher as a feature and the phrase patterns as `{concept}`. Words are matched whole, as a prefix (`bach*`), by
Roman key, or by skeleton where the skeleton has at least three sounds.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bot.understanding.normalise import fold, is_urdu, roman_key, skeleton

MIN_SKELETON = 3


class Lexicon:
    """Which concepts a word carries. Immutable once made.

    `concepts` maps a concept to its words by script; `word*` is a prefix. Entries of several words are not allowed.
    English words are matched whole only: their spelling is settled, and their sounds would hit Urdu words.
    """

    def __init__(self, concepts: Mapping[str, Mapping[Any, Iterable[str]]]) -> None:
        self.names = tuple(sorted(concepts))
        self._whole: dict[str, set[str]] = {}
        self._prefixes: list[tuple[str, str]] = []
        self._skeletons: dict[str, set[str]] = {}
        for concept in self.names:
            for script, entries in concepts[concept].items():
                for entry in entries:
                    self._add(concept, entry, is_english=script == "en")
        self.concepts_of = lru_cache(maxsize=16384)(self._concepts_of)

    def _add(self, concept: str, entry: str, *, is_english: bool) -> None:
        if entry.endswith("*"):
            stem = fold(entry[:-1])
            self._prefixes.append((stem, concept))
            return
        word = fold(entry)
        self._whole.setdefault(word, set()).add(concept)
        if is_english:
            return
        if not is_urdu(word) and len(word) > 3:
            self._whole.setdefault("~" + roman_key(word), set()).add(concept)
        sounds = skeleton(word)
        if len(sounds) > MIN_SKELETON:
            self._skeletons.setdefault(sounds, set()).add(concept)

    def _concepts_of(self, word: str) -> frozenset[str]:
        """The concepts of a folded word; empty for most words."""
        found = set(self._whole.get(word, ()))
        for stem, concept in self._prefixes:
            if word.startswith(stem):
                found.add(concept)
        if not found and not is_urdu(word) and len(word) > 3:
            found |= self._whole.get("~" + roman_key(word), set())
        if not found:
            sounds = skeleton(word)
            if len(sounds) > MIN_SKELETON:
                found |= self._skeletons.get(sounds, set())
        return frozenset(found)
