"""Write docs/reference/ from the code: `python -m tools.reference`, or `--check` to fail when a page is out of date."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings, variable

ROOT: Final = Path(__file__).parents[1]

SETTINGS_HEAD: Final = """\
# Settings

<!-- Written by `make docs` from bot/settings.py. Do not edit. -->

Every setting is an environment variable, or a line `NAME=value` in a file `.env` in the working directory; the
environment wins. An empty value counts as not set. Relative paths are meant from the working directory. A wrong value
ends the start with one line that names the variable (exit status 2); a variable `RAASTA_…` that is not listed here is
named in a warning. Secrets are never printed.
"""


def settings_page() -> str:
    """The page of all settings."""
    sections = [_section(name, field) for name, field in Settings.model_fields.items()]
    return "\n".join((SETTINGS_HEAD, *sections))


PAGES: Final[dict[str, Callable[[], str]]] = {"docs/reference/settings.md": settings_page}


def main() -> None:
    """Write or check all pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    is_check = parser.parse_args().check
    old = [path for path, page in PAGES.items() if not _is_current(ROOT / path, page())]
    for path in old:
        if is_check:
            print(f"{path} is out of date: make docs", file=sys.stderr)
        else:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(PAGES[path](), "utf-8")
            print(f"wrote {path}", file=sys.stderr)
    sys.exit(1 if is_check and old else 0)


def _is_current(path: Path, page: str) -> bool:
    return path.is_file() and path.read_text("utf-8") == page


def _section(name: str, field: FieldInfo) -> str:
    description = field.description or ""
    return f"## `{variable(name)}`\n\n{description}\n\nDefault: {_default(field.default)}\n"


def _default(value: Any) -> str:
    if value is None or value == "":
        return "not set"
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`"


if __name__ == "__main__":
    main()
