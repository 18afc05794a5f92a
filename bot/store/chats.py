"""Chats: one versioned, sealed row a chat, and how it is forgotten."""

from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from bot.store.on_conflict import insert_or_change
from bot.store.tables import OF_A_CHAT, chat, feedback, inbox, message_trace, not_understood, outbox, tombstone
from bot.store.transaction import Transaction


def state(tx: Transaction, chat_index: str) -> str | None:
    """The state of a chat as it was saved, None for a chat that is not known. Raises SealBroken."""
    sealed = tx.connection.execute(select(chat.c.state).where(chat.c.chat_index == chat_index)).scalar()
    return None if sealed is None else tx.open(chat.c.state, chat_index, sealed)


def save(tx: Transaction, chat_id: int, text: str, now: float) -> None:
    """Save the state of a chat, one version higher. Whoever writes to us has not blocked us."""
    index = tx.chat_index(chat_id)
    version = tx.connection.execute(select(chat.c.version).where(chat.c.chat_index == index)).scalar()
    insert_or_change(
        tx.connection,
        chat,
        "chat_index",
        {
            "chat_index": index,
            "chat_id": tx.seal(chat.c.chat_id, index, str(chat_id)),
            "state": tx.seal(chat.c.state, index, text),
            "version": (version or 0) + 1,
            "changed_at": now,
            "blocked_at": None,
        },
    )


def is_known(tx: Transaction, chat_index: str) -> bool:
    """Whether anything is remembered of this chat."""
    return tx.connection.execute(select(chat.c.version).where(chat.c.chat_index == chat_index)).first() is not None


def set_blocked(tx: Transaction, chat_index: str, at: float | None) -> None:
    """Record that the person has blocked the bot (or has not any more)."""
    tx.connection.execute(update(chat).where(chat.c.chat_index == chat_index).values(blocked_at=at))


def erase(tx: Transaction, chat_index: str, *, keep_trace: bool = False) -> None:
    """Remove every row of a chat. Inbox rows stay without chat and text, so that an update is not answered twice.

    `keep_trace` leaves the message ids, for a wipe that still has to be carried out.
    """
    for table in OF_A_CHAT:
        if not (keep_trace and table is message_trace):
            tx.connection.execute(delete(table).where(table.c.chat_index == chat_index))


def bury(tx: Transaction, row: str, chat_index: str, now: float) -> None:
    """Leave a tombstone: a date and nothing else. Call it after the turn of the chat is done."""
    tx.connection.execute(
        update(inbox).where(inbox.c.chat_index == chat_index, inbox.c.done_at.is_not(None)).values(chat_index=None)
    )
    date = datetime.fromtimestamp(now, UTC).date().isoformat()
    tx.connection.execute(insert(tombstone).values(id=row, date=date))


def move(tx: Transaction, old_id: int, new_id: int) -> None:
    """A group became a supergroup and has a new id: everything of it moves along."""
    old, new = tx.chat_index(old_id), tx.chat_index(new_id)
    if old == new:
        return
    tx.connection.execute(delete(chat).where(chat.c.chat_index == old))  # state of groups is not kept
    for table in (inbox, outbox, message_trace, feedback, not_understood):
        tx.connection.execute(update(table).where(table.c.chat_index == old).values(chat_index=new))
    waiting = select(outbox.c.id).where(outbox.c.chat_index == new, outbox.c.state == "waiting")
    for (row,) in tx.connection.execute(waiting).all():
        sealed = tx.seal(outbox.c.chat_id, row, str(new_id))
        tx.connection.execute(update(outbox).where(outbox.c.id == row).values(chat_id=sealed))
