"""Row ids made by the application: a sealed column is bound to its row before the row is inserted."""

import secrets
import threading
import time
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since 1970, UTC."""


class IdMaker:
    """Makes UUIDs of version 7 as 32 hexadecimal letters. Each id sorts after those made before it here."""

    def __init__(self, clock: Clock = time.time, random_bits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._random_bits = random_bits
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            stamp = int(self._clock() * 1000) & ((1 << 48) - 1)
            fresh = stamp << 74 | self._random_bits(74)
            # a clock that was set back must not put a row before an older one
            self._last = max(fresh, self._last + 1)
            return _as_uuid7(self._last)


def _as_uuid7(value: int) -> str:
    stamp, high, low = value >> 74, value >> 62 & 0xFFF, value & ((1 << 62) - 1)
    return f"{stamp << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"
