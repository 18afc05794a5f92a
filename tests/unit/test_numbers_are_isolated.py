"""Numbers inside right-to-left text stand between U+2066 and U+2069, once, and whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.voice import Voice, isolate_numbers
from bot.directory.numbers import END_ISOLATE, ISOLATE, at_home, is_full_number, isolated


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("15 پر کال کریں", "⁦15⁩ پر کال کریں"),
        ("پھر 1099۔", "پھر ⁦1099⁩۔"),
        ("051-9106691", "⁦051-9106691⁩"),
        ("+923117786264", "⁦+923117786264⁩"),
        ("*#06#", "⁦*#06#⁩"),
        ("0800-70806 (09:00–17:00)", "⁦0800-70806⁩ (⁦09:00–17:00⁩)"),
        ("2026-11-21 کو", "⁦2026-11-21⁩ کو"),
        ("15: پولیس", "⁦15⁩: پولیس"),
        ("15، 1122", "⁦15⁩، ⁦1122⁩"),
        ("https://example.org/2024/15", "https://example.org/2024/15"),
        ("www.site24.pk", "www.site24.pk"),
        ("a@b15.pk", "a@b15.pk"),
        ("⁦15⁩ اور 16", "⁦15⁩ اور ⁦16⁩"),
        ("", ""),
    ],
)
def test_a_number_is_isolated_once(text: str, shown: str) -> None:
    assert isolate_numbers(text) == shown


@given(st.text(alphabet="0123456789 -–:.+*#/@aک۔،⁦⁩", max_size=40).filter(lambda t: _is_balanced(t)))
def test_isolating_twice_changes_nothing_and_loses_nothing(text: str) -> None:
    once = isolate_numbers(text)
    assert once.replace(ISOLATE, "").replace(END_ISOLATE, "") == text.replace(ISOLATE, "").replace(END_ISOLATE, "")
    assert once.count(ISOLATE) == once.count(END_ISOLATE)
    assert isolate_numbers(once) == once


def _is_balanced(text: str) -> bool:
    """Only whole isolates around one number, as `isolated` makes them."""
    rest = re.sub(rf"{ISOLATE}[+*]?[0-9][0-9#*-]*{END_ISOLATE}", "", text)
    return ISOLATE not in rest and END_ISOLATE not in rest


def test_english_is_left_alone() -> None:
    voice = Voice({}, "en")
    assert voice.isolate("Call 15.") == "Call 15."
    assert voice.text("Call {number}.", number="15") == "Call 15."


def test_urdu_texts_are_isolated_after_they_are_filled_in() -> None:
    voice = Voice({"ur": {"Call {number}.": "{number} پر کال کریں۔"}}, "ur")
    assert voice.text("Call {number}.", number="1099") == f"{isolated('1099')} پر کال کریں۔"


def test_roman_urdu_speaks_urdu_script_in_the_body_and_its_own_on_buttons() -> None:
    texts = {"ur": {"Back": "واپس"}, "ur-Latn": {"Back": "Wapas"}}
    voice = Voice(texts, "ur-Latn")
    assert (voice.body, voice.text("Back"), voice.label("Back")) == ("ur", "واپس", "Wapas")
    assert voice.pick({"en": "a", "ur": "ا"}) == "ا"
    assert voice.pick_label({"en": "a", "ur": "ا", "ur-Latn": "b"}) == "b"
    assert voice.pick_label({"en": "a", "ur": "ا"}) == "ا"


def test_a_text_that_nobody_has_translated_is_said_in_english() -> None:
    assert Voice({}, "ur").text("Hours:") == "Hours:"
    assert Voice({"ur": {}}, "ur").pick({"en": "a"}) == "a"
    assert Voice({}, "en").pick(None) == ""


@pytest.mark.parametrize(
    ("full", "home"),
    [
        ("+923117786264", "0311-7786264"),
        ("+92519106691", "051-9106691"),
        ("+924299205316", "042-99205316"),
        ("+922199243822", "021-99243822"),
        ("+92919211546", "091-9211546"),
        ("+925811920874", "05811-920874"),
        ("+9251111157157", "051-111157157"),
        ("1099", "1099"),
        ("0800-70806", "0800-70806"),
        ("111-247-786", "111-247-786"),
    ],
)
def test_a_full_number_is_shown_as_people_dial_it(full: str, home: str) -> None:
    assert at_home(full) == home
    if full.startswith("+92"):
        assert at_home(full).replace("-", "") == "0" + full[3:], "no digit is lost"


@pytest.mark.parametrize(
    ("value", "is_full"),
    [("+92519106691", True), ("+923117786264", True), ("+9251", False), ("1099", False), ("", False)],
)
def test_a_full_number_is_told_from_what_is_none(value: str, is_full: bool) -> None:
    assert is_full_number(value) is is_full
