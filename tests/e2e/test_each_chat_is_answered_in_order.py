"""Within a chat always in order, each update once; between chats nobody waits for somebody else's flood."""

import asyncio

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram


async def test_replies_come_in_the_order_of_the_messages(telegram: FakeTelegram, bot: Start) -> None:
    people = [telegram.person(f"person {n}") for n in range(5)]
    async with bot():
        for number in range(4):
            for person in people:
                await person.sends(f"message {number}")
        await telegram.until(lambda: all(len(person.room.from_bot) == 4 for person in people))
    for person in people:
        assert person.room.texts == [f"said: message {number}" for number in range(4)]


async def test_the_same_update_twice_is_answered_once(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        id_ = await person.sends("hello")
        update = telegram.update(id_)
        await telegram.until(lambda: telegram.offset_seen > id_)
        # a second poller that asks with an old offset would see it again; the fake hands it out anew
        telegram.deliver({key: value for key, value in update.items() if key != "update_id"}, id_)
        telegram.offset_seen = 0
        await person.sends("count")
        await person.sees()
        assert (await person.sees()).text == "turn 2"
    assert len(person.room.from_bot) == 2


async def test_an_update_in_two_batches_is_answered_once(telegram: FakeTelegram, bot: Start) -> None:
    """The acknowledgement is lost: the next poll fails, and Telegram sends the update again."""
    person = telegram.person()
    async with bot():
        await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
        telegram.fails("getUpdates", status=502, times=2)
        await person.sends("hello")
        await person.sees()
        await person.sends("count")
        assert (await person.sees()).text == "turn 2"
    assert len(person.room.from_bot) == 2


async def test_a_calm_chat_is_served_between_the_messages_of_a_flooding_one(telegram: FakeTelegram, bot: Start) -> None:
    flood, calm = telegram.person("flood"), [telegram.person(f"calm {n}") for n in range(10)]
    async with bot():
        for number in range(40):
            await flood.sends(f"flood {number}")
        for person in calm:
            await person.sends("hello")
        await asyncio.gather(*(person.sees() for person in calm))
        # causality instead of seconds: when all ten calm chats are answered, the flood is far from its end
        assert len(flood.room.from_bot) < 20
        assert flood.room.texts == [f"said: flood {number}" for number in range(len(flood.room.from_bot))]


async def test_many_floods_do_not_starve_a_calm_chat(telegram: FakeTelegram, bot: Start) -> None:
    floods = [telegram.person(f"flood {n}") for n in range(12)]
    async with bot(send_rate="10"):
        for number in range(6):
            for person in floods:
                await person.sends(f"flood {number}")
        await telegram.until(lambda: sum(len(person.room.from_bot) for person in floods) >= 12)
        sent_before = len(telegram.calls_of("sendMessage"))
        calm = telegram.person("calm")
        await calm.sends("hello")
        await calm.sees()
        # whoever was served longest ago is next, and the calm chat never was
        assert len(telegram.calls_of("sendMessage")) - sent_before <= 15
    assert telegram.unacknowledged == []


async def test_a_chat_gets_about_one_message_a_second(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        for number in range(6):
            await person.sends(f"message {number}")
        for _ in range(6):
            await person.sees()
    times = [call.at for call in telegram.calls_of("sendMessage")]
    assert times[-1] - times[0] >= 2.5
