"""Which language a message is in; sister languages are named, answered in Urdu, and never taken for noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import words
from bot.understanding.script import read_language
from bot.vocabulary import reply_language


def told(text: str) -> tuple[str, str]:
    """Language and name."""
    reading = read_language(text, words(text))
    return reading.language, reading.named


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my son is missing", "en"),
        ("help", "en"),
        ("somebody stole my phone in Lahore", "en"),
        ("where is nadra office", "en"),
        ("میرا بیٹا گم ہو گیا ہے", "ur"),
        ("بچاؤ", "ur"),
        ("نادرا office کہاں ہے", "ur"),
        ("mera beta gum ho gaya hai", "ur-Latn"),
        ("malik 3 mahine se tankhwa nahi de raha", "ur-Latn"),
        ("mujhe madad chahiye please", "ur-Latn"),
        ("bijli ka bill zyada aya", "ur-Latn"),
        ("salam", "ur-Latn"),
        ("shukriya", "ur-Latn"),
        ("khuda hafiz", "ur-Latn"),
        ("15 1122", "en"),
        ("", "en"),
        ("🙂", "en"),
        ("Мой сын пропал", "other"),
        ("我儿子不见了", "other"),
        ("मेरा बेटा गुम है", "other"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert told(text)[0] == language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("زما زوی ورک شوی دی", "pashto"),
        ("مرسته وکړئ", "pashto"),
        ("zama wror wrak de", "pashto"),
        ("منهنجو پٽ گم ٿي ويو آهي", "sindhi"),
        ("مان توهان کي چوان ٿو", "sindhi"),
        ("muhnjo putt nahy aahe", "sindhi"),
        ("mera munda gum gaya si menu dasso", "punjabi"),
        ("tusi kithe ho mainu madad do", "punjabi"),
        ("مینوں پیسے نئیں دتے", "punjabi"),
        ("ਮੇਰਾ ਪੁੱਤਰ ਗੁੰਮ ਹੈ", "punjabi"),
    ],
)
def test_a_sister_language_is_named(text: str, name: str) -> None:
    assert told(text)[1] == name


@pytest.mark.parametrize("text", ["زما زوی ورک شوی دی", "منهنجو پٽ گم ٿي ويو آهي", "ਮੇਰਾ ਪੁੱਤਰ", "Мой сын"])
def test_what_we_do_not_speak_is_answered_in_urdu(text: str) -> None:
    assert reply_language(read_language(text, words(text)).language) == "ur-Latn"


@given(st.text(max_size=120))
def test_any_text_has_a_language(text: str) -> None:
    reading = read_language(text, words(text))
    assert reading.language in ("en", "ur", "ur-Latn", "other")
    assert reading.named in ("", "pashto", "sindhi", "punjabi")
