"""The outbox: what is decided and not yet delivered. Its text is gone once delivery is recorded."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, select, update

from bot.store.chats import is_known
from bot.store.tables import outbox
from bot.store.transaction import Transaction

WAITING: Final = "waiting"
SENT: Final = "sent"
REFUSED: Final = "refused"
EXPIRED: Final = "expired"


class Lane(IntEnum):
    """Lower goes first."""

    EMERGENCY = 0
    REPLY = 1


@dataclass(frozen=True)
class Waiting:
    """What delivery has to know of a row to choose the next one. No text, no chat id."""

    id: str
    chat_index: str
    lane: Lane
    order_no: int
    created_at: float
    due_at: float
    attempts: int
    is_sensitive: bool
    is_group: bool


def add(
    tx: Transaction,
    row: str,
    chat_id: int,
    payload: str,
    now: float,
    *,
    lane: Lane = Lane.REPLY,
    is_sensitive: bool = False,
    is_group: bool = False,
) -> Waiting:
    """Put a message in, after everything that is there."""
    waiting = Waiting(
        row, tx.chat_index(chat_id), lane, tx.next_number(outbox.c.order_no), now, now, 0, is_sensitive, is_group
    )
    tx.connection.execute(
        insert(outbox).values(
            id=row,
            chat_index=waiting.chat_index,
            chat_id=tx.seal(outbox.c.chat_id, row, str(chat_id)),
            payload=tx.seal(outbox.c.payload, row, payload),
            lane=int(lane),
            order_no=waiting.order_no,
            created_at=now,
            due_at=now,
            attempts=0,
            state=WAITING,
            is_sensitive=is_sensitive,
            is_group=is_group,
        )
    )
    return waiting


def all_waiting(tx: Transaction) -> list[Waiting]:
    """Everything that is not delivered yet, in order."""
    return [_waiting(row) for row in tx.connection.execute(_select().order_by(outbox.c.order_no))]


def read(tx: Transaction, row: str) -> tuple[int, str] | None:
    """Chat id and payload of a row that waits; None when it is gone. Raises SealBroken."""
    found = tx.connection.execute(
        select(outbox.c.chat_id, outbox.c.payload).where(outbox.c.id == row, outbox.c.state == WAITING)
    ).first()
    if found is None:
        return None
    return int(tx.open(outbox.c.chat_id, row, found[0])), tx.open(outbox.c.payload, row, found[1])


def finish(tx: Transaction, row: str, state: str, now: float, message_id: int | None = None) -> bool:
    """Record the end of a row and null what it said. False when the row was removed meanwhile.

    The row of a chat that has been forgotten is removed altogether.
    """
    index = tx.connection.execute(select(outbox.c.chat_index).where(outbox.c.id == row)).scalar()
    if index is None:
        return False
    if not is_known(tx, index):
        tx.connection.execute(delete(outbox).where(outbox.c.id == row))
        return True
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.id == row)
        .values(state=state, finished_at=now, message_id=message_id, payload=None, chat_id=None)
    )
    return True


def postpone(tx: Transaction, row: str, due_at: float) -> None:
    """Record an attempt that failed, and when to try again."""
    tx.connection.execute(
        update(outbox).where(outbox.c.id == row).values(due_at=due_at, attempts=outbox.c.attempts + 1)
    )


def drop_chat(tx: Transaction, chat_index: str, state: str, now: float) -> int:
    """End everything that waits for a chat; says how many rows that were."""
    rows = tx.connection.execute(
        select(outbox.c.id).where(outbox.c.chat_index == chat_index, outbox.c.state == WAITING)
    )
    ids = [row for (row,) in rows.all()]
    for row in ids:
        finish(tx, row, state, now)
    return len(ids)


def sensitive_before(tx: Transaction, chat_index: str, created_before: float) -> list[str]:
    """The sensitive rows of a chat that have waited since before `created_before`."""
    rows = tx.connection.execute(
        select(outbox.c.id).where(
            outbox.c.chat_index == chat_index,
            outbox.c.state == WAITING,
            outbox.c.is_sensitive.is_(True),
            outbox.c.created_at <= created_before,
        )
    )
    return [row for (row,) in rows]


def count_waiting(tx: Transaction) -> dict[Lane, int]:
    """How many rows wait in each lane."""
    rows = tx.connection.execute(
        select(outbox.c.lane, func.count()).where(outbox.c.state == WAITING).group_by(outbox.c.lane)
    )
    return dict.fromkeys(Lane, 0) | {Lane(lane): count for lane, count in rows}


def _select() -> "Select[tuple[str, str, int, int, float, float, int, bool, bool]]":
    return select(
        outbox.c.id,
        outbox.c.chat_index,
        outbox.c.lane,
        outbox.c.order_no,
        outbox.c.created_at,
        outbox.c.due_at,
        outbox.c.attempts,
        outbox.c.is_sensitive,
        outbox.c.is_group,
    ).where(outbox.c.state == WAITING)


def _waiting(row: Any) -> Waiting:
    id_, index, lane, order_no, created_at, due_at, attempts, is_sensitive, is_group = row
    return Waiting(id_, index, Lane(lane), order_no, created_at, due_at, attempts, is_sensitive, is_group)
