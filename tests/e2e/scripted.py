"""The real service around a conversation whose replies the tests choose. Run as `python -m tests.e2e.scripted`."""

import sys
from dataclasses import replace
from datetime import datetime

from bot.conversation.decide import Decision
from bot.conversation.effects import (
    DeleteCard,
    Effect,
    Forget,
    KeepFeedback,
    KeepNotUnderstood,
    Replace,
    Say,
    SendContact,
    WipeChat,
)
from bot.conversation.events import Addressed, Commanded, Event, Located, Pressed, Said, Showed
from bot.conversation.message import Button, Message, Paragraph
from bot.conversation.state import ChatState
from bot.errors import RaastaError, SettingError
from bot.service.assistant import Assistant, Profile

BUTTONS = (
    (Button("more", "more"), Button("اردو", "lang:ur")),
    (Button("Delete", "delete"), Button("contact", "contact")),
)


def say(text: str, *, sensitive: bool = False, emergency: bool = False, buttons: bool = False) -> Say:
    rows = BUTTONS if buttons else ()
    return Say(Message((Paragraph(text, is_strong=True),), rows, is_sensitive=sensitive, is_emergency=emergency))


def decide(state: ChatState, event: Event, now: datetime) -> Decision:
    """Replies that show what arrived; some words ask for particular effects."""
    state = replace(state, last_turn=now.timestamp(), not_understood=state.not_understood + 1, chosen_language="en")
    return Decision(state, effects_of(state, event))


def effects_of(state: ChatState, event: Event) -> tuple[Effect, ...]:
    match event:
        case Said(text) if text.startswith("emergency"):
            return (say(f"15: {text}", sensitive=True, emergency=True),)
        case Said(text) if text.startswith("sensitive"):
            return (say(f"card: {text}", sensitive=True, buttons=True),)
        case Said("long"):
            return (Say(Message(tuple(Paragraph(f"{n} " + "ا😀" * 300) for n in range(12)), BUTTONS)),)
        case Said("break"):
            raise RuntimeError("a bug in decide, which quotes: break")
        case Said("count"):
            return (say(f"turn {state.not_understood}"),)
        case Said(text) if text.startswith("feedback "):
            return (KeepFeedback(text), KeepNotUnderstood(text, "en", ("a", "b")), say("kept"))
        case Commanded("forget"):
            return (say("forgotten"), Forget())
        case Commanded("wipe"):
            return (WipeChat(),)
        case Commanded(name, argument):
            return (say(f"command {name}: {argument}"),)
        case Pressed("more"):
            return (Replace(say("more of it", buttons=True).message),)
        case Pressed("delete"):
            return (DeleteCard(),)
        case Pressed("contact"):
            return (SendContact("Police", "15"),)
        case Pressed(data):
            return (say(f"pressed {data}"),)
        case Located(region):
            return (say(f"region {region}"),)
        case Showed(kind, caption):
            return (say(f"showed {kind}: {caption}"),)
        case Addressed(text):
            return (say(f"15 / 1122, write to me alone: {text}"),)
        case Said(text, is_forwarded):
            return (say(f"{'forwarded' if is_forwarded else 'said'}: {text}", buttons=True),)


def assistant() -> Assistant:
    return Assistant(
        decide=decide,
        neutral_line=lambda language: say("please write again").message,
        sorry=lambda language: say("sorry: 15").message,
        region_of=lambda latitude, longitude: "punjab" if latitude > 30 else "sindh",
        inline_answers=lambda query, language: [("a", f"title {language}", f"text for {query}")],
        profile=Profile(
            "key-1",
            {"": (("help", "numbers of offices"),), "ur": (("help", "دفتروں کے نمبر"),)},
            {"": "Numbers of offices", "ur": "دفتروں کے نمبر"},
            {"": "Numbers", "ur": "نمبر"},
        ),
    )


def main() -> None:
    """As `raasta run` does it."""
    from bot.cli.serving import serve
    from bot.settings import load_settings

    try:
        serve(load_settings(), assistant)
    except SettingError as error:
        print(f"raasta: {error}", file=sys.stderr)
        sys.exit(2)
    except RaastaError as error:
        print(f"raasta: {error}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
