"""Callback data can be anything: an old version's, a stranger's, or noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.buttons import NO_CARD, Card, button, read_press
from bot.conversation.message import MAX_CALLBACK_BYTES
from bot.vocabulary import REGIONS

WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_-0123456789", max_size=14)


@given(st.text(max_size=300))
def test_any_text_is_read(data: str) -> None:
    press = read_press(data)
    assert press.card.region in REGIONS
    assert isinstance(press.card.writer_abroad, bool)
    assert len(press.action) <= MAX_CALLBACK_BYTES


@given(st.lists(st.sampled_from(["card", "region", "|", "none", "punjab", "a", "topics", "9", "²", "\x00", "x" * 70])))
def test_any_row_of_our_own_parts_is_read(parts: list[str]) -> None:
    read_press("|".join(parts))


@given(WORD, st.sampled_from(REGIONS), st.booleans(), WORD)
def test_what_is_made_is_read_back(variant: str, region: str, writer_abroad: bool, argument: str) -> None:
    card = Card("missing_child", variant, region, writer_abroad)  # type: ignore[arg-type]
    press = read_press(button("x", "more", card, argument[:8]).data)
    assert (press.action, press.card, press.argument) == ("more", card, argument[:8])


def test_a_button_without_a_card_is_read_as_one() -> None:
    press = read_press(button("x", "topics", argument="2").data)
    assert (press.action, press.card, press.argument) == ("topics", NO_CARD, "2")


@pytest.mark.parametrize("length", [64, 100])
def test_data_that_telegram_would_refuse_is_never_made(length: int) -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        button("x", "agency", argument="y" * length)


def test_another_region_changes_nothing_else() -> None:
    card = Card("cybercrime", "under_18", "none", True)
    assert card.at("kp") == Card("cybercrime", "under_18", "kp", True)
