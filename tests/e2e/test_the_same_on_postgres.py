"""The service on PostgreSQL: a killed process loses nothing, and a server that drops its connections stops nobody."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.e2e.conftest import Start
from tests.integration import postgres
from tests.integration.conftest import postgres_server as postgres_server
from tests.telegram.fake import Call, FakeTelegram

CUT_OTHERS = (
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'service' and pid <> pg_backend_pid()"
)


@pytest.fixture
def address(postgres_server: str) -> Iterator[str]:
    with postgres.database(postgres_server, "service") as address:
        yield address


async def test_killed_between_the_commit_and_the_send(telegram: FakeTelegram, bot: Start, address: str) -> None:
    person = telegram.person()
    async with bot(database_url=address) as process:

        async def kill(_call: Call) -> None:
            await process.kill()

        with telegram.when("sendMessage", kill):
            await person.sends("hello")
            await process.ended()
    async with bot(database_url=address):
        await person.sees()
        await person.sends("count")
        await person.sees()
    assert person.room.texts == ["said: hello", "turn 2"]


async def test_a_server_that_drops_its_connections(telegram: FakeTelegram, bot: Start, address: str) -> None:
    person = telegram.person()
    async with bot(database_url=address):
        for number in range(3):
            await person.sends(f"message {number}")
            await person.sees()
            with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as admin:
                admin.execute(CUT_OTHERS)
        await person.sends("count")
        await person.sees()
    assert person.room.texts == [*(f"said: message {number}" for number in range(3)), "turn 4"]
