"""Bring the tables to the newest form, or back."""

import logging
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store.tables import SCHEMA_VERSION


def upgrade(connection: Connection, to: str = "head") -> None:
    """Migrate upwards, quietly, inside the transaction of `connection`.

    Raises StoreError for a store that a newer Raasta wrote.
    """
    if connection.dialect.name == "postgresql":
        # two processes that start together must not both make the tables
        connection.execute(text("select pg_advisory_xact_lock(7221)"))
    at = version(connection)
    if at == SCHEMA_VERSION and to == "head":
        return
    if at is not None and at > SCHEMA_VERSION:
        raise StoreError(f"the store: was written by a newer version (schema {at}, this one knows {SCHEMA_VERSION})")
    _alembic(connection, "upgrade", to)


def downgrade(connection: Connection, to: str) -> None:
    """Migrate downwards; what the older form has no place for is lost."""
    _alembic(connection, "downgrade", to)


def version(connection: Connection) -> str | None:
    """The migration the store is at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return str(found) if found is not None else None


def _alembic(connection: Connection, direction: str, to: str) -> None:
    # imported late: it costs up to two seconds cold and is needed once a version
    from alembic import command
    from alembic.config import Config

    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    (command.upgrade if direction == "upgrade" else command.downgrade)(config, to)
