"""Write docs/reference/ from the code: `python -m tools.reference`, or `--check` to fail when a page is out of date."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import Settings, variable
from tools import coverage

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


RULES_HEAD: Final = """\
# Content rules

<!-- Written by `make docs` from bot/content/*_rules.py. Do not edit. -->

`raasta validate` names every error at once as `path:line:column rule message`. These are the rules. C001 to C006 are met
while a file is read, the others when files are compared with each other.

| rule | name | what must hold |
| --- | --- | --- |
"""

READING_RULES: Final = {
    "C001": ("can be read", "The file is UTF-8 and YAML, and the folder holds files."),
    "C002": ("is not empty", "The file holds something."),
    "C003": ("keys stand once", "Every key is a plain word and stands once in its block."),
    "C004": ("has the shape", "Every value is of the kind that the format wants, and no required key is missing."),
    "C005": ("knows its keys", "No key stands there that the format does not know."),
    "C006": ("is named after its id", "The id (of examples: intent and language) is that of the file name."),
}


def rules_page() -> str:
    """The page of all content rules."""
    from bot.content import directory_rules, intent_rules, text_rules
    from bot.content.rules import RULES

    assert directory_rules and intent_rules and text_rules
    rows = dict(READING_RULES)
    for rule_id, check in RULES.items():
        rows[rule_id] = (check.__name__.replace("_", " "), " ".join((check.__doc__ or "").split()))
    said = {rule_id: (name, text.replace("|", "\\|")) for rule_id, (name, text) in rows.items()}
    return RULES_HEAD + "".join(f"| {rule_id} | {name} | {text} |\n" for rule_id, (name, text) in sorted(said.items()))


PAGES: Final[dict[str, Callable[[], str]]] = {
    "docs/reference/settings.md": settings_page,
    "docs/reference/rules.md": rules_page,
    "docs/reference/coverage-holes.md": coverage.checked_page,
}


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
