"""Insert or leave, insert or change: the one place that knows the dialects."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_or_leave(connection: Connection, table: Table, key: str, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same `key` is there. True when it was inserted."""
    statement = _insert(connection, table).values(dict(values)).on_conflict_do_nothing(index_elements=[key])
    # not by rowcount: on PostgreSQL an insert may report -1
    return connection.execute(statement.returning(table.c[key])).first() is not None


def insert_or_change(connection: Connection, table: Table, key: str, values: Mapping[str, Any]) -> None:
    """Insert a row, or change the row with the same `key` to `values`."""
    changed = {name: value for name, value in values.items() if name != key}
    statement = _insert(connection, table).values(dict(values))
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=changed))


def _insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
