"""A throttled reply is neither lost nor repeated, and an emergency goes before it."""

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram


async def test_an_emergency_in_another_chat_does_not_wait_for_a_throttled_reply(
    telegram: FakeTelegram, bot: Start
) -> None:
    calm, danger = telegram.person("calm"), telegram.person("danger")
    async with bot():
        telegram.floods("sendMessage", 3, chat=calm.room.id)
        await calm.sends("hello")
        await telegram.until(lambda: bool(telegram.calls_of("sendMessage")))
        await danger.sends("emergency now")
        assert (await danger.sees()).text == "15: emergency now"
        assert calm.room.from_bot == []
        assert (await calm.sees()).text == "said: hello"
    assert len(calm.room.from_bot) == 1


async def test_an_emergency_overtakes_ordinary_replies_of_the_same_chat(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        telegram.floods("sendMessage", 2)
        await person.sends("one")
        await telegram.until(lambda: bool(telegram.calls_of("sendMessage")))
        await person.sends("two")
        id_ = await person.sends("emergency now")
        await telegram.until(lambda: telegram.offset_seen > id_)
        for _ in range(3):
            await person.sees()
    assert person.room.texts == ["15: emergency now", "said: one", "said: two"]


async def test_an_emergency_goes_first_when_the_whole_bot_is_throttled(telegram: FakeTelegram, bot: Start) -> None:
    crowd, danger = [telegram.person(f"calm {n}") for n in range(6)], telegram.person("danger")
    async with bot(send_rate="5"):
        telegram.floods("sendMessage", 3)
        for person in crowd:
            await person.sends("hello")
        await telegram.until(lambda: len(telegram.calls_of("sendMessage")) >= 3)
        await danger.sends("emergency now")
        for person in (danger, *crowd):
            await person.sees()
    answered = [call.data["chat_id"] for call in telegram.calls_of("sendMessage") if call.status == 200]
    assert len(answered) == 7 and danger.room.id in answered[:2]


async def test_throttling_is_honoured(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        telegram.floods("sendMessage", 2)
        for number in range(3):
            await person.sends(f"message {number}")
        for _ in range(3):
            await person.sees()
    assert person.room.texts == [f"said: message {number}" for number in range(3)]
    refused = [call for call in telegram.calls_of("sendMessage") if call.status == 429]
    assert len(refused) == 1, "it asked again before the time that Telegram had named"


async def test_a_sensitive_answer_that_comes_late_is_neutral(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot(neutral_after="1"):
        telegram.floods("sendMessage", 2)
        for number in range(3):
            await person.sends(f"sensitive {number}")
        id_ = await person.sends("ordinary")
        await telegram.until(lambda: telegram.offset_seen > id_)
        await person.sees()
        await person.sees()
    assert sorted(person.room.texts) == ["please write again", "said: ordinary"]
