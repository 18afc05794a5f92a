"""Region from free text: where it happened, and whether the writer is abroad. Rules and a list of places, no learning."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import is_urdu, roman_key, words
from bot.vocabulary import REGIONS, Region

Name = tuple[str, ...]

SHORTEST_KEYED = 6
"""Letters from which a Roman name is also found by its key: shorter ones sound like too many common words."""

_BREAK = re.compile(r"[.!?,\n،۔؟:;()-]")
_ENDINGS = ".!?۔) \t\r\n"


@dataclass(frozen=True)
class Found:
    """One place found in a message: words `start` to `end` (exclusive) name something in `region`."""

    region: Region
    start: int
    end: int
    is_writers: bool = False
    is_inside: bool = False
    """Whether the words beside it say that somebody or something is in it, rather than going to it or coming from it."""


@dataclass(frozen=True)
class Whereabouts:
    """Where it happened (`none` when no place is named) and whether the writer says that they are abroad."""

    region: Region
    writer_abroad: bool
    found: tuple[Found, ...] = ()


class Gazetteer:
    """Finds places by their folded words; the longest name wins; spelling of Roman names is matched by key too."""

    def __init__(self, table: Mapping[str, Any], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names: dict[Name, tuple[Region, bool]] = {}
        self._keys: dict[Name, tuple[Region, bool]] = {}
        self._longest = 1
        for region, body in (table.get("regions") or {}).items():
            if region in REGIONS:
                for place in body.get("places") or ():
                    self._add(cast(Region, region), place)
        self._locatives = frozenset(
            w for row in (table.get("locatives") or {}).values() for name in row for w in words(name)
        )
        self._first = frozenset(name[0] for name in (*self._names, *self._keys))
        """What a name can begin with, by word or by key."""
        self._inside = frozenset(w for row in (table.get("inside") or {}).values() for name in row for w in words(name))
        self._writer = _frames(row for rows in (table.get("writer_words") or {}).values() for row in rows)

    def _add(self, region: Region, place: Mapping[str, Any]) -> None:
        needs = bool(place.get("needs"))
        for language in ("en", "ur", "ur-Latn"):
            for spelling in place.get(language) or ():
                name = words(spelling)
                if not name:
                    continue
                self._longest = max(self._longest, len(name))
                self._names.setdefault(name, (region, needs))
                if len("".join(name)) >= SHORTEST_KEYED and not is_urdu(name[0]) and not needs:
                    self._keys.setdefault(tuple(roman_key(w) for w in name), (region, needs))

    @property
    def size(self) -> int:
        """How many spellings are known."""
        return len(self._names)

    def find(self, message: Sequence[str], text: str = "") -> tuple[Found, ...]:
        """All places in the folded words of a message, in order, none overlapping.

        `text` is the message as written: a place that stands alone behind its last comma or full stop needs no locative.
        """
        tail = len(words(_BREAK.split(text.rstrip(_ENDINGS))[-1]))
        keys = [roman_key(word) for word in message]
        found: list[Found] = []
        place = 0
        while place < len(message):
            if message[place] not in self._first and keys[place] not in self._first:
                place += 1
                continue
            hit = self._at(message, keys, place, len(message) - tail)
            if hit is None:
                place += 1
                continue
            found.append(hit)
            place = hit.end
        return tuple(found)

    def _by_key(self, message: Sequence[str], keys: Sequence[str], start: int, end: int) -> tuple[Region, bool] | None:
        """A name by its Roman key, unless one of its words is an ordinary word of the lexicon."""
        known = self._keys.get(tuple(keys[start:end]))
        if known is None or any(self._lexicon.concepts_of(word) for word in message[start:end]):
            return None
        return known if len("".join(message[start:end])) >= SHORTEST_KEYED else None

    def _at(self, message: Sequence[str], keys: Sequence[str], start: int, tail: int) -> Found | None:
        for length in range(min(self._longest, len(message) - start), 0, -1):
            end = start + length
            known = self._names.get(tuple(message[start:end])) or self._by_key(message, keys, start, end)
            if known is None:
                continue
            region, needs = known
            stands_alone = start == tail and end == len(message)
            if needs and not (stands_alone or self._has_locative(message, start, end)):
                continue
            return Found(
                region, start, end, self._is_writers(message, start, end), self._is_inside(message, start, end)
            )
        return None

    def _has_locative(self, message: Sequence[str], start: int, end: int) -> bool:
        beside = (*message[max(0, start - 1) : start], *message[end : end + 1])
        return any(word in self._locatives for word in beside) or len(message) == end - start

    def _is_inside(self, message: Sequence[str], start: int, end: int) -> bool:
        return any(word in self._inside for word in (*message[max(0, start - 1) : start], *message[end : end + 1]))

    def _is_writers(self, message: Sequence[str], start: int, end: int) -> bool:
        for before, after in self._writer:
            low, high = start - len(before), end + len(after)
            if low >= 0 and tuple(message[low:start]) == before and tuple(message[end:high]) == after:
                return True
        return False

    def whereabouts(self, message: Sequence[str], text: str = "", *, looks_abroad: bool = False) -> Whereabouts:
        """Where it happened: a place that is not the writer's own wins, and one at home before one abroad.

        People name a country where somebody came from or is going; what they ask about happened at home, so a place abroad counts
        only where the words say that somebody is in it. `looks_abroad` turns that round for the intents of Pakistanis abroad.
        """
        found = self.find(message, text)
        home = [f for f in found if f.region != "abroad"]
        abroad = [f for f in found if f.region == "abroad"]
        inside = [f for f in abroad if f.is_inside or f.is_writers]
        orders: tuple[list[Found], ...] = ([f for f in home if not f.is_writers], home, inside)
        if looks_abroad:
            orders = ([f for f in abroad if not f.is_writers], *orders, abroad)
        chosen = next((region for part in orders if (region := _happened(part))), None)
        writer_abroad = any(f.is_writers for f in abroad)
        return Whereabouts(chosen or "none", writer_abroad, found)


def _happened(found: Sequence[Found]) -> Region | None:
    """The region named most often; of equals the one named first."""
    if not found:
        return None
    counts: dict[Region, int] = {}
    for place in found:
        counts[place.region] = counts.get(place.region, 0) + 1
    return max(counts, key=lambda region: counts[region])


def _frames(rows: Iterable[str]) -> tuple[tuple[Name, Name], ...]:
    """`I am in {place} now` → the words before and after the place."""
    frames = []
    for row in rows:
        before, mark, after = row.partition("{place}")
        if mark and (before.strip() or after.strip()):
            frames.append((words(before), words(after)))
    return tuple(sorted(frames, key=lambda f: -len(f[0]) - len(f[1])))
