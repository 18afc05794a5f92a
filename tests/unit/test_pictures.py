"""The pictures show what a phone shows: Urdu joined, numbers in order, no empty box."""

from pathlib import Path

import pytest
from PIL import Image, features

from bot.content.build import bundled_root
from bot.content.load import load_content
from bot.content.snapshot import Content
from bot.directory.numbers import at_home, isolated
from tools import bidi, pictures
from tools.lettering import Hand, LetterMissing, Line

LARGEST = 150_000


@pytest.fixture(scope="module")
def hand() -> Hand:
    return Hand(30)


MIRRORED = str.maketrans("()", ")(")


def drawn(line: Line) -> str:
    """What stands on the paper from left to right: Urdu words as typed, brackets as raqm turns them."""
    return "".join(piece.text.translate(MIRRORED) if piece.is_rtl else piece.text for piece in line.pieces)


def test_raqm_is_there() -> None:
    assert features.check("raqm")


def test_every_number_of_the_directory_is_drawn_in_order(hand: Hand) -> None:
    contacts = [c for a in load_content(bundled_root()).agencies.values() for c in a.contacts if c.is_number]
    assert contacts
    for contact in contacts:
        for number in {contact.value, at_home(contact.value)}:
            (line,) = hand.lines(f"کال کریں {isolated(number)} پر", 9999)
            assert number in drawn(line)


def test_every_text_of_the_directory_has_its_letters(hand: Hand) -> None:
    for agency in load_content(bundled_root()).agencies.values():
        for text in (*agency.name.values(), *agency.description.values()):
            assert not hand.missing(text), agency.id


def test_a_letter_without_a_font_is_an_error_and_no_box(hand: Hand) -> None:
    with pytest.raises(LetterMissing, match="U\\+4E2D"):
        hand.lines("中", 9999)


def test_isolates_are_never_drawn(hand: Hand) -> None:
    (line,) = hand.lines(f"پولیس {isolated('15')}", 9999)
    assert not {"\u2066", "\u2069"} & set(drawn(line))


def test_urdu_is_joined(hand: Hand) -> None:
    (joined,) = hand.lines("پولیس", 9999)
    apart = sum(hand.lines(letter, 9999)[0].width for letter in "پولیس")
    assert joined.width < apart


def test_urdu_without_nastaliq_is_drawn_in_noto_sans_arabic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tools.lettering.NASTALIQ", tmp_path)
    plain = Hand(30)
    assert len(plain.urdu) == 1
    assert not plain.missing("یہ معلومات پرانی ہیں۔")


def test_lines_break_at_spaces_and_keep_every_word(hand: Hand) -> None:
    text = "Call now and do not wait. Say what happened and where."
    lines = hand.lines(text, 300)
    assert len(lines) > 1
    assert " ".join(drawn(line) for line in lines) == text
    assert all(line.width <= 300 for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("abc", "abc"),
        (f"اب {isolated('051-9106691')} پر", "پر 051-9106691 اب"),
        ("اب 15 پر", "پر 15 اب"),
        ("اب 051-9106691", "9106691-051 اب"),
        ("اب (NADRA) پر", "پر (NADRA) اب"),
        ("see www.nadra.gov.pk", "see www.nadra.gov.pk"),
        ("1. اب", "اب .1"),
        ("کھلا 09:00", "09:00 کھلا"),
    ],
)
def test_order_is_that_of_unicode(text: str, shown: str, hand: Hand) -> None:
    """The fourth row is why numbers are isolated: without the marks it comes out back to front."""
    (line,) = hand.lines(text, 9999)
    assert " ".join(drawn(line).split()) == shown


def test_a_paragraph_runs_as_its_first_strong_letter() -> None:
    assert bidi.is_right_to_left(f"{isolated('15')} پولیس")
    assert not bidi.is_right_to_left("15 par call karein")


@pytest.mark.parametrize("scene", pictures.SCENES, ids=lambda scene: scene.file)
def test_pictures_are_drawn_and_stay_small(scene: pictures.Scene, content: Content, tmp_path: Path) -> None:
    file = pictures.draw(content, scene, tmp_path)
    assert 10_000 < file.stat().st_size < LARGEST
    with Image.open(file) as picture:
        assert picture.width == 800


def test_committed_pictures_are_there() -> None:
    for scene in pictures.SCENES:
        assert (pictures.OUTPUT / scene.file).stat().st_size < LARGEST
