"""Long polling: an update is acknowledged only when it is in the inbox."""

import asyncio
import random
import warnings
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.errors import RaastaError, SettingError
from bot.service.http import Health
from bot.service.insist import insist
from bot.service.logs import log
from bot.telegram.translate import Myself

ALLOWED_UPDATES: Final = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
CONFLICTS_BORNE: Final = 3
"""After a restart Telegram may still count the old connection; more than this is another process."""
CONFLICT_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 30.0

Take = Callable[[Sequence[Update]], Awaitable[None]]


class AnotherPoller(RaastaError):
    """Telegram says that another process polls with this token."""


class Polling:
    """Fetches updates until it is cancelled. `take` returns when the updates are on disk, and not before."""

    def __init__(self, bot: Bot, take: Take, health: Health, poll_timeout: int, patience: float) -> None:
        self._bot = bot
        self._take = take
        self._health = health
        self._poll_timeout = poll_timeout
        self._patience = patience
        self._failures = 0
        self._conflicts = 0

    async def get_me(self) -> Myself:
        """Who the bot is; waits until Telegram can be reached. Raises SettingError when the token is wrong."""
        while True:
            try:
                me = await self._bot.get_me()
                return Myself(me.id, me.username or "")
            except TelegramError as error:
                await self._bear(error)

    async def run(self) -> None:
        """Poll. Raises AnotherPoller or SettingError when going on makes no sense."""
        offset: int | None = None
        while True:
            try:
                updates, after = await self._fetch(offset)
            except TelegramError as error:
                await self._bear(error)
                continue
            self._failures = self._conflicts = 0
            self._health.telegram = "ok"
            if updates:
                batch = updates
                await insist(lambda: self._take(batch))  # noqa: B023  awaited at once
            offset = after if after is not None else offset

    async def _fetch(self, offset: int | None) -> tuple[Sequence[Update], int | None]:
        try:
            updates = await self._bot.get_updates(
                offset,
                timeout=timedelta(seconds=self._poll_timeout),
                allowed_updates=ALLOWED_UPDATES,
                read_timeout=self._patience,
            )
        except TelegramError:
            raise
        except Exception as error:  # one update that the library cannot read must not hold up all others
            log.error("updates unreadable", error=error)
            return await self._fetch_one_by_one(offset)
        return updates, updates[-1].update_id + 1 if updates else None

    async def _fetch_one_by_one(self, offset: int | None) -> tuple[Sequence[Update], int | None]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library would rather have us use get_updates
            raw: list[dict[str, Any]] = await self._bot.do_api_request(
                "getUpdates", {"offset": offset, "timeout": 0, "allowed_updates": ALLOWED_UPDATES}
            )
        updates = []
        for data in raw:
            try:
                updates.append(Update.de_json(data, self._bot))
            except Exception as error:
                log.error("update left out", error=error)
        return updates, raw[-1]["update_id"] + 1 if raw else None

    async def _bear(self, error: TelegramError) -> None:
        match error:
            case InvalidToken():
                raise SettingError("RAASTA_TELEGRAM_TOKEN: Telegram does not know this token") from None
            case Conflict():
                self._conflicts += 1
                if self._conflicts > CONFLICTS_BORNE:
                    raise AnotherPoller("another process polls Telegram with this token; stop it first") from None
                log.warning("polling", reason="409, another poller", attempt=self._conflicts)
                await asyncio.sleep(CONFLICT_PAUSE)
            case RetryAfter():
                after = error.retry_after
                await asyncio.sleep(after.total_seconds() if isinstance(after, timedelta) else after)
            case _:
                self._failures += 1
                self._health.telegram = "unreachable"
                pause = min(LONGEST_PAUSE, 0.25 * 2 ** min(self._failures, 10)) * (0.5 + random.random())
                reason = "time-out" if isinstance(error, TimedOut) else "network"
                log.warning("polling", reason=reason, attempt=self._failures)
                await asyncio.sleep(pause)
