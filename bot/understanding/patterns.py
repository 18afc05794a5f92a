"""Phrase patterns: rows of words that a helpline worker can read and write, found in a folded message.

    {child} nahi mila        the words in this order, at most two others between neighbours
    gum|lapata               one of these;  lapat* a prefix;  ghar+se neighbours;  ... up to eight words between
    flood & {child}          both rows anywhere;  -card not if this word stands anywhere

Source of the syntax: ours, after the sentence templates of Home Assistant's hassil, cut to what an operator needs.
"""

from collections.abc import Iterable, Iterator, Sequence
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
class _Indexed(Generic[Name]):
    """A pattern with its slots as numbers."""

    name: Name
    pattern: Pattern
    needed: frozenset[int]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    never: frozenset[int]


class PatternSet(Generic[Name]):
    """Many patterns at once, each with a name.

    Every distinct slot has a number, and every word the slots it fills; so a message is held only against patterns all of whose
    slots it fills somewhere, and a word is looked at once.
    """

    def __init__(self, patterns: Iterable[tuple[Name, Pattern]], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numbers: dict[Slot, int] = {}
        self._by_anchor: dict[int, list[int]] = {}
        self._patterns = [self._indexed(place, name, pattern) for place, (name, pattern) in enumerate(patterns)]
        self._by_atom: dict[str, list[int]] = {}
        self._by_start: dict[str, list[tuple[str, int]]] = {}
        for slot, number in self._numbers.items():
            atoms = (*slot.whole, *(f"~{key}" for key in slot.keys), *(f"{{{name}}}" for name in slot.concepts))
            for atom in atoms:
                self._by_atom.setdefault(atom, []).append(number)
            for prefix in slot.prefixes:
                self._by_start.setdefault(prefix[:2], []).append((prefix, number))
        self._slots_of = lru_cache(maxsize=8192)(self._find_slots)

    def _indexed(self, place: int, name: Name, pattern: Pattern) -> _Indexed[Name]:
        def number(slot: Slot) -> int:
            return self._numbers.setdefault(slot, len(self._numbers))

        rows = tuple(tuple((number(step.slot), step.gap) for step in row) for row in pattern.rows)
        needed = frozenset(slot for row in rows for slot, _ in row)
        anchor = min((step.slot for row in pattern.rows for step in row), key=lambda slot: slot.commonness)
        self._by_anchor.setdefault(number(anchor), []).append(place)
        return _Indexed(name, pattern, needed, rows, frozenset(number(slot) for slot in pattern.never))

    def _find_slots(self, word: str) -> frozenset[int]:
        """The slots that a folded word fills."""
        found = set(self._by_atom.get(word, ()))
        found.update(self._by_atom.get(f"~{roman_key(word)}", ()))
        for concept in self._lexicon.concepts_of(word):
            found.update(self._by_atom.get(f"{{{concept}}}", ()))
        found.update(number for prefix, number in self._by_start.get(word[:2], ()) if word.startswith(prefix))
        return frozenset(found)

    def found(self, words: Sequence[str]) -> Iterator[tuple[Name, Pattern]]:
        """Yield the patterns found in the folded `words` of a message, in the order in which they were given."""
        slots = [self._slots_of(word) for word in words]
        filled = frozenset[int]().union(*slots)
        likely = {
            number
            for slot in filled
            for number in self._by_anchor.get(slot, ())
            if self._patterns[number].needed <= filled and filled.isdisjoint(self._patterns[number].never)
        }
        for number in sorted(likely):
            indexed = self._patterns[number]
            if all(_row_found(row, slots) for row in indexed.rows):
                yield indexed.name, indexed.pattern

    def finds(self, words: Sequence[str]) -> bool:
        """Whether any pattern is found."""
        return next(self.found(words), None) is not None


def _row_found(row: Sequence[tuple[int, int]], slots: Sequence[frozenset[int]]) -> bool:
    reached = [place for place, here in enumerate(slots) if row[0][0] in here]
    for slot, gap in row[1:]:
        reached = sorted(
            {
                place
                for start in reached
                for place in range(start + 1, min(start + 2 + gap, len(slots)))
                if slot in slots[place]
            }
        )
        if not reached:
            return False
    return bool(reached)
