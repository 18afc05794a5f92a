"""One transaction, as the rooms of the store see it: a connection with the keys."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, Connection, func, select

from bot.store.keyring import KeyRing


@dataclass(frozen=True)
class Transaction:
    """What happens inside it happens together or not at all. It belongs to the writer thread."""

    connection: Connection
    ring: KeyRing

    def seal(self, column: "Column[bytes] | Column[bytes | None]", row: str, text: str) -> bytes:
        """`text` sealed for `column` of `row`."""
        return self.ring.seal(column.table.name, row, column.name, text)

    def open(self, column: "Column[bytes] | Column[bytes | None]", row: str, sealed: bytes) -> str:
        """What was sealed for `column` of `row`. Raises SealBroken for anything else."""
        return self.ring.open(column.table.name, row, column.name, bytes(sealed))

    def chat_index(self, chat_id: int) -> str:
        """What the rows of a chat are found by."""
        return self.ring.blind_index("telegram chat", str(chat_id))

    def next_number(self, column: "Column[int]") -> int:
        """One more than the highest number in `column`. Safe because only one transaction writes at a time."""
        highest = self.connection.execute(select(func.max(column, type_=BigInteger))).scalar()
        return int(highest or 0) + 1
