"""A SIGKILL at any moment loses no update and answers none twice."""

import asyncio
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.telegram.bot_process import REAL, SCRIPTED, BotProcess
from tests.telegram.fake import Call, FakeTelegram

COMMANDS = pytest.mark.parametrize("command", [SCRIPTED, REAL], ids=["scripted", "real"])


async def start(telegram: FakeTelegram, folder: Path, command: tuple[str, ...]) -> BotProcess:
    bot = BotProcess(telegram, folder, command)
    await bot.start()
    await bot.ready()
    return bot


@COMMANDS
async def test_killed_when_the_update_is_fetched(
    telegram: FakeTelegram, tmp_path: Path, command: tuple[str, ...]
) -> None:
    first = await start(telegram, tmp_path, command)
    await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
    person = telegram.person()
    await person.sends("my son is missing since morning in Karachi")
    await telegram.until(lambda: telegram.calls_of("getUpdates")[-1].status == 200)
    await first.kill()
    await _answered_once(telegram, tmp_path, command, person.room.id)


@COMMANDS
async def test_killed_between_the_commit_and_the_send(
    telegram: FakeTelegram, tmp_path: Path, command: tuple[str, ...]
) -> None:
    first = await start(telegram, tmp_path, command)

    async def kill(_call: Call) -> None:
        await first.kill()

    with telegram.when("sendMessage", kill):
        person = telegram.person()
        await person.sends("my son is missing since morning in Karachi")
        await first.ended()
    await _answered_once(telegram, tmp_path, command, person.room.id)


async def test_killed_when_the_update_is_acknowledged(telegram: FakeTelegram, tmp_path: Path) -> None:
    first = await start(telegram, tmp_path, SCRIPTED)
    person = telegram.person()
    telegram.fails("sendMessage", status=500, times=1000)
    id_ = await person.sends("hello")
    await telegram.until(lambda: telegram.offset_seen > id_)
    await first.kill()
    telegram.faults.clear()
    await _answered_once(telegram, tmp_path, SCRIPTED, person.room.id)


async def test_killed_again_and_again_while_people_write(telegram: FakeTelegram, tmp_path: Path) -> None:
    """Kills at moments that no test chose: while the fake thinks about a send, which has then no effect."""
    people = [telegram.person(f"person {number}") for number in range(8)]

    async def think(_call: Call) -> None:
        await asyncio.sleep(0.03)

    with telegram.when("sendMessage", think):
        for round_ in range(4):
            bot = await start(telegram, tmp_path, SCRIPTED)
            for person in people:
                await person.sends(f"round {round_}")
            # at a send, so that nothing is between Telegram's answer and its record: there it may come twice
            sends = len(telegram.calls_of("sendMessage"))
            await telegram.until(lambda sends=sends: len(telegram.calls_of("sendMessage")) > sends)  # type: ignore[misc]
            await bot.kill()
    bot = await start(telegram, tmp_path, SCRIPTED)
    await telegram.until(lambda: all(len(person.room.from_bot) >= 4 for person in people), 30)
    assert await bot.stop() == 0
    for person in people:
        assert person.room.texts == [f"said: round {round_}" for round_ in range(4)]


async def test_stopped_in_the_middle_of_work_it_finishes_the_turn(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot() as process:
        await person.sends("one")
        await telegram.until(lambda: bool(telegram.calls_of("sendMessage")))
        assert await process.stop() == 0
    async with bot():
        await person.sends("two")
        await telegram.until(lambda: "said: two" in person.room.texts)
    assert person.room.texts == ["said: one", "said: two"]


async def _answered_once(telegram: FakeTelegram, folder: Path, command: tuple[str, ...], chat: int) -> None:
    room = telegram.rooms[chat]
    assert room.from_bot == []
    second = await start(telegram, folder, command)
    await telegram.until(lambda: bool(room.from_bot))
    # a second reply would come before the answer to a message that is written now
    await telegram.person(id_=chat).sends("/help")
    await telegram.until(lambda: len(telegram.unacknowledged) == 0 and len(room.from_bot) >= 2)
    assert await second.stop() == 0
    assert len(room.texts) == len(set(room.texts)), "a reply came twice"
