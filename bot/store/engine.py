"""The engine for a database address: SQLite or PostgreSQL, one connection, nothing personal in its errors."""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from bot.errors import SettingError, StoreError

BUSY_SECONDS: Final = 5.0
"""How long SQLite waits for another process that is writing."""


def make_engine(address: str, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """An engine for `sqlite+aiosqlite:///…`, `sqlite:///…` or `postgresql+psycopg://…`.

    A missing folder of an SQLite file is made when its parent exists, else StoreError.
    SQLAlchemy's errors leave out the parameters of statements: they could be personal.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise SettingError("RAASTA_DATABASE_URL: is no database address") from None
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_seconds)
    return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": 5})


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    if url.database and url.database != ":memory:":
        _make_folder(Path(url.database).parent)
    # the design's writer thread is synchronous, so both spellings mean the driver of the standard library
    engine = create_engine(
        url.set(drivername="sqlite"),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        raise StoreError(f"RAASTA_DATABASE_URL: the folder {folder} does not exist; make it first")
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise StoreError(f"RAASTA_DATABASE_URL: cannot make the folder {folder}: {error.strerror}") from None


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    # IMMEDIATE: a transaction that reads first and writes later must not lose its snapshot to another process
    connection.exec_driver_sql("BEGIN IMMEDIATE")
