"""Every button can be sent, pressed, and pressed again a year later: it always says something."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.content.snapshot import Content
from bot.conversation.buttons import button, read_press
from bot.conversation.decide import decide
from bot.conversation.effects import DeleteCard, Effect, Forget, Replace, Say, SendContact, WipeChat
from bot.conversation.events import Pressed
from bot.conversation.message import MAX_CALLBACK_BYTES
from bot.conversation.state import ChatState
from tests.content.walk import Walk

STATES = {
    "new": ChatState(),
    "awaiting feedback": ChatState(awaiting="feedback", chosen_language="en"),
    "awaiting a region": ChatState(awaiting="region", chosen_language="ur"),
    "awaiting a name": ChatState(awaiting="agency_search", last_language="ur-Latn"),
    "asked back": ChatState(offered=("cybercrime", "legal_aid"), not_understood=1),
    "in a card": ChatState(intent="cybercrime", variant="under_18", region_of_talk="kp", last_language="en"),
    "abroad": ChatState(intent="missing_child", region="abroad", writer_abroad=True),
    "in a card of older content": ChatState(intent="no_such_intent", variant="gone", offered=("gone",)),
}


def says_something(effects: tuple[Effect, ...]) -> bool:
    """Whether a person sees that the button did something."""
    for effect in effects:
        match effect:
            case Say(message=message) | Replace(message=message):
                if message.plain.strip() and all(p.text.strip() for p in message.paragraphs):
                    return True
            case SendContact(name=name, number=number):
                return bool(name and number)
            case DeleteCard() | WipeChat() | Forget():
                return True
            case _:
                pass
    return False


def test_callback_data_is_short_and_plain(walked: Walk) -> None:
    assert len(walked.buttons) > 1000
    bad = [data for data in walked.buttons if not data.isascii() or len(data.encode()) > MAX_CALLBACK_BYTES or not data]
    assert bad == []


def test_callback_data_is_read_back_as_it_was_made(walked: Walk) -> None:
    for data in walked.buttons:
        press = read_press(data)
        assert button("x", press.action, press.card, press.argument).data == data


def test_every_kind_of_button_is_answered_in_every_state(content: Content, walked: Walk, noon: datetime) -> None:
    kinds: dict[tuple[str, str, bool], str] = {}
    for data in walked.buttons:
        press = read_press(data)
        kinds.setdefault((press.action, press.card.intent, bool(press.card.variant)), data)
    silent = [
        f"{name}: {data}"
        for name, state in STATES.items()
        for data in kinds.values()
        if not says_something(decide(state, Pressed(data), content, noon).effects)
    ]
    assert silent == []


def test_every_button_is_answered(content: Content, walked: Walk, noon: datetime) -> None:
    """Every single one once, each from another state."""
    states = list(STATES.values())
    silent = [
        f"{data} (under {label})"
        for place, (data, label) in enumerate(walked.buttons.items())
        if place % 4 == 0
        and not says_something(decide(states[place // 4 % len(states)], Pressed(data), content, noon).effects)
    ]
    assert silent == []


def test_a_button_that_is_pressed_twice_answers_twice(content: Content, noon: datetime) -> None:
    state = replace(STATES["in a card"])
    for action in ("card", "more", "say", "hours", "refused", "not", "wrong", "contact", "regions", "region", "speak"):
        press = Pressed(f"{action}|cybercrime|under_18|kp||ur")
        first = decide(state, press, content, noon)
        second = decide(first.state, press, content, noon)
        assert says_something(first.effects), action
        assert says_something(second.effects), action


@pytest.mark.parametrize(
    "data",
    ["", "|", "||||||||", "x" * 500, "card|missing_child|found_child|mars|a|", "topics|||||-1", "topics|||||999", "🙂",
     "region|||none", "speak|cybercrime||kp||xx", "language|||||xx", "agency|||||fia-cyber-crime-wing", "\x00\n"],
)  # fmt: skip
@pytest.mark.parametrize("name", STATES)
def test_a_button_of_nobodys_making_is_answered(content: Content, noon: datetime, data: str, name: str) -> None:
    assert says_something(decide(STATES[name], Pressed(data), content, noon).effects)


def test_a_body_that_may_not_be_shown_is_not_named_by_an_old_button(content: Content, noon: datetime) -> None:
    hidden = [a for a in content.directory.agencies.values() if not a.may_be_shown]
    assert hidden
    for agency in hidden:
        for action in ("agency", "contact"):
            effects = decide(
                ChatState(chosen_language="en"), Pressed(f"{action}|||||{agency.id}"), content, noon
            ).effects
            for effect in effects:
                assert not isinstance(effect, SendContact)
                if isinstance(effect, Say | Replace):
                    assert agency.name["en"] not in effect.message.plain, agency.id


def test_data_over_the_limit_fails_loudly() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        button("x", "agency", argument="a" * 80)
