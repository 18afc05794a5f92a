"""Voice, pictures, places and people: each gets one reply, or none where none is due."""

from typing import Any

import pytest

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram

FILE = {"file_id": "f", "file_unique_id": "u"}
KARACHI = {"latitude": 24.9, "longitude": 67.0}
HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "X"}
PHOTO = [{**FILE, "width": 1, "height": 1}]
OTHER = {"id": 5_111_222_333, "is_bot": False, "first_name": "Stranger"}


SHOWN: list[tuple[dict[str, Any], str]] = [
    ({"voice": {**FILE, "duration": 1}}, "showed voice:"),
    ({"photo": PHOTO, "caption": "look & see"}, "showed photo: look & see"),
    ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, "showed video:"),
    (
        {"sticker": {**FILE, "width": 1, "height": 1, "type": "regular", "is_animated": False, "is_video": False}},
        "showed sticker:",
    ),
    ({"document": FILE}, "showed document:"),
    ({"contact": {"phone_number": "0300", "first_name": "B"}}, "showed contact:"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "showed other:"),
    ({"something_of_next_year": {"a": 1}}, "showed other:"),
    ({"location": {"latitude": 31.5, "longitude": 74.3}}, "region punjab"),
    (
        {"location": KARACHI, "venue": {"location": KARACHI, "title": "a", "address": "b"}},
        "region sindh",
    ),
    ({"text": "help", "forward_origin": HIDDEN}, "forwarded: help"),
    ({"text": "/forget", "forward_origin": {"type": "user", "date": 1, "sender_user": OTHER}}, "forwarded: /forget"),
    ({"text": "/start payload-1"}, "command start: payload-1"),
    ({"text": "/Region@Raasta_Test_Bot punjab"}, "command region: punjab"),
    ({"text": "/help@another_bot"}, "said: /help@another_bot"),
    ({"text": "no sender", "from": None}, "said: no sender"),
]  # fmt: skip


async def test_each_kind_gets_one_reply(telegram: FakeTelegram, bot: Start) -> None:
    people = [telegram.person(f"person {n}") for n in range(len(SHOWN))]
    async with bot():
        for person, (content, _) in zip(people, SHOWN, strict=True):
            person.puts(**content)
        for person, (_, reply) in zip(people, SHOWN, strict=True):
            assert (await person.sees()).text == reply
        await telegram.until(lambda: telegram.unacknowledged == [])
    assert all(len(person.room.from_bot) == 1 for person in people)


async def test_a_poll_is_refused_unread(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    poll = {
        "id": "1",
        "question": "q",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    async with bot():
        person.puts(poll=poll)
        assert (await person.sees()).text.startswith("showed")


async def test_an_edited_message_is_read_again(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("hello")
        await person.sees()
        person.puts(field="edited_message", text="emergency now", edit_date=1)
        assert (await person.sees()).text == "15: emergency now"
        person.puts(
            field="edited_message", location={"latitude": 1.0, "longitude": 1.0, "live_period": 60}, edit_date=1
        )
        await person.sends("count")
        assert (await person.sees()).text == "turn 3"


@pytest.mark.parametrize("captioned", [0, 1, 2])
async def test_an_album_is_one_turn_whichever_picture_carries_the_words(
    telegram: FakeTelegram, bot: Start, captioned: int
) -> None:
    person = telegram.person()
    async with bot():
        for number in range(3):
            more: dict[str, Any] = {"caption": "my son"} if number == captioned else {}
            person.puts(photo=PHOTO, media_group_id="album-1", **more)
        assert (await person.sees()).text == "showed photo: my son"
        await person.sends("count")
        assert (await person.sees()).text == "turn 2"


async def test_an_album_without_words_is_one_turn(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        for _ in range(3):
            person.puts(photo=PHOTO, media_group_id="album-1")
        assert (await person.sees()).text == "showed photo:"
        await person.sends("count")
        assert (await person.sees()).text == "turn 2"


async def test_what_is_none_of_our_business_gets_no_reply(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    channel = telegram.person("channel", -100777, kind="channel")
    group = telegram.person("group", -600, kind="supergroup")
    async with bot():
        channel.puts(field="channel_post", text="news")
        channel.puts(text="news in a message")
        group.puts(text="talking among ourselves")
        group.puts(text="/help")
        group.puts(text="/help@another_bot")
        group.puts(text="mail me at someone@raasta_test_botany.pk")
        group.puts(photo=PHOTO)
        group.puts(new_chat_title="a new title")
        person.puts(pinned_message={"chat": person.chat(), "message_id": 1, "date": 0})
        person.puts(text="via ourselves", via_bot=telegram.me)
        await person.sends("hello")
        assert (await person.sees()).text == "said: hello"
    assert len(person.room.from_bot) == 1
    assert channel.room.from_bot == group.room.from_bot == []


async def test_in_a_group_it_answers_when_it_is_addressed(telegram: FakeTelegram, bot: Start) -> None:
    group = telegram.person("group", -600, kind="supergroup")
    ours = {"message_id": 1, "date": 1, "chat": group.chat(), "from": telegram.me, "text": "15"}
    nobody = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    async with bot(send_rate="30"):
        group.puts(text="@Raasta_Test_Bot my son is missing")
        assert (await group.sees()).text == "15 / 1122, write to me alone: my son is missing"
        group.puts(text="and now?", reply_to_message=ours)
        assert (await group.sees()).text.endswith("and now?")
        anonymous: dict[str, Any] = {"from": nobody, "sender_chat": group.chat()}
        group.puts(text="/help@raasta_test_bot", **anonymous)
        assert (await group.sees()).text == "15 / 1122, write to me alone: /help"
