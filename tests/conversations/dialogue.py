"""Playing a golden dialogue: what a person does on one side, what they read on the other.

A turn has one of `person` (writes; `times` says how often over, for very long messages), `press` (a button by its text),
`old_button` (callback data), `command`, `sends` (voice, photo … with `caption`), `location`, `group`; before it perhaps `after`
(2h, 30m, 3d). `bot` is what is read; `buttons` the texts of the buttons, row by row.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.content.snapshot import Content
from bot.conversation.decide import decide
from bot.conversation.effects import Effect, KeepNotUnderstood, Replace, Say
from bot.conversation.events import Addressed, Commanded, Event, Located, Pressed, Said, Showed
from bot.conversation.message import Button
from bot.conversation.state import ChatState

UNITS = {"m": 60, "h": 3600, "d": 86400}


@dataclass
class Player:
    """One person's chat, played against the pure heart."""

    content: Content
    now: datetime
    state: ChatState = field(default_factory=ChatState)
    buttons: list[Button] = field(default_factory=list)

    def play(self, turn: dict[str, Any]) -> dict[str, Any]:
        """Play one turn and return it with what the bot did."""
        if "after" in turn:
            self.now += timedelta(seconds=float(turn["after"][:-1]) * UNITS[turn["after"][-1]])
        decision = decide(self.state, self.event(turn), self.content, self.now)
        # a state must survive being written and read between any two turns
        self.state = ChatState.from_json(decision.state.to_json())
        played = {key: value for key, value in turn.items() if key not in ("bot", "buttons", "effects")}
        texts: list[str] = []
        others: list[str] = []
        rows: list[str] = []
        for effect in decision.effects:
            if isinstance(effect, Say | Replace):
                texts.append(effect.message.plain)
                if effect.message.buttons:
                    self.buttons = [b for row in effect.message.buttons for b in row]
                    rows = [" | ".join(b.label for b in row) for row in effect.message.buttons]
            else:
                others.append(_named(effect))
        if texts:
            played["bot"] = "\n---\n".join(texts) + "\n"
        if rows:
            played["buttons"] = rows
        if others:
            played["effects"] = others
        return played

    def event(self, turn: dict[str, Any]) -> Event:
        """The event that a turn stands for."""
        if "person" in turn:
            return Said(turn["person"] * int(turn.get("times", 1)))
        if "group" in turn:
            return Addressed(turn["group"])
        if "press" in turn:
            found = [b for b in self.buttons if b.label == turn["press"]]
            assert found, f"no button '{turn['press']}' among {[b.label for b in self.buttons]}"
            return Pressed(found[0].data)
        if "old_button" in turn:
            return Pressed(turn["old_button"])
        if "command" in turn:
            name, _, argument = turn["command"].removeprefix("/").partition(" ")
            return Commanded(name, argument)
        if "location" in turn:
            latitude, longitude = (float(part) for part in turn["location"].split(","))
            return Located(self.content.region_at(latitude, longitude))
        return Showed(turn["sends"], turn.get("caption", ""))


def _named(effect: Effect) -> str:
    name = type(effect).__name__
    return name if isinstance(effect, KeepNotUnderstood) else repr(effect)


class _Literal(yaml.SafeDumper):
    """Texts of several lines as blocks, so that a dialogue can be read."""


def _represent(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Literal.add_representer(str, _represent)


def read(file: Path) -> dict[str, Any]:
    """Read a dialogue file."""
    data = yaml.safe_load(file.read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def write(file: Path, data: dict[str, Any]) -> None:
    """Write a dialogue file."""
    text = yaml.dump(data, Dumper=_Literal, allow_unicode=True, sort_keys=False, width=110)
    file.write_text(text, "utf-8")
