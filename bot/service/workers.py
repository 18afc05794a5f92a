"""Workers: give each chat its turn, one after the other within a chat, fairly between chats."""

import asyncio
from typing import Final

from bot.errors import KeyMissing
from bot.service.delivery import Delivery
from bot.service.insist import insist
from bot.service.logs import log
from bot.service.metrics import Metrics
from bot.service.ready_chats import ReadyChats
from bot.service.turn import TurnEnd, TurnTools, run_turn
from bot.store import inbox
from bot.store.keyring import SealBroken
from bot.store.store import Store

HOW_MANY: Final = 8
"""Turns that may share a commit. The writer thread does them one after the other."""


class Workers:
    """Takes chats from `ready` and carries out their turns."""

    def __init__(self, store: Store, ready: ReadyChats, delivery: Delivery, tools: TurnTools, metrics: Metrics) -> None:
        self._store = store
        self._ready = ready
        self._delivery = delivery
        self._tools = tools
        self._metrics = metrics
        self._turns: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; `land` then waits for the turns that had begun."""
        async with asyncio.TaskGroup() as group:
            for _ in range(HOW_MANY):
                group.create_task(self._work())

    async def land(self, seconds: float) -> None:
        """Let the turns that have begun end, for at most so long."""
        if self._turns:
            await asyncio.wait(self._turns, timeout=seconds)

    async def _work(self) -> None:
        while True:
            chat_index = await self._ready.next()
            turn = asyncio.create_task(self._one(chat_index), name="turn")
            self._turns.add(turn)
            turn.add_done_callback(self._turns.discard)
            await asyncio.shield(turn)

    async def _one(self, chat_index: str) -> None:
        end = None
        try:
            end = await self._turn(chat_index)
        except Exception as error:  # whatever it is, the other chats go on
            log.error("turn failed", error=error)
        finally:
            self._ready.done(chat_index, has_more=end is not None and end.ready_at is None)
        if end is not None and end.ready_at is not None:
            hold = max(0.0, end.ready_at - self._tools.clock())
            asyncio.get_running_loop().call_later(hold, self._ready.add, chat_index)

    async def _turn(self, chat_index: str) -> TurnEnd | None:
        try:
            end = await self._carefully(chat_index)
        except Exception as error:
            # it cannot even be given up with a kind word: it must not block its chat for ever
            log.error("update refused", error=error)
            await insist(lambda: self._store.call(lambda tx: inbox.drop_oldest(tx, chat_index, self._tools.clock())))
            return TurnEnd(event="Unreadable", has_failed=True)
        if end is not None and end.ready_at is None:
            self._metrics.turns.labels(end.event, "failed" if end.has_failed else "done").inc()
            self._metrics.turn_wait.observe(end.waited)
            self._delivery.add(end.added)
        return end

    async def _carefully(self, chat_index: str) -> TurnEnd | None:
        try:
            return await self._try(chat_index, give_up=False)
        except (SealBroken, KeyMissing):
            raise
        except Exception as error:
            log.error("turn failed", error=error)
            return await self._try(chat_index, give_up=True)

    async def _try(self, chat_index: str, *, give_up: bool) -> TurnEnd | None:
        return await insist(lambda: self._store.call(lambda tx: run_turn(tx, chat_index, self._tools, give_up=give_up)))
