"""The order of delivery: emergencies first, then whoever was served longest ago; within a chat always in order."""

import heapq
from dataclasses import dataclass, field, replace
from typing import Final

from bot.service.bucket import Bucket
from bot.store.outbox import Lane, Waiting

PER_CHAT: Final = (3.0, 1.0)
"""A short burst, then one a second: what Telegram asks for in a private chat."""
PER_GROUP: Final = (3.0, 20 / 60)
"""Twenty a minute in a group."""
FAR: Final = 3600.0
IDLE_KEPT: Final = 200
"""Chats with nothing to deliver that are kept in memory for their pace before it is tidied."""


@dataclass
class _Chat:
    bucket: Bucket
    heap: list[tuple[int, int, str]] = field(default_factory=list)
    blocked_until: float = 0.0
    throttled_until: float = 0.0
    last_served: float = 0.0
    is_busy: bool = False


class Schedule:
    """Holds what waits, in memory; the outbox is the truth. One parcel in flight a chat. Pure: time is passed in."""

    def __init__(self, send_rate: float) -> None:
        self._everybody = Bucket(max(1.0, send_rate), send_rate)
        self._blocked_until = 0.0
        self._chats: dict[str, _Chat] = {}
        self._rows: dict[str, Waiting] = {}

    def add(self, row: Waiting) -> None:
        """Something more waits."""
        if row.id not in self._rows:
            self._rows[row.id] = row
            heapq.heappush(self._chat(row).heap, (row.lane, row.order_no, row.id))

    def next(self, now: float) -> Waiting | float:
        """The row to send now, or the seconds until there may be one. Its chat is busy until `finish` or `postpone`."""
        open_at = max(self._blocked_until, self._everybody.ready_at(now))
        best: tuple[int, float, int] | None = None
        chosen = ""
        soonest = now + FAR
        self._leave_idle(now)
        for index, chat in self._chats.items():
            row = None if chat.is_busy else self._head(chat)
            if row is None:
                continue
            due = max(row.due_at, chat.blocked_until, open_at)
            if row.lane != Lane.EMERGENCY:
                # the pace is our own courtesy, so an emergency goes before it; a 429 binds everybody
                due = max(due, chat.bucket.ready_at(now))
            soonest = min(soonest, due)
            rank = (int(row.lane), chat.last_served, row.order_no)
            if due <= now and (best is None or rank < best):
                best, chosen = rank, index
        if best is None:
            return soonest - now
        chat = self._chats[chosen]
        chat.is_busy, chat.last_served = True, now
        chat.bucket.take(now)
        self._everybody.take(now)
        row = self._head(chat)
        assert row is not None
        return row

    def finish(self, row: Waiting, *, is_gone: bool = True) -> None:
        """The row is no longer in flight: sent, refused or removed, unless it `is_gone` only from its old chat."""
        if is_gone:
            self._rows.pop(row.id, None)
        self._release(row.chat_index)

    def postpone(self, row: Waiting, due_at: float) -> None:
        """Try the row again later; what is behind it in its chat waits along, unless it is an emergency."""
        if row.id in self._rows:
            self._rows[row.id] = replace(row, due_at=due_at, attempts=row.attempts + 1)
        self._release(row.chat_index)

    def throttle(self, chat_index: str, now: float, until: float) -> None:
        """The channel said 429 about a chat. When it says so about two at once, it means the whole bot."""
        others = any(chat.throttled_until > now for index, chat in self._chats.items() if index != chat_index)
        if chat := self._chats.get(chat_index):
            chat.blocked_until = chat.throttled_until = until
        if others:
            self._blocked_until = max(self._blocked_until, until)

    def drop_chat(self, chat_index: str) -> None:
        """Nothing of this chat waits any more. What is in flight stays busy until it is finished."""
        self._rows = {id_: row for id_, row in self._rows.items() if row.chat_index != chat_index}

    def move_chat(self, old: str, new: str) -> None:
        """A chat has another index now."""
        rows = [replace(row, chat_index=new) for row in self._rows.values() if row.chat_index == old]
        self.drop_chat(old)
        for row in sorted(rows, key=lambda row: row.order_no):
            self.add(row)

    def __len__(self) -> int:
        return len(self._rows)

    def _leave_idle(self, now: float) -> None:
        if len(self._chats) <= 2 * len(self._rows) + IDLE_KEPT:
            return
        waiting = {row.chat_index for row in self._rows.values()}
        idle = [
            index
            for index, chat in self._chats.items()
            if index not in waiting and not chat.is_busy and chat.blocked_until <= now and chat.bucket.is_full(now)
        ]
        for index in idle:
            del self._chats[index]

    def _head(self, chat: _Chat) -> Waiting | None:
        while chat.heap:
            row = self._rows.get(chat.heap[0][2])
            if row is not None:
                return row
            heapq.heappop(chat.heap)
        return None

    def _chat(self, row: Waiting) -> _Chat:
        if row.chat_index not in self._chats:
            self._chats[row.chat_index] = _Chat(Bucket(*(PER_GROUP if row.is_group else PER_CHAT)))
        return self._chats[row.chat_index]

    def _release(self, chat_index: str) -> None:
        if chat := self._chats.get(chat_index):
            chat.is_busy = False
