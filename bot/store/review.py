"""What people of the project read later: feedback and what was not understood. Redacted and sealed."""

from sqlalchemy import insert

from bot.store.redaction import redact
from bot.store.tables import feedback, not_understood
from bot.store.transaction import Transaction


def keep_feedback(tx: Transaction, row: str, chat_index: str, text: str, about: str, now: float) -> None:
    """Put a correction into the review table."""
    sealed = tx.seal(feedback.c.text, row, redact(text))
    tx.connection.execute(insert(feedback).values(id=row, chat_index=chat_index, text=sealed, about=about, at=now))


def keep_not_understood(
    tx: Transaction, row: str, chat_index: str, text: str, language: str, nearest: tuple[str, ...], now: float
) -> None:
    """Keep a message that was not understood."""
    sealed = tx.seal(not_understood.c.text, row, redact(text))
    tx.connection.execute(
        insert(not_understood).values(
            id=row, chat_index=chat_index, text=sealed, language=language, nearest=" ".join(nearest), at=now
        )
    )
