"""The golden dialogues together: every intent, three scripts, every command, every button, every dead end."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.content.intent_rules import CONVERSATION, SERVICES
from bot.content.snapshot import Content
from bot.conversation.buttons import read_press
from bot.conversation.events import Pressed, Said
from bot.conversation.front import COMMANDS
from bot.vocabulary import HOME_REGIONS
from tests.conftest import NOON
from tests.conversations.dialogue import Player, read

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
ACTIONS = {
    "card", "more", "say", "hours", "refused", "regions", "region", "not", "wrong", "contact", "speak", "language", "topics",
    "none", "forget", "wipe", "delete", "agency",
}  # fmt: skip
FOLLOW_UPS = ("aur Lahore mein?", "number?", "is it free?", "koi aur?")


class Covered:
    """What the dialogues reach when they are played."""

    def __init__(self, content: Content, now: datetime) -> None:
        self.intents: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.actions: Counter[str] = Counter()
        self.keys: Counter[str] = Counter()
        self.regions: Counter[str] = Counter()
        self.awaited: Counter[str] = Counter()
        self.commands: Counter[str] = Counter()
        self.said: set[str] = set()
        for file in FILES:
            player = Player(content, now)
            for turn in read(file)["turns"]:
                self._play(player, turn)

    def _play(self, player: Player, turn: dict[str, Any]) -> None:
        event = player.event(turn)
        self.keys.update(turn.keys())
        if "command" in turn:
            self.commands[turn["command"].removeprefix("/").split(" ")[0]] += 1
        if isinstance(event, Pressed):
            self.actions[read_press(event.data).action] += 1
        if isinstance(event, Said):
            understanding = player.content.understander.understand(event.text)
            self.said.add(event.text)
            self.intents[understanding.intent] += 1
            self.languages[understanding.language] += 1
            self.regions[understanding.region] += 1
            if understanding.is_emergency:
                self.awaited[player.state.awaiting or ("offered" if player.state.offered else "")] += 1
        player.play(turn)
        self.answered[player.state.intent] += 1


@pytest.fixture(scope="module")
def covered(content: Content) -> Covered:
    return Covered(content, NOON)


def test_there_are_enough_dialogues() -> None:
    assert len(FILES) >= 64


def test_file_names_say_a_promise() -> None:
    assert [file.stem for file in FILES if file.stem.count("_") < 3 or not file.stem.islower()] == []


def test_every_dialogue_says_who_writes() -> None:
    for file in FILES:
        dialogue = read(file)
        assert dialogue["who"], file.stem
        assert dialogue["language"] in ("en", "ur", "ur-Latn", "other"), file.stem
        assert dialogue["turns"], file.stem


def test_every_service_is_answered(covered: Covered) -> None:
    assert [intent for intent in SERVICES if not covered.answered[intent]] == []


def test_every_conversation_intent_is_met(covered: Covered) -> None:
    assert [intent for intent in CONVERSATION if not covered.intents[intent]] == []


@pytest.mark.parametrize("language", ["en", "ur", "ur-Latn", "other"])
def test_every_script_is_written(covered: Covered, language: str) -> None:
    assert covered.languages[language] >= (2 if language == "other" else 25)


def test_every_region_is_named(covered: Covered) -> None:
    assert [region for region in (*HOME_REGIONS, "abroad") if region != "ajk" and not covered.regions[region]] == []


def test_every_command_is_given(covered: Covered) -> None:
    assert [name for name in (*COMMANDS, "start", "forget") if not covered.commands[name]] == []
    assert set(covered.commands) - {*COMMANDS, "start", "forget"}, "an unknown command too"


def test_every_button_is_pressed(covered: Covered) -> None:
    assert ACTIONS - set(covered.actions) == set()


def test_every_way_in_is_used(covered: Covered) -> None:
    assert {
        "person",
        "press",
        "old_button",
        "command",
        "sends",
        "caption",
        "location",
        "group",
        "after",
        "times",
    } <= set(covered.keys)


def test_every_follow_up_is_asked(covered: Covered) -> None:
    assert [text for text in FOLLOW_UPS if text not in covered.said] == []


@pytest.mark.parametrize("state", ["feedback", "region", "agency_search", "offered", ""])
def test_an_emergency_breaks_into_every_state(covered: Covered, state: str) -> None:
    assert covered.awaited[state]
