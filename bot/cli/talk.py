"""`raasta ask` and `raasta chat`: the same conversation in the terminal, buttons as numbers."""

import json
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import click

from bot.content.snapshot import Content
from bot.conversation.decide import decide
from bot.conversation.effects import DeleteCard, Effect, Forget, KeepFeedback, Replace, Say, SendContact, WipeChat
from bot.conversation.events import Commanded, Event, Pressed, Said
from bot.conversation.message import Button, Message
from bot.conversation.state import ChatState
from bot.vocabulary import HOME_REGIONS

LANGUAGES: Final = click.Choice(["en", "ur", "ur-Latn"])
REGION_CHOICE: Final = click.Choice([*HOME_REGIONS, "abroad"])


def _content() -> Content:
    from bot.cli.content_places import places
    from bot.content.build import load

    return load(places())


def _start(lang: str | None, region: str | None) -> ChatState:
    state = ChatState()
    if lang:
        state = replace(state, chosen_language=lang)  # type: ignore[arg-type]
    if region:
        state = replace(state, region=region, writer_abroad=region == "abroad")  # type: ignore[arg-type]
    return state


@click.command()
@click.argument("text")
@click.option("--lang", type=LANGUAGES, help="Language of the answer (default: that of the message).")
@click.option("--region", type=REGION_CHOICE, help="Where it happened, when the message does not say it.")
@click.option("--json", "as_json", is_flag=True, help="What was understood and what is said, as one JSON object.")
@click.option(
    "--explain", is_flag=True, help="Also say why: script, folded form, region, rule, top five with evidence."
)
def ask(text: str, lang: str | None, region: str | None, as_json: bool, explain: bool) -> None:
    """One message in, exactly what a person would read out."""
    content = _content()
    decision = decide(_start(lang, region), Said(text), content, datetime.now(UTC))
    messages = [e.message for e in decision.effects if isinstance(e, Say | Replace)]
    if as_json:
        from bot.cli.match import matched

        result = matched(content, {"id": None, "text": text})
        result["reply"] = [_plain(message) for message in messages]
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for message in messages:
        click.echo(_plain(message))
    if explain:
        from bot.cli.explain import explained

        click.echo("\n" + explained(content, text), err=False)


def _plain(message: Message) -> str:
    return message.plain


@dataclass
class Terminal:
    """One chat in the terminal: the state between turns and the buttons under the last message."""

    content: Content
    state: ChatState
    buttons: tuple[Button, ...] = ()

    def event_of(self, line: str) -> Event:
        """A number presses a button, a slash is a command, everything else is said."""
        typed = line.strip()
        if typed.isdecimal() and 0 < int(typed) <= len(self.buttons):
            return Pressed(self.buttons[int(typed) - 1].data)
        if typed.startswith("/") and len(typed) > 1:
            name, _, argument = typed[1:].partition(" ")
            return Commanded(name.lower(), argument.strip())
        return Said(line)

    def turn(self, line: str, now: datetime, *, with_buttons: bool) -> str:
        """One turn; what a person reads."""
        decision = decide(self.state, self.event_of(line), self.content, now)
        self.state = decision.state
        return "\n\n".join(part for effect in decision.effects if (part := self._show(effect, with_buttons)))

    def _show(self, effect: Effect, with_buttons: bool) -> str:
        match effect:
            case Say(message=message) | Replace(message=message):
                self.buttons = tuple(b for row in message.buttons for b in row)
                labels = [f"[{n}] {b.label}" for n, b in enumerate(self.buttons, start=1)]
                return message.plain + ("\n\n" + "  ".join(labels) if with_buttons and labels else "")
            case SendContact(name=name, number=number):
                return f"{name}: {number}"
            case DeleteCard() | WipeChat():
                return "\x1b[2J\x1b[H" if sys.stdout.isatty() else ""
            case Forget() | KeepFeedback():
                return ""
            case _:
                return ""


@click.command()
@click.option("--lang", type=LANGUAGES, help="Language of the answers.")
@click.option("--region", type=REGION_CHOICE, help="Region of the answers.")
def chat(lang: str | None, region: str | None) -> None:
    """The assistant in the terminal. Reads standard input line by line when that is no terminal, then ends."""
    terminal = Terminal(_content(), _start(lang, region))
    if not sys.stdin.isatty():
        for number, line in enumerate(_lines()):
            click.echo(("\n" if number else "") + terminal.turn(line, datetime.now(UTC), with_buttons=False))
        return
    click.echo(terminal.turn("/start", datetime.now(UTC), with_buttons=True))
    while True:
        try:
            line = input("\n> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if line.strip() in {"/quit", "/exit"}:
            return
        click.echo("\n" + terminal.turn(line, datetime.now(UTC), with_buttons=True))


def _lines() -> list[str]:
    text = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    return [line for line in text.splitlines() if line.strip()] or [""]
