"""The inbox: what arrived and is not yet answered. Its text is gone once the turn is done."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select, update

from bot.store.on_conflict import insert_or_leave
from bot.store.tables import inbox
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Arrived:
    """An update that waits for its turn. `payload` is the text that was put in."""

    id: str
    chat_index: str
    payload: str
    received_at: float
    ready_at: float


def add(
    tx: Transaction,
    row: str,
    update_id: int,
    chat_id: int,
    payload: str,
    now: float,
    album: str = "",
    hold: float = 0.0,
) -> bool:
    """Put an update in, to be answered not before `now + hold`. False when this update id is known already."""
    return insert_or_leave(
        tx.connection,
        inbox,
        "update_id",
        {
            "id": row,
            "update_id": update_id,
            "chat_index": tx.chat_index(chat_id),
            "album": tx.ring.blind_index("album", album) if album else None,
            "arrival": tx.next_number(inbox.c.arrival),
            "payload": tx.seal(inbox.c.payload, row, payload),
            "received_at": now,
            "ready_at": now + hold,
        },
    )


def add_done(tx: Transaction, row: str, update_id: int, now: float, album: str = "") -> bool:
    """Remember that an update needs no turn of its own. False when this update id is known already."""
    return insert_or_leave(
        tx.connection,
        inbox,
        "update_id",
        {
            "id": row,
            "update_id": update_id,
            "chat_index": None,
            "album": tx.ring.blind_index("album", album) if album else None,
            "arrival": tx.next_number(inbox.c.arrival),
            "payload": None,
            "received_at": now,
            "ready_at": now,
            "done_at": now,
        },
    )


def is_known(tx: Transaction, update_id: int) -> bool:
    """Whether this update has arrived before."""
    found = tx.connection.execute(select(inbox.c.id).where(inbox.c.update_id == update_id)).first()
    return found is not None


def album_waiting(tx: Transaction, album: str) -> Arrived | None:
    """The part of an album that waits for its turn."""
    found = tx.connection.execute(
        select(inbox.c.id, inbox.c.chat_index, inbox.c.payload, inbox.c.received_at, inbox.c.ready_at).where(
            inbox.c.album == tx.ring.blind_index("album", album), inbox.c.payload.is_not(None)
        )
    ).first()
    return _arrived(tx, found) if found else None


def is_album_known(tx: Transaction, album: str) -> bool:
    """Whether a part of the album has arrived before."""
    index = tx.ring.blind_index("album", album)
    return tx.connection.execute(select(inbox.c.id).where(inbox.c.album == index)).first() is not None


def replace_payload(tx: Transaction, row: str, payload: str, ready_at: float) -> None:
    """Put another payload in the place of one that waits."""
    tx.connection.execute(
        update(inbox)
        .where(inbox.c.id == row, inbox.c.done_at.is_(None))
        .values(payload=tx.seal(inbox.c.payload, row, payload), ready_at=ready_at)
    )


def chats_waiting(tx: Transaction) -> list[tuple[str, float]]:
    """The chats with updates that wait, longest waiting first, and when each is ready."""
    first = func.min(inbox.c.arrival)
    rows = tx.connection.execute(
        select(inbox.c.chat_index, func.min(inbox.c.ready_at))
        .where(and_(inbox.c.done_at.is_(None), inbox.c.chat_index.is_not(None)))
        .group_by(inbox.c.chat_index)
        .order_by(first)
    )
    return [(index, ready_at) for index, ready_at in rows]


def oldest(tx: Transaction, chat_index: str) -> Arrived | None:
    """The oldest update of a chat that waits. Raises SealBroken when its payload was tampered with."""
    found = tx.connection.execute(
        select(inbox.c.id, inbox.c.chat_index, inbox.c.payload, inbox.c.received_at, inbox.c.ready_at)
        .where(inbox.c.chat_index == chat_index, inbox.c.done_at.is_(None))
        .order_by(inbox.c.arrival)
        .limit(1)
    ).first()
    return _arrived(tx, found) if found else None


def drop_oldest(tx: Transaction, chat_index: str, now: float) -> None:
    """Give the oldest update of a chat up: it cannot be read, and must not block the chat for ever."""
    row = (
        select(inbox.c.id)
        .where(inbox.c.chat_index == chat_index, inbox.c.done_at.is_(None))
        .order_by(inbox.c.arrival)
        .limit(1)
        .scalar_subquery()
    )
    tx.connection.execute(update(inbox).where(inbox.c.id == row).values(payload=None, done_at=now))


def done(tx: Transaction, row: str, now: float) -> None:
    """The turn is decided: its text goes."""
    tx.connection.execute(update(inbox).where(inbox.c.id == row).values(payload=None, done_at=now))


def count_waiting(tx: Transaction) -> int:
    """How many updates wait."""
    return tx.connection.execute(select(func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))).scalar_one()


def _arrived(tx: Transaction, row: Any) -> Arrived:
    id_, chat_index, payload, received_at, ready_at = row
    return Arrived(id_, chat_index, tx.open(inbox.c.payload, id_, payload), received_at, ready_at)
