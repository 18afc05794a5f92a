"""Stores of both kinds, each fresh."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.store.ids import IdMaker
from bot.store.keyring import KeyRing
from bot.store.store import Store, open_store
from tests.integration import postgres

RING = KeyRing((b"s" * 32,), b"i" * 32)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server; skips in one line where it is not installed."""
    programs = postgres.binaries()
    if programs is None:
        line = f"PostgreSQL is missing: apt install {postgres.PACKAGE}"
        if "postgres" in os.environ.get("RAASTA_REQUIRE", ""):
            pytest.fail(line)
        pytest.skip(line)
    with postgres.server(programs) as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path, new_id: Callable[[], str]) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/raasta.db"
    else:
        with postgres.database(request.getfixturevalue("postgres_server"), f"t{new_id()}") as address:
            yield address


@pytest.fixture
async def store(address: str) -> AsyncIterator[Store]:
    """An open store."""
    opened = await open_store(address, RING)
    yield opened
    await opened.close()


@pytest.fixture
def new_id() -> Callable[[], str]:
    """Makes row ids."""
    return IdMaker()
