"""A chat drawn as a phone shows it: bubbles, buttons below them, a header. Takes messages, knows nothing of the bot's rules."""

from dataclasses import dataclass, field
from typing import Final

from PIL import Image, ImageDraw

from bot.conversation.message import Message
from tools.lettering import Hand, Line

SCALE: Final = 2
WIDTH: Final = 400
MARGIN: Final = 12
BUBBLE: Final = 330
PADDING: Final = 12
GAP: Final = 8
RADIUS: Final = 14
FRAME: Final = 9
HEADER: Final = 82
FOOTER: Final = 60
SMOOTH: Final = 3
"""Shapes are drawn this many times larger and reduced: Pillow draws hard edges."""

PAPER, FRAME_COLOUR, TOP, WHITE = "#dfe8e3", "#1d2b2a", "#14635a", "#ffffff"
INK, FAINT, MINE, BUTTON, BUTTON_INK = "#17211f", "#6b7d78", "#d3f3cd", "#c3d6cf", "#0f544c"
COLOURS: Final = 80


@dataclass(frozen=True)
class Written:
    """What the person wrote."""

    text: str


Turn = Written | Message


@dataclass
class _Sheet:
    """What is to be drawn, in logical pixels; the height grows with it."""

    y: float = 0
    boxes: list[tuple[tuple[float, float, float, float], float, str]] = field(default_factory=list)
    lines: list[tuple[Line, float, float, str]] = field(default_factory=list)

    def box(self, left: float, top: float, width: float, height: float, colour: str, radius: float = RADIUS) -> None:
        self.boxes.append(((left, top, left + width, top + height), radius, colour))

    def line(self, line: Line, x: float, baseline: float, colour: str = INK) -> None:
        self.lines.append((line, x, baseline, colour))


class ChatPicture:
    """Draws one conversation."""

    def __init__(self, name: str, subtitle: str, clock: str) -> None:
        self._name, self._subtitle, self._clock = name, subtitle, clock
        self._plain, self._strong = Hand(15 * SCALE), Hand(15 * SCALE, is_bold=True)
        self._small, self._button = Hand(11 * SCALE), Hand(13.5 * SCALE)
        self._title = Hand(17 * SCALE, is_bold=True)

    def draw(self, turns: list[Turn]) -> Image.Image:
        """The picture, in few colours so that the file stays small."""
        sheet = _Sheet(y=HEADER + 14)
        for turn in turns:
            if isinstance(turn, Written):
                self._mine(sheet, turn.text)
            else:
                self._theirs(sheet, turn)
        height = round(sheet.y + FOOTER + FRAME)
        self._front(sheet, height)
        return self._painted(sheet, height)

    def _text(self, hand: Hand, text: str, width: float) -> list[Line]:
        return [line for row in text.split("\n") for line in hand.lines(row, width * SCALE)]

    def _mine(self, sheet: _Sheet, text: str) -> None:
        lines = self._text(self._plain, text, BUBBLE - PADDING)
        width = max(line.width for line in lines) / SCALE + 2 * PADDING
        clock = self._small.lines(self._clock, 999)[0]
        height = sum(line.rise + line.fall for line in lines) / SCALE + 2 * PADDING - 2 + 12
        width = max(width, clock.width / SCALE + 2 * PADDING)
        left = WIDTH - MARGIN - width
        sheet.box(left, sheet.y, width, height, MINE)
        y = sheet.y + PADDING - 2
        for line in lines:
            x = left + width - PADDING - line.width / SCALE if line.is_rtl else left + PADDING
            sheet.line(line, x, y + line.rise / SCALE)
            y += (line.rise + line.fall) / SCALE
        sheet.line(clock, left + width - PADDING - clock.width / SCALE, sheet.y + height - 8, FAINT)
        sheet.y += height + GAP + 4

    def _theirs(self, sheet: _Sheet, message: Message) -> None:
        inner = BUBBLE - 2 * PADDING
        blocks = [self._text(self._strong if p.is_strong else self._plain, p.text, inner) for p in message.paragraphs]
        between = 9
        height = sum((line.rise + line.fall) / SCALE for block in blocks for line in block)
        height += between * (len(blocks) - 1) + 2 * PADDING + 8
        sheet.box(MARGIN, sheet.y, BUBBLE, height, WHITE)
        y = sheet.y + PADDING - 2
        for block in blocks:
            for line in block:
                x = MARGIN + BUBBLE - PADDING - line.width / SCALE if line.is_rtl else MARGIN + PADDING
                sheet.line(line, x, y + line.rise / SCALE)
                y += (line.rise + line.fall) / SCALE
            y += between
        clock = self._small.lines(self._clock, 999)[0]
        sheet.line(clock, MARGIN + BUBBLE - PADDING - clock.width / SCALE, sheet.y + height - 7, FAINT)
        sheet.y += height + 5
        for row in message.buttons:
            self._row(sheet, [button.label for button in row])
        sheet.y += GAP

    def _row(self, sheet: _Sheet, labels: list[str]) -> None:
        width = (BUBBLE - 4 * (len(labels) - 1)) / len(labels)
        for number, label in enumerate(labels):
            left = MARGIN + number * (width + 4)
            sheet.box(left, sheet.y, width, 32, BUTTON, 9)
            line = self._button.lines(label, 999 * SCALE)[0]
            baseline = sheet.y + (19 if line.is_rtl else 21)
            sheet.line(line, left + (width - line.width / SCALE) / 2, baseline, BUTTON_INK)
        sheet.y += 36

    def _front(self, sheet: _Sheet, height: float) -> None:
        """Status line, header and the field to write in; drawn last, the header's boxes come first in the list."""
        clock = self._small.lines(self._clock, 999)[0]
        sheet.line(clock, FRAME + 16, FRAME + 17, WHITE)
        sheet.line(self._title.lines(self._name, 9999)[0], MARGIN + 56, 53, WHITE)
        sheet.line(self._small.lines(self._subtitle, 9999)[0], MARGIN + 56, 71, "#cfe6e0")
        sheet.box(MARGIN + 6, height - FOOTER + 4, WIDTH - 2 * MARGIN - 12, 36, WHITE, 18)
        sheet.line(self._plain.lines("Message", 9999)[0], MARGIN + 24, height - FOOTER + 27, FAINT)

    def _painted(self, sheet: _Sheet, height: int) -> Image.Image:
        big = SCALE * SMOOTH
        image = Image.new("RGB", (WIDTH * big, height * big), WHITE)
        brush = ImageDraw.Draw(image)
        brush.rounded_rectangle((0, 0, WIDTH * big - 1, height * big - 1), 34 * big, FRAME_COLOUR)
        inside = (FRAME * big / 2, FRAME * big / 2, (WIDTH - FRAME / 2) * big, (height - FRAME / 2) * big)
        brush.rounded_rectangle(inside, 30 * big, PAPER)
        brush.rounded_rectangle((*inside[:3], HEADER * big), 30 * big, TOP)
        brush.rectangle((inside[0], 45 * big, inside[2], HEADER * big), TOP)
        brush.rounded_rectangle(((WIDTH - 40) * big, 17 * big, (WIDTH - 20) * big, 26 * big), 3 * big, "#cfe6e0")
        _paint_mark(brush, MARGIN + 27, 55, 19, big)
        for box, radius, colour in sheet.boxes:
            left, top, right, bottom = (edge * big for edge in box)
            brush.rounded_rectangle((left, top, right, bottom), radius * big, colour)
        image = image.resize((WIDTH * SCALE, height * SCALE), Image.Resampling.LANCZOS)
        pen = ImageDraw.Draw(image)
        for line, x, baseline, colour in sheet.lines:
            line.draw(pen, x * SCALE, baseline * SCALE, colour)
        return image.quantize(COLOURS, dither=Image.Dither.NONE)


def _paint_mark(brush: ImageDraw.ImageDraw, x: float, y: float, radius: float, big: int) -> None:
    """The round mark of the header: a road that leads away."""
    brush.ellipse(((x - radius) * big, (y - radius) * big, (x + radius) * big, (y + radius) * big), WHITE)

    def area(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [((x + across * radius) * big, (y + down * radius) * big) for across, down in points]

    brush.polygon(area((-0.16, -0.62), (0.16, -0.62), (0.62, 0.62), (-0.62, 0.62)), TOP)
    for top, bottom in ((-0.45, -0.25), (-0.1, 0.15), (0.32, 0.62)):
        brush.polygon(area((-0.04, top), (0.04, top), (0.07, bottom), (-0.07, bottom)), WHITE)
