"""Every callback query is answered exactly once; an old button still does something sensible."""

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram


async def all_answered(telegram: FakeTelegram) -> None:
    await telegram.until(lambda: set(telegram.answered) == set(telegram.pressed))
    assert set(telegram.answered.values()) == {1}


async def test_pressed_by_the_text_that_is_seen(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        reply = await person.sees()
        await reply.press("اردو")
        assert (await person.sees()).text == "pressed lang:ur"
        await reply.press("more")
        assert (await person.sees()).seen is reply.seen and reply.text == "more of it"
        await all_answered(telegram)


async def test_pressed_twice_it_is_not_modified_and_nothing_breaks(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        reply = await person.sees()
        await reply.press("more")
        await person.sees()
        await reply.press("more")
        await all_answered(telegram)
        await person.sends("count")
        await person.sees()
    assert person.room.texts == ["more of it", "turn 4"]


async def test_an_old_button_after_a_restart(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        reply = await person.sees()
    async with bot():
        await reply.press("more")
        assert (await person.sees()).text == "more of it"
        await all_answered(telegram)


async def test_pressed_while_the_bot_was_away_the_button_may_be_too_old_to_answer(
    telegram: FakeTelegram, bot: Start
) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        reply = await person.sees()
    await reply.press("اردو")
    telegram.fails("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    async with bot():
        assert (await person.sees()).text == "pressed lang:ur"
        await telegram.until(lambda: len(telegram.calls_of("answerCallbackQuery")) == 1)


async def test_the_card_is_gone_so_the_answer_comes_anew(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        reply = await person.sees()
        reply.seen.is_deleted = True
        await reply.press("more")
        anew = await person.sees()
        assert anew.text == "more of it" and anew.seen.id != reply.seen.id
        await all_answered(telegram)


async def test_data_that_no_button_of_ours_ever_had(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        person.presses_data("نہیں", 1)
        assert (await person.sees()).text == "pressed نہیں"
        person.presses_data("x", 1, message=None)  # the message is too old for Telegram to show
        group = telegram.person("group", -7, kind="group")
        group.presses_data("more", 5)
        await all_answered(telegram)
    assert group.room.from_bot == []


async def test_a_message_that_telegram_does_not_show_any_more(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        old = {"chat": person.chat(), "message_id": 3, "date": 0}
        person.presses_data("more", 3, message=old)
        assert (await person.sees()).text == "more of it"
        await all_answered(telegram)


async def test_a_contact_card_on_request(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        await (await person.sees()).press("contact")
        card = await person.sees()
    assert card.seen.contact == {"phone_number": "15", "first_name": "Police"}


async def test_delete_removes_the_card_and_the_message_it_answered(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("first")
        await person.sees()
        await person.sends("sensitive thing")
        card = await person.sees()
        await card.press("more")
        await person.sees()
        await card.press("Delete")
        await telegram.until(lambda: card.seen.is_deleted)
        await all_answered(telegram)
    standing = [seen.text for seen in person.room.messages.values() if not seen.is_deleted]
    assert standing == ["first", "said: first"]


async def test_delete_on_a_card_older_than_two_days_leaves_neutral_words(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("sensitive thing")
        card = await person.sees()
        card.seen.is_old = True
        await card.press("Delete")
        assert (await person.sees()).text == "please write again"
        assert card.text == "please write again" and card.labels == []
