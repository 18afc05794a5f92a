"""A whole run, with errors of every kind, says nothing about anybody: not in logs, not in metrics, not in the store."""

import urllib.request
from pathlib import Path

import pytest

from tests.e2e.conftest import Start
from tests.telegram.bot_process import REAL, SCRIPTED
from tests.telegram.fake import TOKEN, FakeTelegram

WORDS = "my son Bilal is missing since morning in Karachi"
NAME = "Amina Bibi"


@pytest.mark.parametrize("command", [SCRIPTED, REAL], ids=["scripted", "real"])
async def test_a_whole_run_names_nobody(
    telegram: FakeTelegram, bot: Start, tmp_path: Path, command: tuple[str, ...]
) -> None:
    person = telegram.person(NAME, 5_123_456_789)
    group = telegram.person("group", -100_987_654_321, kind="supergroup")
    gone = telegram.person("Gulnaz", 5_222_333_444)
    async with bot(command, not_understood="true") as process:
        port = await process.ready()
        telegram.fails("sendMessage", status=500)
        telegram.fails("sendMessage", cut=True)
        telegram.fails("getUpdates", status=502)
        update = await person.sends(WORDS)
        await person.sees()
        for text in ("break", "feedback 0300-1234567 a@b.pk", "asdf qwer zxcv", "/forget@nobody", "میری بیٹی گم ہے"):
            await person.sends(text)
            await person.sees()
        person.puts(contact={"phone_number": "+923001112223", "first_name": "Rashid"})
        await person.sees()
        group.puts(text=f"@raasta_test_bot {WORDS}")
        await group.sees()
        person.presses_data("no such button", 1)
        gone.blocks(is_told=False)
        await gone.sends(WORDS)
        telegram.deliver({"message": {"message_id": "broken", "text": WORDS}})
        telegram.deliver({"inline_query": {"id": "q1", "from": person.user, "query": WORDS, "offset": ""}})
        await telegram.until(lambda: telegram.unacknowledged == [] and "q1" in telegram.inline)
        await telegram.until(lambda: any(call.status == 403 for call in telegram.calls_of("sendMessage")))
        metrics = await telegram.off_loop(lambda: _get(f"http://127.0.0.1:{port}/metrics"))
        assert await process.stop() == 0
    store = b"".join(path.read_bytes() for path in sorted((tmp_path / "var").glob("raasta.db*")))
    secrets = [WORDS, "Bilal", NAME, "Gulnaz", "Rashid", "923001112223", "5123456789", "987654321", "5222333444"]
    secrets += [TOKEN, TOKEN.split(":")[1], "1234567", "a@b.pk", "asdf", "بیٹی"]
    for secret in secrets:
        assert secret not in process.output
        assert secret not in metrics
        assert secret.encode() not in store
    assert str(update) not in process.output + metrics
    assert "Traceback" not in process.output


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  our own address
        return str(answer.read().decode())
