"""Whatever Telegram or the network does to a reply, it arrives once, or its chat is known to be gone."""

import pytest

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 502, "times": 2}, {"hangs": 3.0, "cut": True}, {"cut": True}],
    ids=["500", "502 twice", "time-out", "half-closed"],
)
async def test_a_reply_survives(telegram: FakeTelegram, bot: Start, fault: dict[str, float]) -> None:
    person = telegram.person()
    async with bot():
        telegram.fails("sendMessage", **fault)
        await person.sends("hello")
        assert (await person.sees()).text == "said: hello"
        await person.sends("count")
        await person.sees()
    assert len(person.room.from_bot) == 2


@pytest.mark.parametrize("fault", [{"status": 500}, {"cut": True}, {"status": 429, "parameters": {"retry_after": 1}}])
async def test_polling_survives(telegram: FakeTelegram, bot: Start, fault: dict[str, float]) -> None:
    person = telegram.person()
    async with bot():
        await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
        telegram.fails("getUpdates", **fault)
        await person.sends("one")
        await person.sees()
        await person.sends("two")
        await person.sees()
    assert person.room.texts == ["said: one", "said: two"]


async def test_an_update_that_no_library_can_read_holds_nobody_up(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        telegram.deliver({"message": {"message_id": "not a number", "chat": {}}})
        telegram.deliver({"something_new": {"id": 1}})
        await person.sends("hello")
        assert (await person.sees()).text == "said: hello"
        await telegram.until(lambda: telegram.unacknowledged == [])


async def test_who_blocks_the_bot_is_not_written_to_again(telegram: FakeTelegram, bot: Start) -> None:
    gone, other = telegram.person("gone"), telegram.person("other")
    async with bot():
        gone.blocks(is_told=False)
        for number in range(3):
            await gone.sends(f"message {number}")
        await telegram.until(lambda: any(call.status == 403 for call in telegram.calls_of("sendMessage")))
        await other.sends("hello")
        await other.sees()
        tried = len(telegram.calls_of("sendMessage", chat=gone.room.id))
        gone.unblocks()
        await gone.sends("back again")
        assert (await gone.sees()).text == "said: back again"
    assert tried <= 3 and gone.room.texts == ["said: back again"]


async def test_told_of_the_block_it_drops_what_waits(telegram: FakeTelegram, bot: Start) -> None:
    gone, other = telegram.person("gone"), telegram.person("other")
    async with bot():
        telegram.fails("sendMessage", status=500, times=2, chat=gone.room.id)
        await gone.sends("hello")
        await telegram.until(lambda: bool(telegram.calls_of("sendMessage")))
        gone.blocks()
        await other.sends("hello")
        await other.sees()
        await telegram.until(lambda: telegram.unacknowledged == [])
    assert gone.room.from_bot == []


async def test_a_chat_that_does_not_exist_stops_nobody(telegram: FakeTelegram, bot: Start) -> None:
    ghost, other = telegram.person("ghost"), telegram.person("other")
    async with bot():
        del telegram.rooms[ghost.room.id]
        await ghost.sends("hello")
        await other.sends("hello")
        await other.sees()
        await telegram.until(lambda: any(call.status == 400 for call in telegram.calls_of("sendMessage")))


async def test_a_group_that_becomes_a_supergroup_gets_its_reply_there(telegram: FakeTelegram, bot: Start) -> None:
    group = telegram.person("group", -500, kind="group")
    after = telegram.person("group", -100500, kind="supergroup")
    group.room.moved_to = after.room.id
    async with bot():
        await group.sends("@raasta_test_bot help")
        assert "write to me alone" in (await after.sees()).text


async def test_markup_that_telegram_refuses_is_sent_without_markup(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        telegram.fails("sendMessage", status=400, description="Bad Request: can't parse entities: a bug of ours")
        await person.sends("hello")
        reply = await person.sees()
    assert reply.text == "said: hello" and "parse_mode" not in reply.seen.data


async def test_a_turn_that_fails_says_sorry_and_the_next_one_works(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot() as process:
        await person.sends("break")
        assert (await person.sees()).text == "sorry: 15"
        await person.sends("hello")
        assert (await person.sees()).text == "said: hello"
        assert "a bug in decide" not in process.output and "RuntimeError" in process.output
