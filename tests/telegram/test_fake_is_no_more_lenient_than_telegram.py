"""The fake refuses what Telegram refuses: otherwise the tests that use it prove nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.telegram.fake import TOKEN, FakeTelegram
from tests.telegram.markup import BadMarkup, plain_text


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().serving() as fake:
        yield fake


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        yield client


async def call(
    telegram: FakeTelegram, client: httpx.AsyncClient, method: str, token: str = TOKEN, **data: Any
) -> tuple[int, Any]:
    form = {key: value if isinstance(value, str) else json.dumps(value) for key, value in data.items()}
    answer = await client.post(f"{telegram.base_url}{token}/{method}", data=form)
    body = answer.json()
    assert body["ok"] == (answer.status_code == 200)
    return answer.status_code, body.get("result", body.get("description"))


REFUSED = {
    "open tag": {"text": "<b>open", "parse_mode": "HTML"},
    "unknown tag": {"text": "<p>a</p>", "parse_mode": "HTML"},
    "crossed tags": {"text": "<b><i>a</b></i>", "parse_mode": "HTML"},
    "bare <": {"text": "a < b", "parse_mode": "HTML"},
    "empty": {"text": " \n "},
    "empty but for tags": {"text": "<b> </b>", "parse_mode": "HTML"},
    "too long": {"text": "x" * 4097},
    "too long in UTF-16": {"text": "😀" * 2049},
    "unknown parameter": {"text": "a", "parsemode": "HTML"},
    "wrong type": {"text": "a", "reply_markup": {"inline_keyboard": "x"}},
    "65 bytes of data": {
        "text": "a",
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ا" * 33}]]},
    },
    "no chat": {"text": "a", "chat_id": 1},
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
async def test_refused(telegram: FakeTelegram, client: httpx.AsyncClient, data: dict[str, Any]) -> None:
    person = telegram.person()
    status, said = await call(telegram, client, "sendMessage", **({"chat_id": person.room.id} | data))
    assert status == 400 and said.startswith("Bad Request: ")
    assert person.room.from_bot == []


async def test_taken(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    person = telegram.person()
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "ا" * 32}]]}
    status, sent = await call(
        telegram,
        client,
        "sendMessage",
        chat_id=person.room.id,
        text="<b>" + "x" * 4096 + "</b>",
        parse_mode="HTML",
        reply_markup=keyboard,
    )
    assert status == 200 and (await person.sees()).text == "x" * 4096 and sent["message_id"]


async def test_tokens_and_methods(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    assert (await call(telegram, client, "getMe", "1:wrong"))[0] == 401
    assert (await call(telegram, client, "getMe", "nonsense"))[0] == 404
    assert (await call(telegram, client, "getNothing"))[0] == 404


async def test_an_update_comes_again_until_a_higher_offset_is_asked_for(
    telegram: FakeTelegram, client: httpx.AsyncClient
) -> None:
    person = telegram.person()
    ids = [await person.sends(text) for text in ("one", "two")]

    async def poll(**data: Any) -> list[int]:
        return [update["update_id"] for update in (await call(telegram, client, "getUpdates", **data))[1]]

    assert await poll() == ids
    assert await poll() == ids
    assert await poll(offset=ids[0] + 1) == [ids[1]]
    assert await poll(offset=ids[0]) == [ids[1]]
    assert await poll(offset=ids[1] + 1) == []


async def test_a_long_poll_waits_and_a_second_one_is_refused(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    first = asyncio.create_task(call(telegram, client, "getUpdates", timeout=20))
    await telegram.until(lambda: telegram._poller is not None)
    assert (await call(telegram, client, "getUpdates"))[0] == 409
    await telegram.person().sends("hello")
    assert len((await first)[1]) == 1


async def test_a_callback_is_answered_once(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    callback = telegram.person().presses_data("x", 1)
    assert (await call(telegram, client, "answerCallbackQuery", callback_query_id=callback))[0] == 200
    assert (await call(telegram, client, "answerCallbackQuery", callback_query_id=callback))[0] == 400
    assert (await call(telegram, client, "answerCallbackQuery", callback_query_id="other"))[0] == 400


async def test_commands_have_lower_case_names(telegram: FakeTelegram, client: httpx.AsyncClient) -> None:
    for name, status in (("help", 200), ("Help", 400), ("مدد", 400), ("x" * 33, 400)):
        commands = [{"command": name, "description": "d"}]
        assert (await call(telegram, client, "setMyCommands", commands=commands))[0] == status


def test_entities_are_read_as_telegram_reads_them() -> None:
    assert plain_text("a &lt;b&gt; &amp;amp; &copy; <b>c</b>") == "a <b> &amp; &copy; c"
    with pytest.raises(BadMarkup):
        plain_text("</b>")
