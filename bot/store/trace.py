"""Message ids of both sides of a chat, no text, for 48 hours: what a wipe or a Delete button needs."""

from sqlalchemy import delete, insert, select

from bot.store.tables import message_trace
from bot.store.transaction import Transaction


def add(
    tx: Transaction,
    row: str,
    chat_index: str,
    turn: str,
    message_id: int,
    now: float,
    *,
    is_ours: bool,
    answers: int | None,
) -> None:
    """Remember a message of `turn`; `answers` is the person's message that one of ours answers."""
    tx.connection.execute(
        insert(message_trace).values(
            id=row, chat_index=chat_index, turn=turn, message_id=message_id, is_ours=is_ours, answers=answers, at=now
        )
    )


def all_ids(tx: Transaction, chat_index: str) -> list[int]:
    """Every message id that is known of a chat, oldest first."""
    rows = tx.connection.execute(
        select(message_trace.c.message_id).where(message_trace.c.chat_index == chat_index).distinct()
    )
    return sorted(message_id for (message_id,) in rows)


def answered_by(tx: Transaction, chat_index: str, card: int) -> int | None:
    """The person's message that our message `card` answers."""
    return tx.connection.execute(
        select(message_trace.c.answers).where(
            message_trace.c.chat_index == chat_index, message_trace.c.message_id == card
        )
    ).scalar()


def card_ids(tx: Transaction, chat_index: str, card: int) -> list[int]:
    """The card and what belongs to it: its other parts and the person's message. Always holds `card` itself."""
    turns = select(message_trace.c.turn).where(
        message_trace.c.chat_index == chat_index, message_trace.c.message_id == card, message_trace.c.is_ours.is_(True)
    )
    rows = tx.connection.execute(
        select(message_trace.c.message_id, message_trace.c.answers).where(
            message_trace.c.chat_index == chat_index, message_trace.c.turn.in_(turns)
        )
    ).all()
    return sorted({card, *(m for m, _ in rows), *(a for _, a in rows if a is not None)})


def drop(tx: Transaction, chat_index: str, message_ids: list[int]) -> None:
    """Forget messages that are gone."""
    tx.connection.execute(
        delete(message_trace).where(
            message_trace.c.chat_index == chat_index, message_trace.c.message_id.in_(message_ids)
        )
    )
