"""`raasta run`: the service. `raasta has-token`: whether there is anything to serve on Telegram."""

import sys

import click

from bot.cli.dotenv import setting


@click.command()
def run() -> None:
    """The service: Telegram by long polling, and a small HTTP server. Without a token the HTTP side alone."""
    from bot.settings import load_settings

    settings = load_settings()
    # imported after the settings are known to be right: a wrong one is told at once
    from bot.cli.assistant import load_assistant
    from bot.cli.serving import serve

    serve(settings, load_assistant)


@click.command("has-token")
def has_token() -> None:
    """Exit 0 when RAASTA_TELEGRAM_TOKEN is set, else 1."""
    sys.exit(0 if (setting("RAASTA_TELEGRAM_TOKEN") or "").strip() else 1)
