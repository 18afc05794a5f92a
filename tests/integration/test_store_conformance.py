"""What every store promises, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import insert, select, text, update

from bot.errors import KeyMissing, StoreError
from bot.store import chats, inbox, lease, marks, outbox, review, trace
from bot.store.keyring import KeyRing, SealBroken
from bot.store.lease import LeaseTaken, this_process
from bot.store.outbox import Lane
from bot.store.retention import CHAT, FINISHED, REVIEW, TRACE, trim
from bot.store.store import Store, open_store
from bot.store.tables import chat as chat_table
from bot.store.tables import feedback as feedback_table
from bot.store.tables import inbox as inbox_table
from bot.store.tables import message_trace as trace_table
from bot.store.tables import metadata, tombstone
from bot.store.tables import outbox as outbox_table
from bot.store.transaction import Transaction
from tests.integration.conftest import RING

CHAT_ID = 5_000_000_001
OTHER_ID = 5_000_000_002
NewId = Callable[[], str]


async def fill(store: Store, new_id: NewId, chat_id: int = CHAT_ID, now: float = 1000.0) -> None:
    """One row in every table of a chat."""

    def work(tx: Transaction) -> None:
        index = tx.chat_index(chat_id)
        inbox.add(tx, new_id(), chat_id, chat_id, "my son is missing", now)
        outbox.add(tx, new_id(), chat_id, "call 15", now, lane=Lane.EMERGENCY, is_sensitive=True)
        chats.save(tx, chat_id, '{"region": "sindh"}', now)
        trace.add(tx, new_id(), index, new_id(), 7, now, is_ours=True, answers=6)
        review.keep_feedback(tx, new_id(), index, "0300-1234567 is wrong", "zarra", now)
        review.keep_not_understood(tx, new_id(), index, "mail me at a@b.pk", "en", ("fraud",), now)

    await store.call(work)


async def everything(store: Store) -> str:
    """All rows of all tables as text, sealed columns in hexadecimal."""

    def work(tx: Transaction) -> str:
        rows = (tuple(row) for table in metadata.sorted_tables for row in tx.connection.execute(select(table)))
        return "\n".join(
            " ".join(bytes(v).hex() if isinstance(v, bytes | memoryview) else str(v) for v in row) for row in rows
        )

    return await store.call(work)


async def test_an_update_is_kept_once(store: Store, new_id: NewId) -> None:
    first = await store.call(lambda tx: inbox.add(tx, new_id(), 1, CHAT_ID, "a", 1.0))
    again = await store.call(lambda tx: inbox.add(tx, new_id(), 1, CHAT_ID, "b", 1.0))
    assert (first, again) == (True, False)
    assert await store.call(inbox.count_waiting) == 1


async def test_updates_of_a_chat_come_oldest_first_and_chats_by_waiting_time(store: Store, new_id: NewId) -> None:
    for number, chat_id in enumerate((CHAT_ID, OTHER_ID, CHAT_ID)):
        await store.call(lambda tx, n=number, c=chat_id: inbox.add(tx, new_id(), n, c, f"text {n}", 1.0))  # type: ignore[misc]

    def indexes(tx: Transaction) -> list[str]:
        return [tx.chat_index(CHAT_ID), tx.chat_index(OTHER_ID)]

    first, second = await store.call(indexes)
    assert [index for index, _ in await store.call(inbox.chats_waiting)] == [first, second]
    oldest = await store.call(lambda tx: inbox.oldest(tx, first))
    assert oldest is not None and oldest.payload == "text 0"
    await store.call(lambda tx: inbox.done(tx, oldest.id, 2.0))
    after = await store.call(lambda tx: inbox.oldest(tx, first))
    assert after is not None and after.payload == "text 2"


async def test_the_text_of_a_turn_is_gone_when_it_is_done(store: Store, new_id: NewId) -> None:
    row = new_id()
    await store.call(lambda tx: inbox.add(tx, row, 1, CHAT_ID, "a", 1.0))
    await store.call(lambda tx: inbox.done(tx, row, 2.0))
    assert await store.call(lambda tx: tx.connection.execute(select(inbox_table.c.payload)).scalar()) is None


async def test_a_delivered_message_leaves_no_text_and_no_chat_id(store: Store, new_id: NewId) -> None:
    row = new_id()

    def work(tx: Transaction) -> None:
        chats.save(tx, CHAT_ID, "{}", 1.0)
        outbox.add(tx, row, CHAT_ID, "call 15", 1.0)

    await store.call(work)
    assert await store.call(lambda tx: outbox.read(tx, row)) == (CHAT_ID, "call 15")
    assert await store.call(lambda tx: outbox.finish(tx, row, outbox.SENT, 2.0, 99))
    assert await store.call(lambda tx: outbox.read(tx, row)) is None
    left = await store.call(
        lambda tx: tx.connection.execute(select(outbox_table.c.payload, outbox_table.c.chat_id)).one()
    )
    assert tuple(left) == (None, None)


async def test_what_waits_is_listed_in_order_and_counted_by_lane(store: Store, new_id: NewId) -> None:
    lanes = [Lane.REPLY, Lane.EMERGENCY, Lane.REPLY]
    added = [
        await store.call(lambda tx, lane=lane: outbox.add(tx, new_id(), CHAT_ID, "x", 1.0, lane=lane))  # type: ignore[misc]
        for lane in lanes
    ]
    assert await store.call(outbox.all_waiting) == added
    assert [row.order_no for row in added] == [1, 2, 3]
    assert await store.call(outbox.count_waiting) == {Lane.EMERGENCY: 1, Lane.REPLY: 2}


async def test_a_failed_attempt_is_remembered(store: Store, new_id: NewId) -> None:
    row = await store.call(lambda tx: outbox.add(tx, new_id(), CHAT_ID, "x", 1.0))
    await store.call(lambda tx: outbox.postpone(tx, row.id, 9.0))
    (waiting,) = await store.call(outbox.all_waiting)
    assert (waiting.attempts, waiting.due_at) == (1, 9.0)


async def test_the_state_of_a_chat_has_a_version(store: Store) -> None:
    for text_ in ("one", "two"):
        await store.call(lambda tx, t=text_: chats.save(tx, CHAT_ID, t, 1.0))  # type: ignore[misc]
    assert await store.call(lambda tx: chats.state(tx, tx.chat_index(CHAT_ID))) == "two"
    assert await store.call(lambda tx: tx.connection.execute(select(chat_table.c.version)).scalar()) == 2


async def test_nothing_a_person_wrote_can_be_read_in_the_tables(store: Store, new_id: NewId) -> None:
    await fill(store, new_id)
    shown = await everything(store)
    for secret in ("missing", "call 15", "sindh", "1234567", "a@b.pk"):
        assert secret not in shown and secret.encode().hex() not in shown
    # the number stands once, as the update id that this test chose to be the same
    assert shown.count(str(CHAT_ID)) == 1


async def test_review_is_redacted_before_it_is_sealed(store: Store, new_id: NewId) -> None:
    await fill(store, new_id)

    def work(tx: Transaction) -> str:
        row, sealed = tx.connection.execute(select(feedback_table.c.id, feedback_table.c.text)).one()
        return tx.open(feedback_table.c.text, row, sealed)

    assert await store.call(work) == "[phone] is wrong"


async def test_forgetting_leaves_a_date_and_nothing_else(store: Store, new_id: NewId) -> None:
    await fill(store, new_id)
    await fill(store, new_id, OTHER_ID)

    def forget(tx: Transaction) -> str:
        index = tx.chat_index(CHAT_ID)
        waiting = inbox.oldest(tx, index)
        assert waiting is not None
        chats.erase(tx, index)
        inbox.done(tx, waiting.id, 2000.0)
        chats.bury(tx, new_id(), index, 86_400.0)
        return index

    index = await store.call(forget)
    shown = await everything(store)
    assert index not in shown
    assert await store.call(lambda tx: tuple(tx.connection.execute(select(tombstone.c.date)).scalars())) == (
        "1970-01-02",
    )
    assert await store.call(lambda tx: chats.is_known(tx, tx.chat_index(OTHER_ID)))


async def test_the_row_of_a_forgotten_chat_vanishes_when_it_is_sent(store: Store, new_id: NewId) -> None:
    row = await store.call(lambda tx: outbox.add(tx, new_id(), CHAT_ID, "forgotten", 1.0))
    await store.call(lambda tx: outbox.finish(tx, row.id, outbox.SENT, 2.0, 5))
    assert row.id not in await everything(store)


async def test_work_that_fails_leaves_nothing_and_others_in_its_commit_stand(store: Store, new_id: NewId) -> None:
    def fails(tx: Transaction) -> None:
        inbox.add(tx, new_id(), 1, CHAT_ID, "a", 1.0)
        raise ValueError("no")

    results = await asyncio.gather(
        store.call(fails),
        store.call(lambda tx: inbox.add(tx, new_id(), 2, CHAT_ID, "b", 1.0)),
        store.call(lambda tx: tx.connection.execute(text("select * from nothing"))),
        store.call(lambda tx: inbox.add(tx, new_id(), 3, CHAT_ID, "c", 1.0)),
        return_exceptions=True,
    )
    assert isinstance(results[0], ValueError) and isinstance(results[2], StoreError)
    assert (results[1], results[3]) == (True, True)
    assert await store.call(inbox.count_waiting) == 2


async def test_calls_that_come_together_share_a_commit(store: Store, new_id: NewId) -> None:
    before = store.commits
    await asyncio.gather(
        *(store.call(lambda tx, n=n: inbox.add(tx, new_id(), n, CHAT_ID, "x", 1.0)) for n in range(60))  # type: ignore[misc]
    )
    assert await store.call(inbox.count_waiting) == 60
    assert store.commits - before < 30


async def test_a_seal_that_was_moved_to_another_row_is_refused(store: Store, new_id: NewId) -> None:
    first = await store.call(lambda tx: outbox.add(tx, new_id(), CHAT_ID, "for one", 1.0))
    second = await store.call(lambda tx: outbox.add(tx, new_id(), OTHER_ID, "for two", 1.0))

    def swap(tx: Transaction) -> None:
        sealed = tx.connection.execute(select(outbox_table.c.payload).where(outbox_table.c.id == second.id)).scalar()
        tx.connection.execute(update(outbox_table).where(outbox_table.c.id == first.id).values(payload=sealed))

    await store.call(swap)
    with pytest.raises(SealBroken):
        await store.call(lambda tx: outbox.read(tx, first.id))


async def test_a_seal_that_was_cut_is_refused(store: Store, new_id: NewId) -> None:
    row = await store.call(lambda tx: outbox.add(tx, new_id(), CHAT_ID, "whole", 1.0))

    def cut(tx: Transaction) -> None:
        sealed = tx.connection.execute(select(outbox_table.c.payload)).scalar()
        tx.connection.execute(update(outbox_table).values(payload=bytes(sealed or b"")[:-1]))

    await store.call(cut)
    with pytest.raises(SealBroken):
        await store.call(lambda tx: outbox.read(tx, row.id))


async def test_a_store_sealed_with_another_key_is_not_opened(address: str, new_id: NewId) -> None:
    opened = await open_store(address, RING)
    await fill(opened, new_id)
    await opened.close()
    for other in (KeyRing((b"x" * 32,), RING.index), KeyRing(RING.sealing, b"x" * 32)):
        with pytest.raises(KeyMissing):
            await open_store(address, other)
    rotated = await open_store(address, KeyRing((*RING.sealing, b"n" * 32), RING.index))
    assert await rotated.call(lambda tx: chats.state(tx, tx.chat_index(CHAT_ID))) == '{"region": "sindh"}'
    await rotated.close()


async def test_a_store_that_holds_nothing_takes_new_keys(address: str) -> None:
    await (await open_store(address, RING)).close()
    await (await open_store(address, KeyRing((b"x" * 32,), b"y" * 32))).close()


async def test_one_process_holds_the_lease(store: Store) -> None:
    mine, theirs = this_process(), "another-host:1:1"
    await store.call(lambda tx: lease.take(tx, "poller", theirs, 100.0, 20.0))
    with pytest.raises(LeaseTaken, match="process 1 on another-host"):
        await store.call(lambda tx: lease.take(tx, "poller", mine, 110.0, 20.0))
    await store.call(lambda tx: lease.take(tx, "poller", mine, 121.0, 20.0))
    await store.call(lambda tx: lease.give_back(tx, "poller", mine))
    await store.call(lambda tx: lease.take(tx, "poller", theirs, 122.0, 20.0))


async def test_the_lease_of_a_dead_process_on_this_host_is_free(store: Store) -> None:
    host, pid, _ = this_process().split(":")
    await store.call(lambda tx: lease.take(tx, "poller", f"{host}:{pid}:1", 100.0, 20.0))
    await store.call(lambda tx: lease.take(tx, "poller", this_process(), 101.0, 20.0))


async def test_everything_has_an_end_date(store: Store, new_id: NewId) -> None:
    await fill(store, new_id)

    def end(tx: Transaction) -> None:
        tx.connection.execute(update(inbox_table).values(done_at=1000.0, payload=None))
        tx.connection.execute(update(outbox_table).values(finished_at=1000.0, state="sent", payload=None))

    await store.call(end)
    assert await store.call(lambda tx: trim(tx, 1000.0 + min(TRACE, FINISHED) - 1)) == 0
    assert await store.call(lambda tx: trim(tx, 1000.0 + max(CHAT, REVIEW) + 1)) == 6


async def test_what_waits_is_never_trimmed(store: Store, new_id: NewId) -> None:
    await fill(store, new_id)
    await store.call(lambda tx: trim(tx, 1e12))
    assert await store.call(inbox.count_waiting) == 1
    assert len(await store.call(outbox.all_waiting)) == 1


async def test_a_card_knows_its_other_parts_and_the_message_it_answers(store: Store, new_id: NewId) -> None:
    def work(tx: Transaction) -> tuple[list[int], list[int]]:
        index, turn = tx.chat_index(CHAT_ID), new_id()
        trace.add(tx, new_id(), index, turn, 6, 1.0, is_ours=False, answers=None)
        for part in (7, 8):
            trace.add(tx, new_id(), index, turn, part, 1.0, is_ours=True, answers=6)
        trace.add(tx, new_id(), index, new_id(), 9, 1.0, is_ours=True, answers=None)
        return trace.card_ids(tx, index, 7), trace.card_ids(tx, index, 1)

    assert await store.call(work) == ([6, 7, 8], [1])


async def test_a_group_that_moves_takes_its_messages_along(store: Store, new_id: NewId) -> None:
    row = await store.call(lambda tx: outbox.add(tx, new_id(), -5, "15", 1.0, is_group=True))
    await store.call(lambda tx: chats.move(tx, -5, -100_5))
    assert await store.call(lambda tx: outbox.read(tx, row.id)) == (-1005, "15")
    (waiting,) = await store.call(outbox.all_waiting)
    assert waiting.chat_index == await store.call(lambda tx: tx.chat_index(-1005))


async def test_marks_are_kept_by_name(store: Store) -> None:
    assert await store.call(lambda tx: marks.read(tx, "profile")) is None
    for value in ("a", "b"):
        await store.call(lambda tx, v=value: marks.write(tx, "profile", v))  # type: ignore[misc]
    assert await store.call(lambda tx: marks.read(tx, "profile")) == "b"


async def test_an_error_of_the_store_quotes_nobody(store: Store, new_id: NewId) -> None:
    row = {"chat_index": "secret words", "chat_id": b"", "state": b"", "version": 1, "changed_at": 1.0}

    def work(tx: Transaction) -> None:
        for _ in range(2):
            tx.connection.execute(insert(chat_table).values(**row))

    with pytest.raises(StoreError) as caught:
        await store.call(work)
    assert "secret" not in str(caught.value)


async def test_the_trace_table_has_no_column_for_text() -> None:
    assert {c.name for c in trace_table.c} == {"id", "chat_index", "turn", "message_id", "answers", "is_ours", "at"}
