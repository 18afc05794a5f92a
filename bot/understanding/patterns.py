"""Phrase patterns: rows of words that a helpline worker can read and write, found in a folded message.

    {child} nahi mila        the words in this order, at most two others between neighbours
    gum|lapata               one of these;  lapat* a prefix;  ghar+se neighbours;  ... up to eight words between
    flood & {child}          both rows anywhere;  -card not if this word stands anywhere

Source of the syntax: ours, after the sentence templates of Home Assistant's hassil, cut to what an operator needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import fold, is_urdu, roman_key

Name = TypeVar("Name")

GAP = 2
WIDE_GAP = 8


class PatternError(ValueError):
    """A pattern cannot be read; the text says why, for the operator."""


@dataclass(frozen=True)
class _Word:
    """One place of a row: any of `whole`, any key of `keys`, a prefix, or a concept."""

    whole: frozenset[str]
    keys: frozenset[str]
    prefixes: tuple[str, ...]
    concepts: frozenset[str]
    gap: int = GAP

    def matches(self, word: str, lexicon: Lexicon) -> bool:
        return (
            word in self.whole
            or (bool(self.keys) and roman_key(word) in self.keys)
            or any(word.startswith(p) for p in self.prefixes)
            or (bool(self.concepts) and not self.concepts.isdisjoint(lexicon.concepts_of(word)))
        )


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern; `text` is what the operator wrote."""

    text: str
    rows: tuple[tuple[_Word, ...], ...]
    never: tuple[_Word, ...]


def compile_pattern(text: str, lexicon: Lexicon) -> Pattern:
    """Compile one pattern. Raises PatternError for an unknown concept, an empty row or a stray sign."""
    rows: list[tuple[_Word, ...]] = []
    never: list[_Word] = []
    for part in text.split("&"):
        row: list[_Word] = []
        gap = GAP
        for token in part.split():
            if token == "...":
                gap = WIDE_GAP
                continue
            if token.startswith("-"):
                never.append(_word(token[1:], GAP, lexicon, text))
                continue
            for place, piece in enumerate(token.split("+")):
                row.append(_word(piece, 0 if place else gap, lexicon, text))
            gap = GAP
        if row:
            rows.append(tuple(row))
        elif not never:
            raise PatternError(f"an empty row in '{text}'")
    if not rows:
        raise PatternError(f"'{text}' has no word that must be there")
    return Pattern(text, tuple(rows), tuple(never))


def _word(token: str, gap: int, lexicon: Lexicon, text: str) -> _Word:
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
        stem = option.endswith("*")
        word = fold(option.rstrip("*"))
        if not word or " " in word or "{" in option:
            raise PatternError(f"'{option}' is no word (in '{text}')")
        if stem:
            prefixes.append(word)
        else:
            whole.add(word)
            key = roman_key(word)
            if not is_urdu(word) and (len(word) > 3 or (len(word) == 3 and key == word)):
                keys.add(key)
    return _Word(frozenset(whole), frozenset(keys), tuple(prefixes), frozenset(concepts), gap)


class PatternSet(Generic[Name]):
    """Many patterns at once, each with a name. A message is held only against patterns one of whose words it has."""

    def __init__(self, patterns: Iterable[tuple[Name, Pattern]], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._patterns = tuple(patterns)
        self._by_atom: dict[str, list[int]] = {}
        self._by_prefix: list[tuple[str, int]] = []
        for number, (_, pattern) in enumerate(self._patterns):
            anchor = min((word for row in pattern.rows for word in row), key=_commonness)
            for atom in (*anchor.whole, *(f"~{key}" for key in anchor.keys), *(f"{{{c}}}" for c in anchor.concepts)):
                self._by_atom.setdefault(atom, []).append(number)
            self._by_prefix.extend((prefix, number) for prefix in anchor.prefixes)

    def found(self, words: Sequence[str]) -> Iterator[tuple[Name, Pattern]]:
        """Yield the patterns found in the folded `words` of a message, in the order in which they were given."""
        likely: set[int] = set()
        for word in set(words):
            likely.update(self._by_atom.get(word, ()))
            likely.update(self._by_atom.get(f"~{roman_key(word)}", ()))
            for concept in self._lexicon.concepts_of(word):
                likely.update(self._by_atom.get(f"{{{concept}}}", ()))
            likely.update(number for prefix, number in self._by_prefix if word.startswith(prefix))
        for number in sorted(likely):
            name, pattern = self._patterns[number]
            if matches(pattern, words, self._lexicon):
                yield name, pattern

    def finds(self, words: Sequence[str]) -> bool:
        """Whether any pattern is found."""
        return next(self.found(words), None) is not None


def _commonness(word: "_Word") -> int:
    """How often a place of a row is likely to be filled: concepts hold many words, a single word few."""
    return len(word.whole) + 2 * len(word.prefixes) + 30 * len(word.concepts)


def matches(pattern: Pattern, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `pattern` is found in the folded `words` of a message."""
    return all(_row_found(row, words, lexicon) for row in pattern.rows) and not any(
        stop.matches(word, lexicon) for stop in pattern.never for word in words
    )


def _row_found(row: Sequence[_Word], words: Sequence[str], lexicon: Lexicon) -> bool:
    reached = {place for place, word in enumerate(words) if row[0].matches(word, lexicon)}
    for step in row[1:]:
        if not reached:
            return False
        reached = {
            place
            for start in reached
            for place in range(start + 1, min(start + 2 + step.gap, len(words)))
            if step.matches(words[place], lexicon)
        }
    return bool(reached)
