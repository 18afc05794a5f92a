"""The bot as python-telegram-bot has it, set up by our settings."""

import contextlib
from collections.abc import AsyncIterator

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.service.delivery import AT_ONCE
from bot.settings import Settings


@contextlib.asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Bot]:
    """A bot whose connections are closed in the end. The settings must hold a token; nobody asks here if it is right.

    `async with Bot(…)` is not used: it calls getMe at once, and would fail at start while Telegram is away.
    """
    assert settings.telegram_token is not None
    patience = settings.telegram_timeout
    async with (
        HTTPXRequest(
            connection_pool_size=AT_ONCE + 8,
            connect_timeout=patience,
            read_timeout=patience,
            write_timeout=patience,
            pool_timeout=patience,
        ) as sending,
        # a long poll keeps its connection for itself
        HTTPXRequest(
            connection_pool_size=1, connect_timeout=patience, read_timeout=patience, pool_timeout=patience
        ) as polling,
    ):
        yield Bot(
            settings.telegram_token.get_secret_value(),
            base_url=settings.telegram_base_url,
            base_file_url=settings.telegram_base_file_url,
            request=sending,
            get_updates_request=polling,
        )
