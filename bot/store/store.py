"""Opening, calling and closing the store."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.store import migrate
from bot.store.engine import BUSY_SECONDS, make_engine
from bot.store.keyring import KeyRing, make_keys, parse_keys, read_keys
from bot.store.marks import check_keys, holds_ciphertext
from bot.store.transaction import Transaction
from bot.store.writer import Writer

T = TypeVar("T")


class Store:
    """A store that is open. One call is one transaction."""

    def __init__(self, writer: Writer, ring: KeyRing) -> None:
        self._writer = writer
        self.ring = ring

    async def call(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in the writer thread, all or nothing, and return when it is committed. Raises StoreError."""
        ring = self.ring
        return await self._writer.call(lambda connection: work(Transaction(connection, ring)))

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        await self._writer.close()

    @property
    def commits(self) -> int:
        """Commits so far: fewer than calls when calls came together."""
        return self._writer.commits


async def open_store(
    address: str, keys: KeyRing | Callable[[bool], KeyRing], busy_seconds: float = BUSY_SECONDS
) -> Store:
    """Connect, migrate, check the keys. `keys` may be a function that is told whether the store holds ciphertext.

    Raises StoreError when the database cannot be reached or written, KeyMissing when it is sealed with other keys.
    """
    writer = Writer(make_engine(address, busy_seconds))
    try:
        await writer.call(migrate.upgrade)
        ring = keys if isinstance(keys, KeyRing) else keys(await writer.call(_holds_ciphertext))
        store = Store(writer, ring)
        await store.call(check_keys)
    except BaseException:
        await writer.close()
        raise
    return store


def keys_from(text: str | None, folder: Path) -> Callable[[bool], KeyRing]:
    """Where keys come from: the setting, else the files, else (only for a store without ciphertext) new files."""

    def choose(is_sealed: bool) -> KeyRing:
        if text:
            return parse_keys(text)
        keys = read_keys(folder)
        if keys is not None:
            return keys
        if is_sealed:
            raise KeyMissing(f"{folder}: no keys here, but the store is sealed; put its keys back")
        keys = make_keys(folder)
        print(
            f"Raasta: made new keys in {folder}; back them up, without them the store cannot be read", file=sys.stderr
        )
        return keys

    return choose


def _holds_ciphertext(connection: Connection) -> bool:
    # no key is used for this question
    return holds_ciphertext(Transaction(connection, KeyRing((b"",), b"")))
