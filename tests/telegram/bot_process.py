"""The bot as a process of its own, as an operator starts it."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.telegram.fake import TOKEN, FakeTelegram

REPOSITORY = Path(__file__).parents[2]
START_PATIENCE = 240.0
"""Of a cold start: the content may have to be learned first, on a busy machine."""
REAL = ("-m", "bot", "run")
SCRIPTED = ("-m", "tests.e2e.scripted")
"""The same service around a conversation whose replies the tests choose."""


class BotProcess:
    """One start of the bot. Its folder, with store and keys, outlives it."""

    def __init__(self, fake: FakeTelegram, folder: Path, command: tuple[str, ...] = SCRIPTED, **settings: str) -> None:
        self._folder = folder
        self._command = command
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "RAASTA_TELEGRAM_TOKEN": TOKEN,
            "RAASTA_TELEGRAM_BASE_URL": fake.base_url,
            "RAASTA_TELEGRAM_TIMEOUT": "2",
            "RAASTA_POLL_TIMEOUT": "5",
            "RAASTA_HTTP_PORT": "0",
            "RAASTA_CACHE_DIR": os.environ.get("RAASTA_CACHE_DIR", str(REPOSITORY / "var" / "cache")),
            "RAASTA_CONTENT_DIR": os.environ.get("RAASTA_CONTENT_DIR", ""),
        } | {f"RAASTA_{name.upper()}": value for name, value in settings.items()}
        self._process: asyncio.subprocess.Process | None = None
        self._log = folder / "bot.log"
        self._started_at = 0

    async def start(self) -> None:
        """Start the process, without waiting for anything."""
        self._started_at = len(self.output)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-W",
                "error",
                *self._command,
                cwd=self._folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def ready(self) -> int:
        """Wait until it says that it is ready; returns the port of its HTTP side."""
        async with asyncio.timeout(START_PATIENCE):
            while True:
                for line in self.output[self._started_at :].splitlines():
                    with contextlib.suppress(ValueError):
                        event = json.loads(line)
                        if isinstance(event, dict) and event.get("event") == "ready":
                            return int(event["port"])
                if self.returncode is not None:
                    raise AssertionError(f"the bot ended with {self.returncode}:\n{self.output}")
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self, patience: float = 20.0) -> int:
        """SIGTERM, and its exit status."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), patience)

    async def ended(self, patience: float = START_PATIENCE) -> int:
        """Its exit status, when it ends by itself."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), patience)

    @property
    def returncode(self) -> int | None:
        return self._process.returncode if self._process else None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        """All that was written to standard output and standard error, over all starts."""
        return self._log.read_text("utf-8", errors="replace") if self._log.exists() else ""


@contextlib.asynccontextmanager
async def running(
    fake: FakeTelegram, folder: Path, command: tuple[str, ...] = SCRIPTED, **settings: str
) -> AsyncIterator[BotProcess]:
    """A bot that is ready, and stopped (SIGTERM) in the end."""
    bot = BotProcess(fake, folder, command, **settings)
    await bot.start()
    try:
        await bot.ready()
        yield bot
        await bot.stop()
    finally:
        await bot.kill()
