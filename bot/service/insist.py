"""Insisting: what has to be in the store is tried again until it is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.errors import KeyMissing, StoreError
from bot.service.logs import log
from bot.store.keyring import SealBroken

T = TypeVar("T")
PAUSE: Final = 0.5


async def insist(call: Callable[[], Awaitable[T]], pause: float = PAUSE) -> T:
    """The result of `call`, tried again while the store cannot (a full disk, a database that restarts).

    Raises SealBroken and KeyMissing, which no patience mends, and whatever is no StoreError.
    """
    while True:
        try:
            return await call()
        except (SealBroken, KeyMissing):
            raise
        except StoreError as error:
            log.error("store", reason=str(error))
            await asyncio.sleep(pause)
