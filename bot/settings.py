"""Settings: environment variables with the prefix `RAASTA_`, or a file `.env` in the working directory."""

import difflib
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingError

PREFIX: Final = "RAASTA_"
NOT_OURS: Final = frozenset({"RAASTA_REQUIRE"})
"""Variables with our prefix that are read elsewhere: RAASTA_REQUIRE belongs to the tests."""

DATABASE_SCHEMES: Final = ("sqlite+aiosqlite://", "sqlite://", "postgresql+psycopg://")


class Settings(BaseSettings):
    """Every setting of the service. Relative paths are meant from the working directory."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_token: SecretStr | None = Field(
        default=None, description="The token that @BotFather gave. Without it Telegram is not served."
    )
    telegram_base_url: str = Field(
        default="https://api.telegram.org/bot",
        description="Address of the Bot API; ends in `/bot`, the token is appended.",
    )
    telegram_base_file_url: str = Field(
        default="https://api.telegram.org/file/bot",
        description="Address of files of the Bot API; the token is appended.",
    )
    telegram_mode: Literal["polling", "webhook"] = Field(
        default="polling", description="How updates arrive. `webhook` is not built yet and is refused at start."
    )
    telegram_timeout: float = Field(
        default=10.0,
        gt=0,
        le=120,
        description="Seconds after which a request to Telegram counts as failed and is repeated.",
    )
    poll_timeout: int = Field(default=30, ge=0, le=50, description="Seconds that one long poll waits for updates.")
    webhook_url: str = Field(default="", description="Public https address of the webhook.")
    webhook_secret: SecretStr | None = Field(
        default=None, description="Secret that Telegram sends along to the webhook."
    )
    send_rate: float = Field(
        default=30.0,
        gt=0,
        le=30,
        description="Messages a second that are sent at most, over all chats. Telegram allows 30.",
    )
    http_host: str = Field(
        default="127.0.0.1", description="Address of /healthz, /readyz and /metrics. Loopback by default."
    )
    http_port: int = Field(
        default=8080, ge=0, le=65535, description="Port of the same; 0 takes a free one and says which."
    )
    database_url: SecretStr = Field(
        default=SecretStr("sqlite+aiosqlite:///var/raasta.db"),
        description="The store: `sqlite+aiosqlite:///PATH` or `postgresql+psycopg://USER:PASSWORD@HOST/NAME`.",
    )
    keys: SecretStr | None = Field(
        default=None,
        description="Keys instead of files: `seal=BASE64,seal=BASE64,index=BASE64`; the last `seal` is used to seal.",
    )
    keys_dir: Path = Field(
        default=Path("var/keys"), description="Folder of the key files, made at the first start (0600)."
    )
    content_dir: Path | None = Field(
        default=None,
        description="Folder with intents/, data/ and locales/. Default: the repository, else the bundled copy.",
    )
    cache_dir: Path = Field(
        default=Path("var/cache"), description="Folder of compiled content; may be deleted at any time."
    )
    not_understood: bool = Field(
        default=False, description="Keep messages that were not understood, redacted and sealed, for review."
    )
    neutral_after: float = Field(
        default=300.0,
        gt=0,
        le=300,
        description="Seconds after which an undelivered sensitive answer becomes a neutral line.",
    )

    @field_validator("telegram_base_url", "telegram_base_file_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with https:// (or http:// for a local server)")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _is_token(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value().strip() if value else ""
        if not text:
            return None
        if any(letter.isspace() or letter in "/?#" for letter in text):
            raise ValueError("is no token: it has the form 123456:ABC-DEF")
        return SecretStr(text)

    @field_validator("database_url")
    @classmethod
    def _is_store(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(DATABASE_SCHEMES):
            raise ValueError("must start with sqlite+aiosqlite:/// or postgresql+psycopg://")
        return value


def variable(field: str) -> str:
    """The environment variable of a field of `Settings`."""
    return PREFIX + field.upper()


def load_settings() -> Settings:
    """Read the settings.

    Raises SettingError with one line that names the first wrong variable; it never shows the value of a secret.
    Variables with our prefix that nobody reads are named on standard error, with the nearest known name.
    """
    for line in unknown_variables((*os.environ, *_names_in_dotenv())):
        print(line, file=sys.stderr)
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingError(_first_line(error)) from None
    if settings.telegram_mode == "webhook":
        raise SettingError("RAASTA_TELEGRAM_MODE: webhook is not built yet, use polling")
    return settings


def unknown_variables(names: Iterable[str]) -> list[str]:
    """One warning a variable that has our prefix and is no setting."""
    known = {variable(field) for field in Settings.model_fields}
    strangers = {name for name in names if name.startswith(PREFIX)} - known - NOT_OURS
    return [_warning(name, known) for name in sorted(strangers)]


def _warning(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"{name}: unknown setting, ignored" + (f"; did you mean {near[0]}?" if near else "")


def _names_in_dotenv() -> tuple[str, ...]:
    path = Path(".env")
    return tuple(dotenv_values(path)) if path.is_file() else ()


def _first_line(error: ValidationError) -> str:
    # include_input=False: the value may be a secret, and a secret is never shown
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    reason = first["msg"].removeprefix("Value error, ")
    return f"{variable(field)}: {reason[0].lower()}{reason[1:]}"
