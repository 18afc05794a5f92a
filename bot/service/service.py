"""The service: everything behind a channel, started and stopped as one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from bot.service.assistant import Assistant
from bot.service.channel import Channel
from bot.service.delivery import Delivery
from bot.service.insist import insist
from bot.service.intake import Intake
from bot.service.ledger import Ledger
from bot.service.logs import log
from bot.service.metrics import Metrics
from bot.service.ready_chats import ReadyChats
from bot.service.turn import TurnTools
from bot.service.workers import Workers
from bot.settings import Settings
from bot.store.ids import Clock
from bot.store.retention import trim
from bot.store.store import Store

TRIM_EVERY: Final = 3600.0
LANDING: Final = 3.0
"""Seconds that turns, and then sends, get when the service stops."""


class Service:
    """Intake, workers and delivery over one store and one channel."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        assistant: Assistant,
        channel: Channel,
        metrics: Metrics,
        clock: Clock,
        new_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._clock = clock
        self._ready = ReadyChats()
        self.metrics = metrics
        self.intake = Intake(store, self._ready, clock, new_id)
        ledger = Ledger(store, assistant, clock, new_id, settings.neutral_after)
        self.delivery = Delivery(ledger, channel, metrics, clock, settings.send_rate)
        tools = TurnTools(assistant, channel.pieces, clock, new_id, settings.not_understood)
        self._workers = Workers(store, self._ready, self.delivery, tools, metrics)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work while the context is open; at its end let the turns and the sends in flight end."""
        await self.intake.resume()
        workers = asyncio.create_task(self._workers.run(), name="workers")
        delivery = asyncio.create_task(self.delivery.run(), name="delivery")
        trimmer = asyncio.create_task(self._trim(), name="trim")
        try:
            yield
        finally:
            await _cancel(workers)
            await self._workers.land(LANDING)
            await self.delivery.drain(LANDING)
            await _cancel(delivery, trimmer)
            await self.delivery.land(LANDING)

    async def _trim(self) -> None:
        while True:
            removed = await insist(lambda: self._store.call(lambda tx: trim(tx, self._clock())))
            if removed:
                log.info("trimmed", count=removed)
            await asyncio.sleep(TRIM_EVERY)


async def _cancel(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
