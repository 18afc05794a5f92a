"""Whatever arrives, in whatever state, the heart answers. Empty, endless, broken, or nobody's: it never raises."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.snapshot import Content
from bot.conversation.decide import Decision, decide
from bot.conversation.effects import Replace, Say
from bot.conversation.events import Addressed, Commanded, Event, Located, Pressed, Said, Showed
from bot.conversation.message import MAX_CALLBACK_BYTES
from bot.conversation.state import ChatState
from bot.vocabulary import REGIONS, REPLY_LANGUAGES
from tests.conftest import NOON

BAD = {
    "empty": "",
    "spaces": " \t\n ",
    "100 kB of one letter": "a" * 100_000,
    "100 kB of words": "mera beta gum ho gaya " * 5_000,
    "100 kB of Urdu": "میرا بیٹا گم ہے " * 7_000,
    "100 kB of emoji": "🙂" * 25_000,
    "100 kB without an end of word": "ब" * 33_000,
    "emoji": "🙂🙏🏽👨‍👩‍👧‍👦🇵🇰",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "lone surrogates": "\ud800 help \udfff",
    "right-to-left overrides": "\u202e\u2066\u2069\u200f\ufeff",
    "combining marks": "a" + "\u0301" * 5_000,
    "digits": "0" * 5_000,
    "digits of ten scripts": "۱۵ ١٥ १५ ১৫ ೧೫ 𝟙𝟝 ⅤⅩ ² ½ ①",
    "signs": "!@#$%^&*(){}[]|\\/<>?~`'\"",
    "placeholders": "{phone:police-15 15} {0} {number} %s %(x)s",
    "markup": "<b>help</b> *help* [x](http://y) &amp;",
    "yaml": "- !!python/object/apply:os.system [x]",
    "a null": "null",
    "the letter that grows": "İ" * 2_000 + "ß" * 2_000 + "ﷺ" * 2_000,
    "zero-width joiners": "\u200c\u200d" * 3_000,
}
STATES = {
    "new": ChatState(),
    "awaiting feedback": ChatState(awaiting="feedback"),
    "awaiting a region": ChatState(awaiting="region", intent="labour_complaint"),
    "awaiting a name": ChatState(awaiting="agency_search", chosen_language="ur"),
    "asked back": ChatState(offered=("cybercrime", "legal_aid", "no_such_intent"), chosen_language="en"),
    "in a card": ChatState(
        intent="missing_child", variant="found_child", region_of_talk="sindh", last_turn=NOON.timestamp()
    ),
    "in a card that is gone": ChatState(intent="no_such_intent", variant="x", last_turn=NOON.timestamp()),
    "with a variant that is gone": ChatState(
        intent="cybercrime", variant="no_such_variant", last_turn=NOON.timestamp()
    ),
    "abroad": ChatState(intent="domestic_violence", region="abroad", region_of_talk="abroad", writer_abroad=True),
    "not understood": ChatState(not_understood=999, last_language="en"),
}


def is_readable(decision: Decision) -> bool:
    """What is said can be sent: some text in every paragraph, short callback data, no lone surrogate."""
    for effect in decision.effects:
        if isinstance(effect, Say | Replace):
            effect.message.plain.encode()
            if not effect.message.paragraphs or not all(p.text.strip() for p in effect.message.paragraphs):
                return False
            for row in effect.message.buttons:
                if not row or any(len(b.data.encode()) > MAX_CALLBACK_BYTES or not b.label for b in row):
                    return False
    return True


def events(text: str) -> tuple[Event, ...]:
    """Every way in which a text can reach the heart."""
    return (
        Said(text),
        Said(text, is_forwarded=True),
        Pressed(text),
        Commanded(text),
        Commanded("region", text),
        Commanded("agencies", text),
        Commanded("feedback", text),
        Showed("photo", text),
        Addressed(text),
    )


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_answered_in_every_state(content: Content, noon: datetime, text: str) -> None:
    for name, state in STATES.items():
        for event in events(text) if len(text) < 9_000 or name in ("new", "awaiting feedback") else (Said(text),):
            decision = decide(state, event, content, noon)
            assert decision.effects, (name, event.__class__.__name__)
            assert is_readable(decision), (name, event.__class__.__name__)
            assert ChatState.from_json(decision.state.to_json()) == decision.state


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_leaves_the_way_to_help_open(content: Content, noon: datetime, text: str) -> None:
    after = decide(ChatState(chosen_language="en"), Said(text), content, noon).state
    said = decide(after, Said("my son was kidnapped just now"), content, noon).effects[0]
    assert isinstance(said, Say)
    assert said.message.is_emergency
    assert "15" in said.message.paragraphs[0].text


SHORT = settings(max_examples=60, deadline=None, derandomize=True)
STATE = st.builds(
    ChatState,
    chosen_language=st.sampled_from([None, *REPLY_LANGUAGES]),
    last_language=st.sampled_from([None, *REPLY_LANGUAGES]),
    region=st.sampled_from(REGIONS),
    writer_abroad=st.booleans(),
    intent=st.sampled_from(["", "missing_child", "cybercrime", "education", "greeting", "gone"]),
    variant=st.sampled_from(["", "found_child", "under_18", "abroad", "gone"]),
    region_of_talk=st.sampled_from(REGIONS),
    offered=st.lists(st.sampled_from(["cybercrime", "legal_aid", "gone"]), max_size=3).map(tuple),
    not_understood=st.integers(0, 5),
    awaiting=st.sampled_from(["", "feedback", "agency_search", "region"]),
    last_turn=st.sampled_from([0.0, NOON.timestamp(), NOON.timestamp() - 90_000, NOON.timestamp() + 90_000]),
)
WORDS = st.lists(
    st.sampled_from(
        "help madad بچاؤ number lahore کراچی dubai free muft koi aur refused 15 1099 nadra kya hai what is cancel back "
        "feedback galat number cat salary tankhwa bhai beti shohar marta zeher khuda hafiz alvida thanks | card region".split()
    ),
    max_size=9,
).map(" ".join)
TEXT = st.text(max_size=80) | WORDS


@SHORT
@given(state=STATE, text=TEXT)
def test_anything_said_is_answered(content: Content, state: ChatState, text: str) -> None:
    decision = decide(state, Said(text), content, NOON)
    assert decision.effects
    assert is_readable(decision)


PARTS: dict[str, Any] = {
    "action": st.sampled_from(
        ["card", "more", "say", "hours", "refused", "regions", "region", "not", "wrong", "contact", "speak", "language",
         "agency", "none", "topics", "feedback", "delete", "wipe", "forget", "", "x"]
    ),
    "intent": st.sampled_from(["", "missing_child", "cybercrime", "overseas_pakistanis", "thanks", "gone"]),
    "variant": st.sampled_from(["", "found_child", "abroad", "gone"]),
    "region": st.sampled_from([*REGIONS, "mars", ""]),
    "abroad": st.sampled_from(["", "a", "b"]),
    "argument": st.sampled_from(["", "en", "ur", "ur-Latn", "nadra", "gone", "1", "²", "٣", "-1", "99999999999"]),
}  # fmt: skip
PRESS = st.tuples(*PARTS.values()).map("|".join) | st.text(max_size=70)


@SHORT
@given(state=STATE, data=PRESS)
def test_anything_pressed_is_answered(content: Content, state: ChatState, data: str) -> None:
    decision = decide(state, Pressed(data), content, NOON)
    assert decision.effects
    assert is_readable(decision)


@SHORT
@given(
    state=STATE, name=st.text(max_size=12) | st.sampled_from(["start", "region", "agencies", "forget"]), argument=TEXT
)
def test_any_command_is_answered(content: Content, state: ChatState, name: str, argument: str) -> None:
    assert is_readable(decide(state, Commanded(name, argument), content, NOON))


@given(state=STATE, region=st.sampled_from(REGIONS))
@SHORT
def test_any_location_is_answered(content: Content, state: ChatState, region: Any) -> None:
    decision = decide(state, Located(region), content, NOON)
    assert decision.effects
    assert is_readable(decision)


def test_the_same_turn_is_decided_the_same_way(content: Content, noon: datetime) -> None:
    for state in STATES.values():
        for text in ("my son is missing", "number?", "فیس", "x"):
            assert decide(state, Said(text), content, noon) == decide(state, Said(text), content, noon)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize(
    "text",
    [
        "somebody kidnapped my son just now",
        "mera shohar abhi mujhe maar raha hai bachao",
        "میرے بھائی نے زہر کھا لیا ہے",
    ],
)
def test_an_emergency_is_heard_in_every_state(content: Content, noon: datetime, name: str, text: str) -> None:
    """Product rule 2: before any state, menu or form."""
    for event in (Said(text), Said(text, is_forwarded=True), Showed("voice", text), Commanded("agencies", text)):
        decision = decide(STATES[name], event, content, noon)
        first = decision.effects[0]
        assert isinstance(first, Say)
        assert first.message.is_emergency
        assert decision.state.awaiting == ""


@pytest.mark.parametrize("text", ["cancel", "menu", "wapas", "واپس", "منسوخ"])
@pytest.mark.parametrize("name", STATES)
def test_every_state_can_be_left(content: Content, noon: datetime, name: str, text: str) -> None:
    decision = decide(STATES[name], Said(text), content, noon)
    assert decision.state.awaiting == ""
    assert decision.state.offered == ()
    assert is_readable(decision)


def test_a_thread_is_not_taken_up_after_a_day(content: Content, noon: datetime) -> None:
    state = decide(ChatState(), Said("mera beta gum ho gaya hai"), content, noon).state
    assert state.intent == "missing_child"
    soon = decide(replace(state, region="kp"), Said("number?"), content, noon + timedelta(hours=23)).state
    late = decide(replace(state, region="kp"), Said("🙂"), content, noon + timedelta(hours=25)).state
    assert soon.intent == "missing_child"
    assert (late.intent, late.region) == ("", "kp")


@pytest.mark.parametrize(
    ("text", "follow"),
    [
        ("I am in Birmingham and my husband is beating me", "number?"),
        ("main riyadh mein hun, multan mein meri maa ko bhai maar raha hai", "koi aur?"),
        ("I am in Dubai, my company has not paid me for 4 months", "is it free?"),
    ],
)
def test_a_writer_abroad_stays_abroad_in_the_next_message(
    content: Content, noon: datetime, text: str, follow: str
) -> None:
    """Short codes do not work from abroad: what can be dialled must not change because the place is not said again."""
    state = decide(ChatState(), Said(text), content, noon).state
    assert state.writer_abroad
    said = decide(state, Said(follow), content, noon).effects[0]
    assert isinstance(said, Say)
    assert "051-" not in said.message.plain
    assert "1099" not in said.message.plain


def test_naming_where_it_happened_does_not_bring_the_writer_home(content: Content, noon: datetime) -> None:
    state = decide(ChatState(), Said("I am in Dubai, my sister was kidnapped"), content, noon).state
    after = decide(state, Pressed("region|police_emergency||punjab|a"), content, noon).state
    assert (after.region, after.writer_abroad) == ("punjab", True)
