"""A session with Telegram: one lease, one poller, and what an update sets in motion."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, Final

from telegram import Bot, Update

from bot.errors import StoreError
from bot.service.assistant import Assistant
from bot.service.http import Health
from bot.service.incoming import Incoming
from bot.service.logs import log
from bot.service.service import Service
from bot.settings import Settings
from bot.store import chats, lease, outbox
from bot.store.ids import Clock
from bot.store.lease import LeaseTaken
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.telegram.channel import TelegramChannel
from bot.telegram.inline import answer_inline
from bot.telegram.polling import Polling
from bot.telegram.profile import introduce
from bot.telegram.translate import Blocked, Migrated, Myself, Spinner, translate

LEASE: Final = "poller"
LEASE_SECONDS: Final = 20.0
RENEW_EVERY: Final = 5.0


class Session:
    """Serves Telegram. `run` returns when cancelled and raises when going on makes no sense."""

    def __init__(
        self,
        settings: Settings,
        bot: Bot,
        channel: TelegramChannel,
        store: Store,
        service: Service,
        assistant: Assistant,
        health: Health,
        clock: Clock,
    ) -> None:
        self._bot = bot
        self._channel = channel
        self._store = store
        self._service = service
        self._assistant = assistant
        self._clock = clock
        self._holder = lease.this_process()
        self._polling = Polling(bot, self._take, health, settings.poll_timeout, settings.telegram_timeout)
        self._myself = Myself(0, "")
        self._aside: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def leased(self) -> AsyncIterator[None]:
        """Hold the lease while the context is open. Raises LeaseTaken when another process has it."""
        await self._renew()
        try:
            yield
        finally:
            with contextlib.suppress(StoreError):
                await self._store.call(lambda tx: lease.give_back(tx, LEASE, self._holder))

    async def run(self) -> None:
        """Poll, and keep the lease."""
        self._myself = await self._polling.get_me()
        log.info("telegram", outcome="connected", mode="polling")
        self._set_aside(introduce(self._bot, self._assistant.profile, self._store))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep_lease())
                group.create_task(self._polling.run())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            for task in self._aside:
                task.cancel()

    async def _take(self, updates: Sequence[Update]) -> None:
        # what has to be on disk goes first: when the store fails, all of this is done again
        meanings = [self._translate(update) for update in updates if not update.inline_query]
        await self._service.intake.take([meaning for meaning in meanings if isinstance(meaning, Incoming)])
        for meaning in meanings:
            if isinstance(meaning, Blocked):
                await self._note_blocked(meaning)
            elif isinstance(meaning, Migrated):
                await self._note_migrated(meaning)
        for meaning in meanings:
            if isinstance(meaning, Spinner):
                self._set_aside(self._channel.answer(meaning.callback))
        for update in updates:
            if update.inline_query:
                self._set_aside(answer_inline(self._bot, update.inline_query, self._assistant.inline_answers))
        self._service.metrics.updates.inc(len(updates))

    def _translate(self, update: Update) -> Incoming | Blocked | Migrated | Spinner | None:
        try:
            return translate(update, self._myself, self._assistant.region_of)
        except Exception as error:  # an update of a shape nobody has seen must not hold up all others
            log.error("update left out", error=error)
            return None

    async def _note_blocked(self, change: Blocked) -> None:
        def work(tx: Transaction) -> str:
            index, now = tx.chat_index(change.chat_id), self._clock()
            chats.set_blocked(tx, index, now if change.is_blocked else None)
            if change.is_blocked:
                outbox.drop_chat(tx, index, outbox.REFUSED, now)
            return index

        index = await self._store.call(work)
        if change.is_blocked:
            self._service.delivery.drop_chat(index)

    async def _note_migrated(self, change: Migrated) -> None:
        def work(tx: Transaction) -> tuple[str, str]:
            chats.move(tx, change.old_id, change.new_id)
            return tx.chat_index(change.old_id), tx.chat_index(change.new_id)

        self._service.delivery.move_chat(*await self._store.call(work))

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self._renew()
            except LeaseTaken:
                raise
            except StoreError as error:
                log.error("store", reason=str(error))

    async def _renew(self) -> None:
        await self._store.call(lambda tx: lease.take(tx, LEASE, self._holder, self._clock(), LEASE_SECONDS))

    def _set_aside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._put_away)

    def _put_away(self, task: "asyncio.Task[None]") -> None:
        self._aside.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.warning("aside", outcome="failed", error=error)
