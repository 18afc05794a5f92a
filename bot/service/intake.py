"""Intake: updates become inbox rows, each once, before anybody acknowledges them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from bot.service.incoming import Incoming, caption_of, with_caption
from bot.service.ready_chats import ReadyChats
from bot.store import inbox
from bot.store.ids import Clock
from bot.store.store import Store
from bot.store.transaction import Transaction

ALBUM_HOLD: Final = 0.7
"""Seconds that an album without caption waits: the words may stand beside another of its pictures."""


class Intake:
    """Takes updates in. When `take` returns, they are on disk; when it raises StoreError, none of them is."""

    def __init__(self, store: Store, ready: ReadyChats, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store = store
        self._ready = ready
        self._clock = clock
        self._new_id = new_id

    async def take(self, updates: Sequence[Incoming]) -> None:
        """Put updates in; those that are known are left out, an album becomes one turn."""
        if not updates:
            return
        now = self._clock()
        waiting = await self._store.call(lambda tx: [self._put(tx, update, now) for update in updates])
        for entry in waiting:
            if entry:
                self._wake(entry[0], entry[1])

    async def resume(self) -> None:
        """Take up what an earlier process left."""
        now = self._clock()
        for chat_index, ready_at in await self._store.call(inbox.chats_waiting):
            self._wake(chat_index, ready_at - now)

    def _wake(self, chat_index: str, hold: float) -> None:
        if hold > 0:
            asyncio.get_running_loop().call_later(hold, self._ready.add, chat_index)
        else:
            self._ready.add(chat_index)

    def _put(self, tx: Transaction, update: Incoming, now: float) -> tuple[str, float] | None:
        if update.album:
            return self._put_album(tx, update, now)
        is_new = inbox.add(tx, self._new_id(), update.update_id, update.chat_id, update.to_json(), now)
        return (tx.chat_index(update.chat_id), 0.0) if is_new else None

    def _put_album(self, tx: Transaction, update: Incoming, now: float) -> tuple[str, float] | None:
        if inbox.is_known(tx, update.update_id):
            return None
        caption = caption_of(update)
        first = inbox.album_waiting(tx, update.album)
        if first is not None:
            inbox.add_done(tx, self._new_id(), update.update_id, now, update.album)
            if not caption:
                return None
            merged = with_caption(Incoming.from_json(first.payload), caption)
            inbox.replace_payload(tx, first.id, merged.to_json(), now)
            return first.chat_index, 0.0
        if inbox.is_album_known(tx, update.album) and not caption:
            inbox.add_done(tx, self._new_id(), update.update_id, now, update.album)
            return None
        hold = 0.0 if caption else ALBUM_HOLD
        payload = update.to_json()
        inbox.add(tx, self._new_id(), update.update_id, update.chat_id, payload, now, update.album, hold)
        return tx.chat_index(update.chat_id), hold
