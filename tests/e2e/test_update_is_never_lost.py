"""A SIGKILL at any moment loses no update and answers none twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.telegram.bot_process import REAL, SCRIPTED, BotProcess
from tests.telegram.fake import Call, FakeTelegram

COMMANDS = pytest.mark.parametrize("command", [SCRIPTED, REAL], ids=["scripted", "real"])
StartIt = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
async def start(telegram: FakeTelegram, tmp_path: Path) -> AsyncIterator[StartIt]:
    """Starts bots that the test kills itself, and sees to it that none is left."""
    started: list[BotProcess] = []

    async def start_one(command: tuple[str, ...] = SCRIPTED) -> BotProcess:
        bot = BotProcess(telegram, tmp_path, command)
        await bot.start()
        started.append(bot)
        await bot.ready()
        return bot

    yield start_one
    for bot in started:
        await bot.kill()


@COMMANDS
async def test_killed_when_the_update_is_fetched(
    telegram: FakeTelegram, start: StartIt, command: tuple[str, ...]
) -> None:
    first = await start(command)
    await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
    person = telegram.person()
    await person.sends("my son is missing since morning in Karachi")
    await telegram.until(lambda: telegram.calls_of("getUpdates")[-1].status == 200)
    await first.kill()
    await _answered_once(telegram, start, command, person.room.id)


@COMMANDS
async def test_killed_between_the_commit_and_the_send(
    telegram: FakeTelegram, start: StartIt, command: tuple[str, ...]
) -> None:
    first = await start(command)

    async def kill(_call: Call) -> None:
        await first.kill()

    with telegram.when("sendMessage", kill):
        person = telegram.person()
        await person.sends("my son is missing since morning in Karachi")
        await first.ended()
    await _answered_once(telegram, start, command, person.room.id)


async def test_killed_when_the_update_is_acknowledged(telegram: FakeTelegram, start: StartIt) -> None:
    first = await start()
    person = telegram.person()
    telegram.fails("sendMessage", status=500, times=1000)
    id_ = await person.sends("hello")
    await telegram.until(lambda: telegram.offset_seen > id_)
    await first.kill()
    telegram.faults.clear()
    await _answered_once(telegram, start, SCRIPTED, person.room.id)


async def test_killed_again_and_again_while_people_write(
    telegram: FakeTelegram, start: StartIt, tmp_path: Path
) -> None:
    """Eight chats, four rounds, a kill in each with sends in flight. None of those sends has an effect.

    The one moment that is left out is between Telegram's answer and its record: there a message may come twice.
    """
    people = [telegram.person(f"person {number}") for number in range(8)]
    is_held = False
    held: list[Call] = []

    async def hold(call: Call) -> None:
        held.append(call)
        while is_held:
            await asyncio.sleep(0.005)
        held.remove(call)

    def delivered() -> int:
        return len([call for call in telegram.calls_of("sendMessage") if call.status == 200])

    def recorded() -> bool:
        connection = sqlite3.connect(tmp_path / "var" / "raasta.db")
        try:
            (count,) = connection.execute("select count(*) from outbox where state = 'sent'").fetchone()
        finally:
            connection.close()
        return bool(count == delivered())

    with telegram.when("sendMessage", hold):
        for round_ in range(4):
            bot = await start()
            is_held = round_ % 2 == 0
            before = delivered()
            for person in people:
                await person.sends(f"round {round_}")
            if not is_held:
                await telegram.until(lambda before=before: delivered() > before)  # type: ignore[misc]
                is_held = True
            everything = len(people) * (round_ + 1)
            await telegram.until(lambda all_=everything: bool(held) or delivered() == all_)  # type: ignore[misc]
            await telegram.until(recorded)
            await bot.kill()
            is_held = False
    bot = await start()
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


async def _answered_once(telegram: FakeTelegram, start: StartIt, command: tuple[str, ...], chat: int) -> None:
    room = telegram.rooms[chat]
    assert room.from_bot == []
    second = await start(command)
    await telegram.until(lambda: bool(room.from_bot))
    # a second reply would come before the answer to a message that is written now
    await telegram.person(id_=chat).sends("/help")
    await telegram.until(lambda: len(telegram.unacknowledged) == 0 and len(room.from_bot) >= 2)
    assert await second.stop() == 0
    assert len(room.texts) == len(set(room.texts)), "a reply came twice"
