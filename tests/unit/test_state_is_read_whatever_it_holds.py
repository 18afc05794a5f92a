"""A chat's state survives restarts, other versions, and what is broken in it becomes new."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.state import ChatState

FULL = ChatState(
    chosen_language="ur",
    last_language="en",
    region="sindh",
    writer_abroad=True,
    intent="cybercrime",
    variant="under_18",
    region_of_talk="kp",
    offered=("cybercrime", "legal_aid"),
    not_understood=1,
    awaiting="feedback",
    last_turn=1.5,
)


@pytest.mark.parametrize("state", [ChatState(), FULL])
def test_a_state_is_read_back_as_it_was_written(state: ChatState) -> None:
    assert ChatState.from_json(state.to_json()) == state
    assert "\n" not in state.to_json()
    assert state.to_json() == ChatState.from_json(state.to_json()).to_json()


@pytest.mark.parametrize("text", [None, "", "{", "null", "[]", "7", '"x"', "\x00", "{}", '{"version": 1}', "tru"])
def test_what_is_broken_is_a_new_state(text: str | None) -> None:
    assert ChatState.from_json(text) == ChatState()


def test_keys_of_other_versions_are_left_out() -> None:
    text = json.dumps({"intent": "cybercrime", "mood": "sad", "report": {"name": "x"}})
    assert ChatState.from_json(text) == ChatState(intent="cybercrime")


@pytest.mark.parametrize(
    "data",
    [
        {"region": "mars"}, {"region": None}, {"chosen_language": "xx"}, {"last_language": 7}, {"awaiting": "a song"},
        {"offered": 5}, {"offered": "cybercrime"}, {"offered": [1, None]}, {"last_turn": "yesterday"}, {"intent": None},
        {"not_understood": "2"}, {"not_understood": None}, {"writer_abroad": "no"}, {"variant": []}, {"last_turn": None},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_the_default(data: dict[str, Any]) -> None:
    assert ChatState.from_json(json.dumps({**data, "version": 1})) == ChatState()


@given(
    st.dictionaries(
        st.sampled_from([*ChatState.__dataclass_fields__, "other"]),
        st.none()
        | st.booleans()
        | st.integers(-5, 5)
        | st.text(max_size=8)
        | st.lists(st.text(max_size=4), max_size=3),
    )
)
def test_any_row_of_values_is_read(data: dict[str, Any]) -> None:
    state = ChatState.from_json(json.dumps(data))
    assert ChatState.from_json(state.to_json()) == state


def test_a_state_holds_no_word_that_a_person_wrote() -> None:
    """Product rule 7: choices and the thread of talk alone."""
    assert set(json.loads(ChatState().to_json())) == {
        "version", "chosen_language", "last_language", "region", "writer_abroad", "intent", "variant", "region_of_talk",
        "offered", "not_understood", "awaiting", "last_turn",
    }  # fmt: skip
