"""Whatever is wrong at the start is one clear line and an exit status; stopping is graceful."""

import shutil
import socket
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.telegram.bot_process import SCRIPTED, BotProcess
from tests.telegram.fake import TOKEN, FakeTelegram


async def end(telegram: FakeTelegram, folder: Path, **settings: str) -> tuple[int, str]:
    """Start a bot that must end by itself; its exit status and its last line."""
    bot = BotProcess(telegram, folder, SCRIPTED, **settings)
    await bot.start()
    try:
        status = await bot.ended()
    finally:
        await bot.kill()
    assert "Traceback" not in bot.output, bot.output
    assert TOKEN not in bot.output
    return status, bot.output.strip().splitlines()[-1]


@pytest.mark.parametrize("token", ["1:wrong", "nonsense"])
async def test_a_wrong_token(telegram: FakeTelegram, tmp_path: Path, token: str) -> None:
    status, line = await end(telegram, tmp_path, telegram_token=token)
    assert (status, line) == (2, "raasta: RAASTA_TELEGRAM_TOKEN: Telegram does not know this token")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("http_port", "99999", "RAASTA_HTTP_PORT: input should be less than or equal to 65535"),
        ("telegram_mode", "pigeon", "RAASTA_TELEGRAM_MODE: input should be 'polling' or 'webhook'"),
        ("telegram_mode", "webhook", "RAASTA_TELEGRAM_MODE: webhook is not built yet, use polling"),
        ("telegram_token", "a b", "RAASTA_TELEGRAM_TOKEN: is no token: it has the form 123456:ABC-DEF"),
        ("telegram_base_url", "api.telegram.org", "RAASTA_TELEGRAM_BASE_URL: must start with https://"),
        ("database_url", "mysql://x", "RAASTA_DATABASE_URL: must start with"),
        (
            "database_url",
            "sqlite:////no/such/folder/raasta.db",
            "RAASTA_DATABASE_URL: the folder /no/such/folder does not",
        ),
        ("keys", "seal=abc", "RAASTA_KEYS: a key is 32 bytes in base64"),
        ("send_rate", "0", "RAASTA_SEND_RATE: input should be greater than 0"),
    ],
)
async def test_a_wrong_setting(telegram: FakeTelegram, tmp_path: Path, name: str, value: str, says: str) -> None:
    status, line = await end(telegram, tmp_path, **{name: value})
    assert status in (1, 2) and line.startswith(f"raasta: {says}"), line
    assert status == 2 or "folder" in says


async def test_a_misspelt_setting_is_named(telegram: FakeTelegram, bot: Start) -> None:
    async with bot(telegram_tokn="x") as process:
        assert "RAASTA_TELEGRAM_TOKN: unknown setting, ignored; did you mean RAASTA_TELEGRAM_TOKEN?" in process.output


async def test_a_port_that_is_taken(telegram: FakeTelegram, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, line = await end(telegram, tmp_path, http_port=str(port))
    assert status == 2 and line.startswith(f"raasta: RAASTA_HTTP_PORT: cannot listen on 127.0.0.1:{port}: ")


async def test_a_second_process_on_the_same_store(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot() as first:
        status, line = await end(telegram, tmp_path)
        assert status == 1
        assert line.startswith(f"raasta: another Raasta is running on this store: process {first.pid} on ")
        await person.sends("hello")
        assert (await person.sees()).text == "said: hello"


async def test_another_poller_with_the_same_token(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    person = telegram.person()
    async with bot():
        await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
        status, line = await end(telegram, other)
        assert (status, line) == (1, "raasta: another process polls Telegram with this token; stop it first")
        await person.sends("hello")
        await person.sees()


async def test_a_store_whose_keys_are_gone(telegram: FakeTelegram, bot: Start, tmp_path: Path) -> None:
    person = telegram.person()
    async with bot() as process:
        await person.sends("hello")
        await person.sees()
        assert "made new keys in var/keys" in process.output
    for key in (tmp_path / "var" / "keys").iterdir():
        assert key.stat().st_mode & 0o077 == 0
    shutil.rmtree(tmp_path / "var" / "keys")
    status, line = await end(telegram, tmp_path)
    assert (status, line) == (1, "raasta: var/keys: no keys here, but the store is sealed; put its keys back")


async def test_a_file_that_is_no_database(telegram: FakeTelegram, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "raasta.db").write_text("this is a letter, not a database" * 100)
    status, line = await end(telegram, tmp_path)
    assert (status, line) == (1, "raasta: the store: file is not a database")


async def test_a_place_that_cannot_be_written(telegram: FakeTelegram, tmp_path: Path) -> None:
    status, line = await end(telegram, tmp_path, database_url="sqlite:////proc/raasta.db")
    assert status == 1 and line.startswith("raasta: the store: unable to open database file")


async def test_a_store_that_is_busy_for_a_while_loses_nothing(
    telegram: FakeTelegram, bot: Start, tmp_path: Path
) -> None:
    """Like a full disk: nothing can be written, so nothing is acknowledged; then it can, and all is answered once."""
    person = telegram.person()
    async with bot() as process:
        port = await process.ready()
        await telegram.until(lambda: bool(telegram.calls_of("getUpdates")))
        blocker = sqlite3.connect(tmp_path / "var" / "raasta.db", isolation_level=None)
        blocker.execute("begin immediate")
        id_ = await person.sends("hello")
        await telegram.until(lambda: "database is locked" in process.output, 30)
        assert telegram.unacknowledged == [id_] and person.room.from_bot == []
        with pytest.raises(urllib.error.HTTPError, match="503"):
            await telegram.off_loop(lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10))
        blocker.execute("rollback")
        blocker.close()
        assert (await person.sees(30)).text == "said: hello"
    assert len(person.room.from_bot) == 1


async def test_without_a_token_the_http_side_alone_is_served(telegram: FakeTelegram, bot: Start) -> None:
    async with bot(telegram_token="") as process:
        port = await process.ready()
        get = _getter(port)
        assert await telegram.off_loop(lambda: get("healthz")) == "alive\n"
        assert '"ready":true' in await telegram.off_loop(lambda: get("readyz"))
        assert "raasta_outbox_waiting" in await telegram.off_loop(lambda: get("metrics"))
        assert "RAASTA_TELEGRAM_TOKEN is not set" in process.output
        assert await process.stop() == 0
    assert telegram.calls == []


async def test_telegram_being_away_does_not_make_it_unready(telegram: FakeTelegram, bot: Start) -> None:
    telegram.fails("getMe", status=502, times=3)
    async with bot() as process:
        get = _getter(await process.ready())
        page = await telegram.off_loop(lambda: get("readyz"))
        assert '"ready":true' in page and '"telegram":"ok"' not in page
        person = telegram.person()
        await person.sends("hello")
        await person.sees()
        assert '"telegram":"ok"' in await telegram.off_loop(lambda: get("readyz"))


async def test_it_introduces_itself_once_a_content_key(telegram: FakeTelegram, bot: Start) -> None:
    for _ in range(2):
        async with bot():
            await telegram.until(lambda: len(telegram.calls_of("getUpdates")) > 0)
            await telegram.until(lambda: len(telegram.profile) == 6)
    assert len(telegram.calls_of("setMyCommands")) == 2
    assert telegram.profile["description", ""] == "Numbers of offices"
    assert telegram.profile["commands", "ur"] == [{"command": "help", "description": "دفتروں کے نمبر"}]


async def test_inline_mode(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person(language="ur")
    async with bot():
        telegram.deliver({"inline_query": {"id": "q1", "from": person.user, "query": "bijli <b>", "offset": ""}})
        await telegram.until(lambda: "q1" in telegram.inline)
    (result,) = telegram.inline["q1"]
    assert result["title"] == "title ur"
    assert result["input_message_content"]["message_text"] == "text for bijli <b>"
    assert "parse_mode" not in result["input_message_content"]


def _getter(port: int) -> Callable[[str], str]:
    def get(page: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10) as answer:
            return str(answer.read().decode())

    return get
