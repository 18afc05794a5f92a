"""Phrase patterns: rows of words that a helpline worker can read and write, found in a folded message.

    {child} nahi mila        the words in this order, at most two others between neighbours
    gum|lapata               one of these;  lapat* a prefix;  ghar+se neighbours;  ... up to eight words between
    flood & {child}          both rows anywhere;  -card not if this word stands anywhere

Source of the syntax: ours, after the sentence templates of Home Assistant's hassil, cut to what an operator needs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import fold, is_urdu, roman_key

Name = TypeVar("Name")

GAP = 2
WIDE_GAP = 8
SHORTEST_KEY = 3
"""Shorter keys sound like too many words (`khoon` and `ko`)."""


class PatternError(ValueError):
    """A pattern cannot be read; the text says why, for the operator."""


@dataclass(frozen=True)
class Slot:
    """One place of a row, filled by any of `whole`, any word with one of `keys`, a prefix, or a concept."""

    whole: frozenset[str]
    keys: frozenset[str]
    prefixes: tuple[str, ...]
    concepts: frozenset[str]

    @property
    def commonness(self) -> int:
        """How often it is likely to be filled: concepts hold many words, a single word few."""
        return len(self.whole) + 2 * len(self.prefixes) + 30 * len(self.concepts)


@dataclass(frozen=True)
class Step:
    """A slot and how many other words may stand before it."""

    slot: Slot
    gap: int = GAP


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern; `text` is what the operator wrote."""

    text: str
    rows: tuple[tuple[Step, ...], ...]
    never: tuple[Slot, ...]


@lru_cache(maxsize=32768)
def compile_pattern(text: str, lexicon: Lexicon) -> Pattern:
    """Compile one pattern. Raises PatternError for an unknown concept, an empty row or a stray sign."""
    rows: list[tuple[Step, ...]] = []
    never: list[Slot] = []
    for part in text.split("&"):
        row: list[Step] = []
        gap = GAP
        stops = 0
        for token in part.split():
            if token == "...":
                gap = WIDE_GAP
            elif token.startswith("-"):
                never.append(_slot(token[1:], lexicon, text))
                stops += 1
            else:
                for place, piece in enumerate(token.split("+")):
                    row.append(Step(_slot(piece, lexicon, text), 0 if place else gap))
                gap = GAP
        if row:
            rows.append(tuple(row))
        elif not stops:
            raise PatternError(f"an empty row in '{text}'")
    if not rows:
        raise PatternError(f"'{text}' has no word that must be there")
    return Pattern(text, tuple(rows), tuple(never))


def _slot(token: str, lexicon: Lexicon, text: str) -> Slot:
    whole: set[str] = set()
    keys: set[str] = set()
    prefixes: list[str] = []
    concepts: set[str] = set()
    for option in token.split("|"):
        if option.startswith("{") and option.endswith("}"):
            if option[1:-1] not in lexicon.names:
                raise PatternError(f"no concept '{option[1:-1]}' in the lexicon (in '{text}')")
            concepts.add(option[1:-1])
            continue
        word = fold(option.rstrip("*"))
        if not word or " " in word or "{" in option:
            raise PatternError(f"'{option}' is no word (in '{text}')")
        if option.endswith("*"):
            prefixes.append(word)
            continue
        whole.add(word)
        key = roman_key(word)
        if not is_urdu(word) and len(key) >= SHORTEST_KEY and (len(word) > SHORTEST_KEY or key == word):
            keys.add(key)
    return Slot(frozenset(whole), frozenset(keys), tuple(prefixes), frozenset(concepts))


@dataclass(frozen=True)
class _Indexed:
    """A pattern with its slots as numbers."""

    needed: frozenset[int]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    never: frozenset[int]


class PatternIndex:
    """All patterns of all sets, each text once, so that a message is read once for all of them.

    Every distinct slot has a number, and every word the slots it fills; a message is held only against patterns whose two rarest
    slots it fills somewhere.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._slots: dict[Slot, int] = {}
        self._known: dict[str, int] = {}
        self._patterns: list[_Indexed] = []
        self._by_rarest: dict[int, dict[int, list[int]]] = {}
        self._by_atom: dict[str, list[int]] = {}
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        self._slots_of = lru_cache(maxsize=8192)(self._find_slots)
        self.found = lru_cache(maxsize=4)(self._find)

    def add(self, text: str) -> int:
        """Take a pattern in; the number it is found by. Raises PatternError."""
        if text not in self._known:
            pattern = compile_pattern(text, self.lexicon)
            rows = tuple(tuple((self._slot(step.slot), step.gap) for step in row) for row in pattern.rows)
            needed = sorted({step.slot for row in pattern.rows for step in row}, key=lambda slot: slot.commonness)
            first, second = self._slots[needed[0]], self._slots[needed[min(1, len(needed) - 1)]]
            self._known[text] = len(self._patterns)
            self._by_rarest.setdefault(first, {}).setdefault(second, []).append(len(self._patterns))
            never = frozenset(self._slot(slot) for slot in pattern.never)
            self._patterns.append(_Indexed(frozenset(self._slots[slot] for slot in needed), rows, never))
            self._slots_of.cache_clear()
            self.found.cache_clear()
        return self._known[text]

    def _slot(self, slot: Slot) -> int:
        number = self._slots.setdefault(slot, len(self._slots))
        if number == len(self._slots) - 1:
            for atom in (*slot.whole, *(f"~{key}" for key in slot.keys), *(f"{{{name}}}" for name in slot.concepts)):
                self._by_atom.setdefault(atom, []).append(number)
            for prefix in slot.prefixes:
                self._by_start.setdefault(prefix[:2], []).append((prefix, number))
        return number

    def _find_slots(self, word: str) -> frozenset[int]:
        """The slots that a folded word fills."""
        found = set(self._by_atom.get(word, ()))
        found.update(self._by_atom.get(f"~{roman_key(word)}", ()))
        for concept in self.lexicon.concepts_of(word):
            found.update(self._by_atom.get(f"{{{concept}}}", ()))
        found.update(number for prefix, number in self._by_start.get(word[:2], ()) if word.startswith(prefix))
        return frozenset(found)

    def _find(self, words: tuple[str, ...]) -> frozenset[int]:
        """The numbers of the patterns found in the folded `words` of a message. The last few messages are remembered."""
        slots = [self._slots_of(word) for word in words]
        filled = frozenset[int]().union(*slots)
        likely = (
            number
            for slot in filled
            if slot in self._by_rarest
            for second, numbers in self._by_rarest[slot].items()
            if second in filled
            for number in numbers
        )
        places = _Places(slots)
        return frozenset(number for number in likely if _stands(self._patterns[number], filled, places))


class _Places(dict[int, Sequence[int]]):
    """Where in a message each slot is filled, looked up when it is first asked for."""

    def __init__(self, slots: Sequence[frozenset[int]]) -> None:
        super().__init__()
        self._slots = slots

    def __missing__(self, slot: int) -> Sequence[int]:
        found = self[slot] = [place for place, here in enumerate(self._slots) if slot in here]
        return found


def _stands(pattern: _Indexed, filled: frozenset[int], places: _Places) -> bool:
    if not pattern.needed <= filled or not pattern.never.isdisjoint(filled):
        return False
    return all(_row_found(row, places) for row in pattern.rows)


def _row_found(row: Sequence[tuple[int, int]], places: _Places) -> bool:
    reached = places[row[0][0]]
    for slot, gap in row[1:]:
        reached = [place for place in places[slot] if any(start < place <= start + 1 + gap for start in reached)]
        if not reached:
            return False
    return True


class PatternSet(Generic[Name]):
    """Patterns of one purpose, each with a name, found through the index that all sets share."""

    def __init__(self, patterns: Iterable[tuple[Name, str]], index: PatternIndex) -> None:
        self._index = index
        self._named: dict[int, list[tuple[int, Name]]] = {}
        for place, (name, text) in enumerate(patterns):
            self._named.setdefault(index.add(text), []).append((place, name))

    def found(self, words: Sequence[str]) -> list[Name]:
        """The names of the patterns found in the folded `words`, each once, in the order in which they were given."""
        hits = self._index.found(tuple(words)) & self._named.keys()
        return list(
            dict.fromkeys(name for _, name in sorted((hit for n in hits for hit in self._named[n]), key=_place))
        )

    def finds(self, words: Sequence[str]) -> bool:
        """Whether any pattern is found."""
        return not self._named.keys().isdisjoint(self._index.found(tuple(words)))


def _place(hit: tuple[int, object]) -> int:
    return hit[0]
