"""A wrong setting is one line that names the variable and shows no secret."""

from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.settings import load_settings, unknown_variables


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.telegram_token is None
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///var/raasta.db"
    assert settings.http_host == "127.0.0.1"


def test_dotenv_is_read_and_the_environment_wins(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / ".env").write_text("RAASTA_HTTP_PORT=1234\nRAASTA_POLL_TIMEOUT=7\n")
    monkeypatch.setenv("RAASTA_POLL_TIMEOUT", "9")
    settings = load_settings()
    assert (settings.http_port, settings.poll_timeout) == (1234, 9)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN", "DATABASE_URL", "KEYS", "WEBHOOK_SECRET"])
def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(f"RAASTA_{name}", "very secret / words")
    try:
        shown = repr(load_settings())
    except SettingError as error:
        shown = str(error)
        assert shown.startswith(f"RAASTA_{name}: ")
    assert "very secret" not in shown


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAASTA_TELEGRAM_TOKEN", "")
    monkeypatch.setenv("RAASTA_HTTP_PORT", "")
    assert load_settings().telegram_token is None


def test_unknown_variables_are_named_with_the_nearest() -> None:
    lines = unknown_variables(["RAASTA_DATABASE", "RAASTA_HTTP_PORT", "RAASTA_REQUIRE", "PATH"])
    assert lines == ["RAASTA_DATABASE: unknown setting, ignored; did you mean RAASTA_DATABASE_URL?"]
