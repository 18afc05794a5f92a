"""Small facts about the store itself, by name."""

from sqlalchemy import delete, select

from bot.errors import KeyMissing
from bot.store.on_conflict import insert_or_change
from bot.store.tables import OF_A_CHAT, SEALED, mark
from bot.store.transaction import Transaction


def read(tx: Transaction, name: str) -> str | None:
    """The value of a mark."""
    return tx.connection.execute(select(mark.c.value).where(mark.c.name == name)).scalar()


def write(tx: Transaction, name: str, value: str) -> None:
    """Set a mark."""
    insert_or_change(tx.connection, mark, "name", {"name": name, "value": value})


def check_keys(tx: Transaction) -> None:
    """Refuse (KeyMissing) when the store was sealed or indexed with a key that is not in the ring."""
    known = tx.connection.execute(
        select(mark.c.name).where(mark.c.name.startswith("seal:") | mark.c.name.startswith("index:"))
    )
    missing = {name for (name,) in known} - set(tx.ring.fingerprints)
    if missing and holds_ciphertext(tx):
        raise KeyMissing(f"the store: was sealed with {', '.join(sorted(missing))}, and that key is not here")
    tx.connection.execute(delete(mark).where(mark.c.name.in_(missing)))
    for name in tx.ring.fingerprints:
        write(tx, name, "")


def holds_ciphertext(tx: Transaction) -> bool:
    """Whether anything in the store needs a key: a sealed value, or a row found by a blind index."""
    sealed = (select(column).where(column.is_not(None)).limit(1) for column in SEALED)
    indexed = (select(table.c.chat_index).limit(1) for table in OF_A_CHAT)
    return any(tx.connection.execute(query).first() is not None for query in (*sealed, *indexed))
