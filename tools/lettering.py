"""Letters for pictures: fonts, which of them has a letter, runs, widths and lines. Needs Pillow with raqm."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
from PIL import ImageDraw, ImageFont, features

from tools import bidi

NASTALIQ: Final = Path("/usr/share/fonts/truetype/noto")
"""Where Debian's fonts-noto-core puts Noto Nastaliq Urdu; without it Noto Sans Arabic is used."""

NO_LETTER: Final = "\U0010ffff"
UNDRAWN: Final = frozenset("\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
"""Characters that order or join others and have no shape of their own."""


class LetterMissing(ValueError):
    """A text holds a letter that no font can draw."""


@dataclass(frozen=True)
class Face:
    """One font at one size: `rise` and `fall` are the room above and below its baseline, in pixels."""

    font: ImageFont.FreeTypeFont
    rise: float
    fall: float

    def has(self, letter: str) -> bool:
        """Whether the font can draw `letter`."""
        return _has(self.font, letter)


@cache
def _has(font: ImageFont.FreeTypeFont, letter: str) -> bool:
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(NO_LETTER))


@dataclass(frozen=True)
class Piece:
    """Letters of one font that run one way."""

    text: str
    face: Face
    is_rtl: bool

    @property
    def width(self) -> float:
        """The room it takes, in pixels."""
        return _width(self.face.font, self.text, self.is_rtl)

    @property
    def ink(self) -> tuple[float, float]:
        """How far its letters reach above and below the baseline, in pixels."""
        _, top, _, bottom = self.face.font.getbbox(self.text, anchor="ls", **_way(self.is_rtl))
        return -top, bottom


@cache
def _width(font: ImageFont.FreeTypeFont, text: str, is_rtl: bool) -> float:
    return font.getlength(text, **_way(is_rtl))


def _way(is_rtl: bool) -> dict[str, Any]:
    return {"direction": "rtl", "language": "ur"} if is_rtl else {"direction": "ltr", "language": "en"}


@dataclass(frozen=True)
class Line:
    """One line: its pieces from left to right."""

    pieces: tuple[Piece, ...]
    is_rtl: bool

    @property
    def width(self) -> float:
        """The room it takes, in pixels."""
        return sum(piece.width for piece in self.pieces)

    @property
    def rise(self) -> float:
        """The room above the baseline: the fonts' own, or what its letters really take."""
        return max((max(piece.face.rise, piece.ink[0]) for piece in self.pieces), default=0)

    @property
    def fall(self) -> float:
        """The room below the baseline."""
        return max((max(piece.face.fall, piece.ink[1]) for piece in self.pieces), default=0)

    def draw(self, on: ImageDraw.ImageDraw, x: float, baseline: float, colour: str) -> None:
        """Draw it with its left end at `x`."""
        for piece in self.pieces:
            on.text((x, baseline), piece.text, colour, piece.face.font, "ls", **_way(piece.is_rtl))
            x += piece.width


class Hand:
    """One size and weight in which both scripts are written."""

    def __init__(self, size: float, *, is_bold: bool = False) -> None:
        assert features.check("raqm"), "Pillow was built without raqm: Urdu would not be joined"
        latin = ImageFont.truetype(_one_of(fontpkg_noto_sans, "NotoSans[[]*.ttf"), size)
        latin.set_variation_by_axes([650 if is_bold else 400, 100])
        nastaliq = NASTALIQ / f"NotoNastaliqUrdu-{'Bold' if is_bold else 'Regular'}.ttf"
        arabic = ImageFont.truetype(_one_of(fontpkg_noto_sans_arabic, "*.ttf"), size)
        arabic.set_variation_by_axes([650 if is_bold else 400, 100])
        self.latin = Face(latin, size * 1.02, size * 0.42)
        self.urdu = [Face(arabic, size * 1.15, size * 0.55)]
        if nastaliq.is_file():
            self.urdu.insert(0, Face(ImageFont.truetype(nastaliq, size * 0.95), size * 1.42, size * 0.82))

    def missing(self, text: str) -> set[str]:
        """The letters of `text` that no font of this hand can draw."""
        return {
            letter
            for letter in text
            if letter not in UNDRAWN and not any(f.has(letter) for f in (self.latin, *self.urdu))
        }

    def lines(self, paragraph: str, width: float) -> list[Line]:
        """One paragraph, broken at spaces. Raises LetterMissing rather than draw an empty box."""
        if missing := self.missing(paragraph):
            raise LetterMissing(", ".join(sorted(f"U+{ord(letter):04X}" for letter in missing)))
        is_rtl = bidi.is_right_to_left(paragraph)
        levels = bidi.levels(paragraph, is_rtl=is_rtl)
        lines: list[Line] = []
        start = end = 0
        for stop in (*(place for place, letter in enumerate(paragraph) if letter == " "), len(paragraph)):
            if end > start and self._line(paragraph, levels, start, stop, is_rtl).width > width:
                lines.append(self._line(paragraph, levels, start, end, is_rtl))
                start = end + 1
            end = stop
        return [*lines, self._line(paragraph, levels, start, end, is_rtl)]

    def _line(self, text: str, levels: list[int], start: int, end: int, is_rtl: bool) -> Line:
        spans = [(level, piece) for level, piece in self._pieces(text, levels, start, end)]
        order = bidi.in_order([(level, str(number)) for number, (level, _) in enumerate(spans)])
        return Line(tuple(spans[int(number)][1] for _, number in order), is_rtl)

    def _pieces(self, text: str, levels: list[int], start: int, end: int) -> Iterator[tuple[int, Piece]]:
        shown = [place for place in range(start, end) if text[place] not in UNDRAWN]
        faces = [self._face(text[place], levels[place]) for place in shown]
        cuts = [0]
        for number, (before, after) in enumerate(pairwise(shown), start=1):
            joined = unicodedata.combining(text[after])
            if not joined and (levels[before] != levels[after] or faces[number - 1] is not faces[number]):
                cuts.append(number)
        for first, last in pairwise([*cuts, len(shown)]):
            if first < last:
                letters = "".join(text[place] for place in shown[first:last])
                level = levels[shown[first]]
                yield level, Piece(letters, faces[first], level % 2 == 1)

    def _face(self, letter: str, level: int) -> Face:
        """Urdu's own font for what runs right to left; the space is Latin, since that of Nastaliq hardly parts words."""
        wanted = (*self.urdu, self.latin) if level % 2 and letter != " " else (self.latin, *self.urdu)
        return next(face for face in wanted if face.has(letter))


def _one_of(package: object, pattern: str) -> Path:
    folder = Path(str(getattr(package, "__file__"))).parent  # noqa: B009
    return next(iter(sorted(folder.rglob(pattern))))
