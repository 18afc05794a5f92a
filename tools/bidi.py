"""Which way each letter of a paragraph runs: Unicode's bidirectional algorithm (UAX 9) as far as chats need it.

Pillow's raqm orders one run in one font. Our lines mix two fonts, so the order of the runs is worked out here. Covered:
isolates (U+2066 … U+2069), numbers, brackets, neutrals. Not covered, because nobody types them here: explicit embeddings
and overrides (U+202A … U+202E), whose characters count as neutral.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

ISOLATES: Final = {"LRI": 0, "RLI": 1}
BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
STRONG: Final = frozenset({"L", "R", "AN", "EN"})


def is_right_to_left(text: str) -> bool:
    """The direction of a paragraph: that of its first strong letter outside isolates (rules P2 and P3)."""
    depth = 0
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in {"LRI", "RLI", "FSI"}:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def levels(text: str, *, is_rtl: bool) -> list[int]:
    """The embedding level of every character: odd runs right to left, even left to right."""
    result = [int(is_rtl)] * len(text)
    _level(text, list(range(len(text))), int(is_rtl), result)
    return result


def in_order(spans: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Spans of a line, each of one level, in the order in which they are drawn from the left (rule L2)."""
    ordered = list(spans)
    for level in range(max((level for level, _ in spans), default=0), 0, -1):
        start = 0
        while start < len(ordered):
            end = start
            while end < len(ordered) and ordered[end][0] >= level:
                end += 1
            ordered[start:end] = reversed(ordered[start:end])
            start = max(end, start + 1)
    return ordered


def _level(text: str, places: list[int], level: int, result: list[int]) -> None:
    """Give levels to `places`, the inside of one isolate (or the whole paragraph); isolates within come after."""
    own: list[int] = []
    inner: list[tuple[int, list[int]]] = []
    depth, opened = 0, 0
    for place in places:
        kind = unicodedata.bidirectional(text[place])
        if kind == "PDI" and depth:
            depth -= 1
        if depth:
            inner[-1][1].append(place)
        else:
            own.append(place)
        if kind in {"LRI", "RLI", "FSI"}:
            if depth == 0:
                opened = _next_level(level, ISOLATES.get(kind, 0))
                inner.append((opened, []))
            depth += 1
    for place, deeper in zip(own, _resolved([text[p] for p in own], level), strict=True):
        result[place] = deeper
    for opened, inside in inner:
        _level(text, inside, opened, result)


def _next_level(level: int, parity: int) -> int:
    return level + 1 if (level + 1) % 2 == parity else level + 2


def _resolved(letters: list[str], level: int) -> list[int]:
    edge = "R" if level % 2 else "L"
    kinds = _weak([unicodedata.bidirectional(letter) for letter in letters], edge)
    _pair_brackets(letters, kinds, edge)
    _neutral(kinds, edge)
    if level % 2:
        return [level + (kind != "R") for kind in kinds]
    deeper = {"R": 1, "AN": 2, "EN": 2}
    return [level + deeper.get(kind, 0) for kind in kinds]


def _weak(kinds: list[str], edge: str) -> list[str]:
    """Rules W1 to W7."""
    before = edge
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[place] = before
        before = "ON" if kind in {"LRI", "RLI", "FSI", "PDI"} else kinds[place]
    strong = edge
    for place, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[place] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in {"EN", "AN"})):
            kinds[place] = left
    for step in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        near = ""
        for place in step:
            if kinds[place] == "ET" and near == "EN":
                kinds[place] = "EN"
            near = kinds[place]
    strong = edge
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        elif kind not in STRONG:
            kinds[place] = "ON"
    return kinds


def _side(kind: str) -> str:
    return "R" if kind in {"R", "AN", "EN"} else kind


def _pair_brackets(letters: list[str], kinds: list[str], edge: str) -> None:
    """Rule N0: a pair of brackets goes with what is inside it."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, letter in enumerate(letters):
        if letter in BRACKETS:
            stack.append((BRACKETS[letter], place))
        elif any(letter == closing for closing, _ in stack):
            while stack:
                closing, start = stack.pop()
                if closing == letter:
                    pairs.append((start, place))
                    break
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} & {"L", "R"}
        if edge in inside:
            kinds[start] = kinds[end] = edge
        elif inside:
            before = next((_side(kind) for kind in reversed(kinds[:start]) if _side(kind) in {"L", "R"}), edge)
            kinds[start] = kinds[end] = before if before in inside else edge


def _neutral(kinds: list[str], edge: str) -> None:
    """Rules N1 and N2: neutrals between two of the same side go with it, others with the paragraph."""
    place = 0
    while place < len(kinds):
        if kinds[place] != "ON":
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] == "ON":
            end += 1
        left = _side(kinds[place - 1]) if place else edge
        right = _side(kinds[end]) if end < len(kinds) else edge
        kinds[place:end] = [left if left == right else edge] * (end - place)
        place = end
