"""The tables. What identifies or quotes a person is a sealed column (`LargeBinary`) or a blind index (`chat_index`)."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

SCHEMA_VERSION: Final = "0001"
"""The newest migration. When the store is at it, alembic is not even imported."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[str]:
    return Column("id", String(32), primary_key=True)


def _chat_index(*, is_nullable: bool = False) -> Column[str]:
    return Column("chat_index", String(64), nullable=is_nullable)


inbox: Final = Table(
    "inbox",
    metadata,
    _id(),
    Column("update_id", BigInteger, nullable=False, unique=True),
    _chat_index(is_nullable=True),
    Column("album", String(64)),
    Column("arrival", BigInteger, nullable=False),
    Column("payload", LargeBinary),
    Column("received_at", Double, nullable=False),
    Column("ready_at", Double, nullable=False),
    Column("done_at", Double),
    Index(None, "chat_index", "done_at", "arrival"),
    Index(None, "done_at"),
    Index(None, "album"),
)

outbox: Final = Table(
    "outbox",
    metadata,
    _id(),
    _chat_index(),
    Column("chat_id", LargeBinary),
    Column("payload", LargeBinary),
    Column("lane", SmallInteger, nullable=False),
    Column("order_no", BigInteger, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("is_sensitive", Boolean, nullable=False),
    Column("is_group", Boolean, nullable=False),
    Column("message_id", BigInteger),
    Column("finished_at", Double),
    Index(None, "chat_index", "state"),
    Index(None, "state", "finished_at"),
    Index(None, "order_no"),
)

chat: Final = Table(
    "chat",
    metadata,
    Column("chat_index", String(64), primary_key=True),
    Column("chat_id", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Double, nullable=False),
    Column("blocked_at", Double),
    Index(None, "changed_at"),
)

message_trace: Final = Table(
    "message_trace",
    metadata,
    _id(),
    _chat_index(),
    Column("turn", String(32), nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("answers", BigInteger),
    Column("is_ours", Boolean, nullable=False),
    Column("at", Double, nullable=False),
    Index(None, "chat_index", "message_id"),
    Index(None, "at"),
)

feedback: Final = Table(
    "feedback",
    metadata,
    _id(),
    _chat_index(),
    Column("text", LargeBinary, nullable=False),
    Column("about", Text, nullable=False),
    Column("at", Double, nullable=False),
    Index(None, "chat_index"),
    Index(None, "at"),
)

not_understood: Final = Table(
    "not_understood",
    metadata,
    _id(),
    _chat_index(),
    Column("text", LargeBinary, nullable=False),
    Column("language", String(16), nullable=False),
    Column("nearest", Text, nullable=False),
    Column("at", Double, nullable=False),
    Index(None, "chat_index"),
    Index(None, "at"),
)

tombstone: Final = Table(
    "tombstone",
    metadata,
    _id(),
    Column("date", String(10), nullable=False),
)

lease: Final = Table(
    "lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", Double, nullable=False),
)

mark: Final = Table(
    "mark",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

SEALED: Final = (
    outbox.c.chat_id,
    outbox.c.payload,
    inbox.c.payload,
    chat.c.state,
    feedback.c.text,
    not_understood.c.text,
)
"""Every sealed column that shows whether a store holds ciphertext (`chat.chat_id` goes with `chat.state`)."""

OF_A_CHAT: Final = (outbox, chat, message_trace, feedback, not_understood)
"""The tables whose rows belong to a chat and go when it is forgotten (inbox rows stay, without the chat)."""
