"""One spelling for what people type in many, and nothing lost that carries meaning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import fold, roman_key, skeleton, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("بَچّہ", "بچہ"),
        ("ميري بيٹي", "میری بیٹی"),
        ("كيا هوا", "کیا ہوا"),
        ("گھر", "گہر"),
        ("می\u200cخواہم", "می خواہم"),
        ("۱۱۲۲ اور ١٥", "1122 اور 15"),
        ("HEEEELP!!!", "heelp"),
        ("don’t", "dont"),
        ("بچاااااؤ", "بچاو"),
        ("ｈｅｌｐ", "help"),
        ("he\u202elp", "help"),
    ],
)
def test_spellings_of_one_word_fold_together(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@pytest.mark.parametrize("spelling", ["nahin", "nahi", "naahi"])
def test_roman_spellings_share_a_key(spelling: str) -> None:
    assert roman_key(spelling) == roman_key("nahi")


@pytest.mark.parametrize(
    ("roman", "urdu"), [("gumshuda", "گمشدہ"), ("bachcha", "بچہ"), ("shohar", "شوہر"), ("tasveer", "تصویر")]
)
def test_both_scripts_share_a_skeleton(roman: str, urdu: str) -> None:
    assert skeleton(words(roman)[0]) == skeleton(words(urdu)[0])


@pytest.mark.parametrize("text", ["", "   ", "!!!", "🙂🙂", "\u200f\u202e", "\x00\x01"])
def test_nothing_readable_gives_no_words(text: str) -> None:
    assert words(text) == ()


def test_only_the_first_4096_characters_are_read() -> None:
    assert words("a " * 2048 + "help") == ("a",) * 2048
