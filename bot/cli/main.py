"""`raasta`: one tool with many verbs. Only click is imported before a verb is chosen."""

import importlib
import sys
from typing import Final

import click

from bot import __version__

VERBS: Final = {
    "run": ("bot.cli.run", "run", "the service: Telegram by long polling, and a small HTTP server"),
    "has-token": ("bot.cli.run", "has_token", "exit 0 if a Telegram token is set"),
    "chat": ("bot.cli.talk", "chat", "the assistant in the terminal"),
    "ask": ("bot.cli.talk", "ask", "one message in, exactly what a person would read out"),
    "match": ("bot.cli.match", "match", "JSON lines in, what was understood out, in the same order"),
    "validate": ("bot.cli.content", "validate", "all content errors at once, as path:line:column rule message"),
    "evaluate": (
        "bot.cli.evaluate",
        "evaluate",
        "accuracy on a labelled set: by language, by kind, and the cells that kill",
    ),
    "directory": ("bot.cli.directory", "directory", "list, show, stale, export"),
    "content": ("bot.cli.content", "content", "build, add, report, schema"),
}


class Verbs(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a person meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module."""
        if cmd_name not in VERBS:
            return None
        module, name, _ = VERBS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, said) for verb, (_, _, said) in VERBS.items() if verb != "has-token"])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="raasta")
def cli() -> None:
    """Raasta: the right agency, the right number and the next step, in English, Urdu and Roman Urdu."""


def main() -> None:
    """The console script. Errors that an operator can act on are one line and an exit status."""
    from bot.errors import RaastaError, SettingError

    try:
        cli(prog_name="raasta")
    except SettingError as error:
        click.echo(f"raasta: {error}", err=True)
        sys.exit(2)
    except RaastaError as error:
        click.echo(f"raasta: {error}", err=True)
        sys.exit(1)
