"""One setting from the environment or `.env`, without the settings library, for commands that must start at once."""

import os
from pathlib import Path


def setting(name: str) -> str | None:
    """The value of `name` in the environment, else in `.env` of the working directory, else None."""
    if name in os.environ:
        return os.environ[name] or None
    try:
        lines = Path(".env").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        key, mark, value = line.partition("=")
        if mark and key.strip().removeprefix("export ").strip() == name:
            return value.strip().strip("'\"") or None
    return None
