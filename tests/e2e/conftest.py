"""A fake Telegram, and the bot as a process."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

import pytest

from tests.telegram.bot_process import SCRIPTED, BotProcess, running
from tests.telegram.fake import FakeTelegram


class Start(Protocol):
    """Starts a bot on the test's fake and folder."""

    def __call__(self, command: tuple[str, ...] = ..., **settings: str) -> AbstractAsyncContextManager[BotProcess]: ...


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    """A fake Bot API. Requests that Telegram would refuse fail the test, unless the test looked at them."""
    async with FakeTelegram().serving() as fake:
        yield fake
        assert fake.problems == []


@pytest.fixture
def bot(telegram: FakeTelegram, tmp_path: Path) -> Start:
    """Starts a bot whose store lives as long as the test."""

    def start(command: tuple[str, ...] = SCRIPTED, **settings: str) -> AbstractAsyncContextManager[BotProcess]:
        return running(telegram, tmp_path, command, **settings)

    return start
