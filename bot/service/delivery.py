"""Delivery: carries out what stands in the outbox, until the channel has answered and the answer is recorded."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from typing import Final

from bot.errors import KeyMissing
from bot.service.channel import Channel, Done, Later, Moved, Outcome, Refused
from bot.service.ledger import Ledger, Opened, TooLate
from bot.service.logs import log
from bot.service.metrics import Metrics
from bot.service.schedule import Schedule
from bot.store.ids import Clock
from bot.store.keyring import SealBroken
from bot.store.outbox import Waiting

AT_ONCE: Final = 16
FIRST_RETRY: Final = 0.5
LONGEST_RETRY: Final = 60.0
GIVE_UP_AFTER: Final = 24 * 3600.0
DRAIN_LOOK: Final = 0.02
ANSWER_GOOD_FOR: Final = 60.0
"""Telegram takes the answer to a pressed button for about this long."""


class Delivery:
    """Sends what waits. At least once: a crash between the channel's answer and its record repeats that one message."""

    def __init__(
        self,
        ledger: Ledger,
        channel: Channel,
        metrics: Metrics,
        clock: Clock,
        send_rate: float,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._ledger = ledger
        self._channel = channel
        self._metrics = metrics
        self._clock = clock
        self._jitter = jitter
        self._schedule = Schedule(send_rate)
        self._woken = asyncio.Event()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._in_flight: set[asyncio.Task[None]] = set()

    def add(self, rows: tuple[Waiting, ...]) -> None:
        """Take up rows that are committed."""
        for row in rows:
            self._schedule.add(row)
        if rows:
            self._woken.set()

    def drop_chat(self, chat_index: str) -> None:
        """Nothing waits for this chat any more."""
        self._schedule.drop_chat(chat_index)

    def move_chat(self, old: str, new: str) -> None:
        """A chat has another index now."""
        self._schedule.move_chat(old, new)
        self._woken.set()

    async def run(self) -> None:
        """Take up what an earlier process left, then deliver until cancelled."""
        self.add(tuple(await self._ledger.all_waiting()))
        while True:
            await self._slots.acquire()
            try:
                row = await self._next()
            except asyncio.CancelledError:
                self._slots.release()
                raise
            task = asyncio.create_task(self._deliver(row), name="deliver")
            self._in_flight.add(task)
            task.add_done_callback(self._landed)

    async def drain(self, seconds: float) -> None:
        """Wait until nothing is due, for at most so long. What is left stays in the outbox for the next start."""
        until = self._clock() + seconds
        while (self._schedule or self._in_flight) and self._clock() < until:
            await asyncio.sleep(DRAIN_LOOK)

    async def land(self, seconds: float) -> None:
        """Let what is in flight end, for at most so long. To be called when `run` has been cancelled."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=seconds)

    async def _next(self) -> Waiting:
        while True:
            self._woken.clear()
            found = self._schedule.next(self._clock())
            if isinstance(found, Waiting):
                return found
            # not wait_for: on Python 3.11 it may swallow the cancellation that stops the service
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(found):
                    await self._woken.wait()

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._in_flight.discard(task)
        self._slots.release()
        self._woken.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("delivery failed", error=error)

    async def _deliver(self, row: Waiting) -> None:
        try:
            opened = await self._ledger.open(row)
        except (SealBroken, KeyMissing):
            log.error("parcel", outcome="refused", reason="seal broken")
            await self._ledger.end(row, is_refused=True)
            opened = None
        if isinstance(opened, Opened):
            await self._record(row, opened, await self._carry_out(opened))
            return
        self._schedule.finish(row)
        if isinstance(opened, TooLate):
            log.warning("parcel", outcome="neutral", lane=row.lane.name)
            self.add((opened.neutral,))

    async def _carry_out(self, opened: Opened) -> Outcome:
        try:
            return await self._channel.carry_out(opened.chat_id, opened.parcel, opened.message_ids)
        except Exception as error:  # a bug in the channel must not stop a chat for ever
            log.error("channel failed", error=error, kind=opened.parcel.kind)
            return Later("channel failed")

    async def _record(self, row: Waiting, opened: Opened, outcome: Outcome) -> None:
        self._metrics.parcels.labels(row.lane.name, opened.parcel.kind, type(outcome).__name__).inc()
        match outcome:
            case Done():
                await self._ledger.done(row, opened, outcome)
                self._schedule.finish(row)
                self._metrics.delivery.labels(row.lane.name).observe(self._clock() - row.created_at)
            case Refused(reason, is_chat_gone):
                log.warning("parcel", outcome="refused", reason=reason, kind=opened.parcel.kind)
                await self._ledger.end(row, is_refused=True)
                if is_chat_gone:
                    await self._ledger.chat_gone(row.chat_index)
                    self._schedule.drop_chat(row.chat_index)
                self._schedule.finish(row)
            case Moved(chat_id):
                index = await self._ledger.move(opened.chat_id, chat_id)
                self._schedule.move_chat(row.chat_index, index)
                self._schedule.finish(row, is_gone=False)
            case Later():
                await self._try_later(row, opened, outcome)

    async def _try_later(self, row: Waiting, opened: Opened, outcome: Later) -> None:
        now = self._clock()
        good_for = ANSWER_GOOD_FOR if opened.parcel.kind == "answer" else GIVE_UP_AFTER
        if now - row.created_at > good_for:
            log.warning("parcel", outcome="expired", kind=opened.parcel.kind, attempt=row.attempts)
            await self._ledger.end(row, is_refused=False)
            self._schedule.finish(row)
            return
        log.info("parcel", outcome="later", reason=outcome.reason, attempt=row.attempts + 1, kind=opened.parcel.kind)
        if outcome.after is not None:
            self._metrics.throttled.inc()
            self._schedule.throttle(row.chat_index, now, now + outcome.after)
            due_at = now + outcome.after
        else:
            pause = min(LONGEST_RETRY, FIRST_RETRY * 2 ** min(row.attempts, 10))
            due_at = now + pause * (0.5 + self._jitter())
        await self._ledger.postpone(row, due_at)
        self._schedule.postpone(row, due_at)
