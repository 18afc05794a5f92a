"""The end dates. Everything that is kept goes by itself."""

from typing import Final

from sqlalchemy import delete

from bot.store.tables import chat, feedback, inbox, message_trace, not_understood, outbox
from bot.store.transaction import Transaction

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR

TRACE: Final = 48 * HOUR
"""A bot may delete messages for 48 hours; after that their ids are of no use."""
FINISHED: Final = 48 * HOUR
"""Telegram repeats an update for at most 24 hours, so an id twice as old is not needed to recognise a duplicate."""
CHAT: Final = 90 * DAY
REVIEW: Final = 180 * DAY


def trim(tx: Transaction, now: float) -> int:
    """Remove what has reached its end date; says how many rows that were."""
    ended = (
        delete(inbox).where(inbox.c.done_at < now - FINISHED),
        delete(outbox).where(outbox.c.finished_at < now - FINISHED),
        delete(message_trace).where(message_trace.c.at < now - TRACE),
        delete(chat).where(chat.c.changed_at < now - CHAT),
        delete(feedback).where(feedback.c.at < now - REVIEW),
        delete(not_understood).where(not_understood.c.at < now - REVIEW),
    )
    return sum(tx.connection.execute(statement).rowcount for statement in ended)
