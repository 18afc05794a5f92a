"""The tables can be made, taken back with data in them, and made again; they are what the code believes."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.errors import StoreError
from bot.store import inbox, migrate
from bot.store.store import Store, open_store
from bot.store.tables import SCHEMA_VERSION, metadata
from tests.integration.conftest import RING
from tests.integration.test_store_conformance import fill


async def test_up_down_and_up_again_with_data(store: Store, new_id: Callable[[], str]) -> None:
    await fill(store, new_id)
    await store.call(lambda tx: migrate.downgrade(tx.connection, "base"))
    names = await store.call(lambda tx: inspect(tx.connection).get_table_names())
    assert set(names) <= {"alembic_version"}
    await store.call(lambda tx: migrate.upgrade(tx.connection))
    assert await store.call(inbox.count_waiting) == 0
    await fill(store, new_id)
    assert await store.call(lambda tx: migrate.version(tx.connection)) == SCHEMA_VERSION


async def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    def differences(tx: object) -> list[object]:
        connection = tx.connection  # type: ignore[attr-defined]
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    assert await store.call(differences) == []


async def test_opening_twice_migrates_once_and_keeps_data(address: str, new_id: Callable[[], str]) -> None:
    first = await open_store(address, RING)
    await fill(first, new_id)
    await first.close()
    second = await open_store(address, RING)
    assert await second.call(inbox.count_waiting) == 1
    await second.close()


async def test_a_store_of_a_newer_version_is_refused(address: str) -> None:
    store = await open_store(address, RING)
    await store.call(lambda tx: tx.connection.execute(text("update alembic_version set version_num = '9999'")))
    await store.close()
    with pytest.raises(StoreError, match="newer version"):
        await open_store(address, RING)
