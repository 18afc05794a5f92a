"""Which chat has its turn next: one turn in flight a chat, and chats take turns."""

import asyncio
from collections import OrderedDict


class ReadyChats:
    """A queue of chats. A chat with forty messages stands in it once, and at the end again after each turn."""

    def __init__(self) -> None:
        self._ready: OrderedDict[str, None] = OrderedDict()
        self._in_turn: dict[str, bool] = {}
        self._woken = asyncio.Event()

    def add(self, chat_index: str) -> None:
        """A chat has something that waits. May be called again and again."""
        if chat_index in self._in_turn:
            self._in_turn[chat_index] = True
        elif chat_index not in self._ready:
            self._ready[chat_index] = None
            self._woken.set()

    async def next(self) -> str:
        """The chat whose turn it is. The caller calls `done` when the turn is over."""
        while not self._ready:
            self._woken.clear()
            await self._woken.wait()
        chat_index, _ = self._ready.popitem(last=False)
        self._in_turn[chat_index] = False
        return chat_index

    def done(self, chat_index: str, *, has_more: bool) -> None:
        """The turn is over; with more to do the chat stands at the end again."""
        was_added = self._in_turn.pop(chat_index)
        if has_more or was_added:
            self.add(chat_index)
