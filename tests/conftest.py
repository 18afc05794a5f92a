"""What every test may rely on: no network but loopback, the shipped content built once, a clock that stands still."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.content.build import Places, bundled_root, load
from bot.content.snapshot import Content

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""Monday, 12:00 in Karachi."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` rewrites the expected parts of the golden conversations."""
    parser.addoption("--golden", action="store_true", help="rewrite the expected parts of tests/conversations/*.yaml")


class NetworkUsed(AssertionError):
    """A test reached for an address that is not on this machine."""


@pytest.fixture(autouse=True, scope="session")
def _network_guard() -> Iterator[None]:
    """Loopback and Unix sockets only; anything else fails the test that tried."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            host = str(address[0])
            if not (host.startswith("127.") or host in {"::1", "localhost"}):
                raise NetworkUsed(f"a test tried to reach {host}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def content() -> Content:
    """The shipped content, from the cache of the checkout."""
    return load(Places(bundled_root(), ROOT / "var" / "cache"))


@pytest.fixture
def noon() -> datetime:
    """A Monday noon in Karachi."""
    return NOON
