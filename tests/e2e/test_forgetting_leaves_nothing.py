"""/forget and the quiet word: what can be removed is removed, in the chat and in the store."""

import sqlite3
from pathlib import Path

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram

OF_A_CHAT = ("chat", "outbox", "message_trace", "feedback", "not_understood")


def rows(folder: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "var" / "raasta.db")
    try:
        return connection.execute(f"select * from {table}").fetchall()
    finally:
        connection.close()


def nothing_left(folder: Path) -> bool:
    indexes = [row for row in rows(folder, "inbox") if row[2] is not None or row[5] is not None]
    return not indexes and not any(rows(folder, table) for table in OF_A_CHAT)


async def test_forget_answers_and_leaves_a_tombstone(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot(not_understood="true"):
        await person.sends("sensitive thing")
        await person.sees()
        await person.sends("feedback my number is 0300-1234567")
        assert (await person.sees()).text == "kept"
        assert rows(tmp_path, "feedback") and rows(tmp_path, "not_understood") and rows(tmp_path, "message_trace")
        await person.sends("/forget")
        assert (await person.sees()).text == "forgotten"
        await telegram.until(lambda: nothing_left(tmp_path))
    (stone,) = rows(tmp_path, "tombstone")
    assert len(str(stone[1])) == len("2026-01-01")


async def test_a_wipe_removes_both_sides_of_the_chat(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("sensitive thing")
        await person.sees()
        await person.sends("hello")
        await (await person.sees()).press("more")
        await person.sees()
        await person.sends("/wipe")
        await telegram.until(lambda: all(seen.is_deleted for seen in person.room.messages.values()))
        await telegram.until(lambda: nothing_left(tmp_path))
        await person.sends("count")
        assert (await person.sees()).text == "turn 1"


async def test_a_wipe_also_stops_what_was_not_sent_yet(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot():
        telegram.floods("sendMessage", 2)
        for number in range(3):
            await person.sends(f"sensitive {number}")
        await telegram.until(lambda: bool(telegram.calls_of("sendMessage")))
        await person.sends("/wipe")
        await telegram.until(lambda: nothing_left(tmp_path))
        await telegram.until(lambda: all(seen.is_deleted for seen in person.room.messages.values()))
    assert person.room.from_bot == []


async def test_a_wipe_survives_a_kill(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot() as process:
        await person.sends("sensitive thing")
        await person.sees()
        telegram.fails("deleteMessages", status=500, times=1000)
        id_ = await person.sends("/wipe")
        await telegram.until(lambda: telegram.offset_seen > id_ and bool(telegram.calls_of("deleteMessages")))
        await process.kill()
    telegram.faults.clear()
    async with bot():
        await telegram.until(lambda: all(seen.is_deleted for seen in person.room.messages.values()))
        await telegram.until(lambda: nothing_left(tmp_path))


async def test_without_the_setting_nothing_that_was_not_understood_is_kept(
    telegram: FakeTelegram, bot: Start, tmp_path: Path
) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("feedback a wrong number")
        await person.sees()
    assert rows(tmp_path, "feedback") and not rows(tmp_path, "not_understood")
