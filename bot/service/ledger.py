"""The books of delivery: each method is one transaction about one row of the outbox."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.service.assistant import Assistant
from bot.service.channel import Done
from bot.service.insist import insist
from bot.service.parcel import Parcel
from bot.store import chats, outbox, trace
from bot.store.ids import Clock
from bot.store.outbox import EXPIRED, REFUSED, SENT, Waiting
from bot.store.store import Store
from bot.store.transaction import Transaction


@dataclass(frozen=True)
class Opened:
    """A parcel that can go out now."""

    chat_id: int
    parcel: Parcel
    message_ids: list[int]


@dataclass(frozen=True)
class TooLate:
    """The sensitive answer has waited too long: `neutral` stands in its place."""

    neutral: Waiting


class Ledger:
    """Reads parcels and writes down what became of them. Every call insists until the store has it."""

    def __init__(
        self, store: Store, assistant: Assistant, clock: Clock, new_id: Callable[[], str], neutral_after: float
    ) -> None:
        self._store = store
        self._assistant = assistant
        self._clock = clock
        self._new_id = new_id
        self._neutral_after = neutral_after

    async def all_waiting(self) -> list[Waiting]:
        """What an earlier process left."""
        return await insist(lambda: self._store.call(outbox.all_waiting))

    async def open(self, row: Waiting) -> Opened | TooLate | None:
        """The parcel of a row; None when it was removed meanwhile. Raises SealBroken."""
        return await insist(lambda: self._store.call(lambda tx: self._open(tx, row)))

    async def done(self, row: Waiting, opened: Opened, outcome: Done) -> None:
        """Record that a parcel was carried out."""
        await insist(lambda: self._store.call(lambda tx: self._done(tx, row, opened, outcome)))

    async def end(self, row: Waiting, *, is_refused: bool) -> None:
        """Record that a parcel will not be carried out: refused by the channel, or too old."""
        state = REFUSED if is_refused else EXPIRED
        await insist(lambda: self._store.call(lambda tx: outbox.finish(tx, row.id, state, self._clock())))

    async def chat_gone(self, chat_index: str) -> None:
        """Record that nothing can be delivered to a chat, and drop what waits for it."""
        await insist(lambda: self._store.call(lambda tx: self._chat_gone(tx, chat_index)))

    async def postpone(self, row: Waiting, due_at: float) -> None:
        """Record a failed attempt."""
        await insist(lambda: self._store.call(lambda tx: outbox.postpone(tx, row.id, due_at)))

    async def move(self, old_id: int, new_id: int) -> str:
        """A chat has another id; returns the index it is found by now."""

        def work(tx: Transaction) -> str:
            chats.move(tx, old_id, new_id)
            return tx.chat_index(new_id)

        return await insist(lambda: self._store.call(work))

    def _open(self, tx: Transaction, row: Waiting) -> Opened | TooLate | None:
        found = outbox.read(tx, row.id)
        if found is None:
            return None
        chat_id, payload = found
        parcel = Parcel.from_json(payload)
        if row.is_sensitive and self._clock() - row.created_at >= self._neutral_after:
            return TooLate(self._neutralise(tx, row, chat_id, parcel))
        if parcel.kind == "delete" and parcel.card is not None:
            return Opened(chat_id, parcel, trace.card_ids(tx, row.chat_index, parcel.card))
        return Opened(chat_id, parcel, trace.all_ids(tx, row.chat_index) if parcel.kind == "wipe" else [])

    def _neutralise(self, tx: Transaction, row: Waiting, chat_id: int, parcel: Parcel) -> Waiting:
        now = self._clock()
        neutral = Parcel(
            "say", parcel.language, parcel.turn, parcel.answers, self._assistant.neutral_line(parcel.language)
        )
        added = outbox.add(tx, self._new_id(), chat_id, neutral.to_json(), now, is_group=row.is_group)
        # all of them at once: three late answers are one neutral line, not three
        for late in outbox.sensitive_before(tx, row.chat_index, now - self._neutral_after):
            outbox.finish(tx, late, EXPIRED, now)
        return added

    def _done(self, tx: Transaction, row: Waiting, opened: Opened, outcome: Done) -> None:
        now, parcel = self._clock(), opened.parcel
        if parcel.kind in ("wipe", "delete"):
            trace.drop(tx, row.chat_index, opened.message_ids)
        message_id = outcome.message_ids[0] if outcome.message_ids else None
        was_there = outbox.finish(tx, row.id, SENT, now, message_id)
        if row.is_group:
            return
        # removed while it was in flight: a wipe that follows must still find the message; after /forget nothing may
        is_remembered = chats.is_known(tx, row.chat_index) if was_there else bool(trace.all_ids(tx, row.chat_index))
        known = set(trace.all_ids(tx, row.chat_index)) if is_remembered and outcome.message_ids else set()
        for sent in outcome.message_ids:
            if is_remembered and sent not in known:
                trace.add(
                    tx,
                    self._new_id(),
                    row.chat_index,
                    parcel.turn,
                    sent,
                    now,
                    is_ours=True,
                    answers=parcel.answers,
                )

    def _chat_gone(self, tx: Transaction, chat_index: str) -> None:
        now = self._clock()
        outbox.drop_chat(tx, chat_index, REFUSED, now)
        chats.set_blocked(tx, chat_index, now)
