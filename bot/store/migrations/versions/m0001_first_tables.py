"""The first tables. Written out rather than made from `tables.py`: a migration never changes with the code."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INDEXES = {
    "inbox": (("chat_index", "done_at", "arrival"), ("done_at",), ("album",)),
    "outbox": (("chat_index", "state"), ("state", "finished_at"), ("order_no",)),
    "chat": (("changed_at",),),
    "message_trace": (("chat_index", "message_id"), ("at",)),
    "feedback": (("chat_index",), ("at",)),
    "not_understood": (("chat_index",), ("at",)),
}


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("chat_index", sa.String(64)),
        sa.Column("album", sa.String(64)),
        sa.Column("arrival", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("received_at", sa.Double, nullable=False),
        sa.Column("ready_at", sa.Double, nullable=False),
        sa.Column("done_at", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("chat_id", sa.LargeBinary),
        sa.Column("payload", sa.LargeBinary),
        sa.Column("lane", sa.SmallInteger, nullable=False),
        sa.Column("order_no", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("is_sensitive", sa.Boolean, nullable=False),
        sa.Column("is_group", sa.Boolean, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("finished_at", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_table(
        "chat",
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("chat_id", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.Double, nullable=False),
        sa.Column("blocked_at", sa.Double),
        sa.PrimaryKeyConstraint("chat_index", name="pk_chat"),
    )
    op.create_table(
        "message_trace",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("turn", sa.String(32), nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("answers", sa.BigInteger),
        sa.Column("is_ours", sa.Boolean, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message_trace"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_table(
        "not_understood",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("chat_index", sa.String(64), nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("nearest", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_not_understood"),
    )
    op.create_table(
        "tombstone",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tombstone"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    for table in (
        "mark",
        "lease",
        "tombstone",
        "not_understood",
        "feedback",
        "message_trace",
        "chat",
        "outbox",
        "inbox",
    ):
        op.drop_table(table)
