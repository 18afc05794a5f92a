"""Coverage holes: roles for which a region has no phone that may be shown. The table may only shrink.

`python -m tools.coverage` writes docs/reference/coverage-holes.md. A hole that the committed table does not have is
refused; `--accept ROLE/region` takes one in, for the day on which a number has to be held back.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Final, get_args

from bot.content.intent import RegionRow
from bot.content.load import RawContent, load_content
from bot.directory.directory import Directory
from bot.directory.numbers import at_home
from bot.vocabulary import Region

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "reference" / "coverage-holes.md"

Hole = tuple[str, str]
"""A role and a region."""

COLUMNS: Final[tuple[RegionRow, ...]] = (*get_args(RegionRow),)
HEAD: Final = """\
# Coverage holes

<!-- Written by `make docs` from data/roles.yaml and data/agencies/. Do not edit. -->

For each role of `data/roles.yaml` and each region: the first phone that may be shown. **hole** means that there is none; the
card then gives what stands behind the word: a website or app, an office to go to. `unknown` is what is named while the
region is not known. A role has a row for `abroad` only where it is meant for people outside Pakistan.

The table may only shrink: a test fails when a hole is new. To close one, find a number with a source and a date, put it into
the body's file ([correct a number](../how-to/operate/correct-a-number.md)), name it in `data/roles.yaml`, and run `make docs`.
Where a number has to be held back and a hole opens, say so in the commit and run
`.venv/bin/python -m tools.coverage --accept ROLE/region`.
"""


def cells(raw: RawContent) -> dict[Hole, tuple[str, str]]:
    """For every role and region that has a row: the first phone (empty for a hole), and what else the card gives."""
    directory = Directory(raw.agencies, raw.roles, raw.role_titles, raw.guides)
    table: dict[Hole, tuple[str, str]] = {}
    for role, rows in raw.roles.items():
        for column in COLUMNS:
            if column not in rows:
                continue
            region: Region = "none" if column == "unknown" else column
            referrals = directory.resolve([role], region, writer_abroad=region == "abroad")
            number = next((r.number for r in referrals if r.number), None)
            kinds = dict.fromkeys(r.contact.kind if r.contact else "office" for r in referrals)
            shown = at_home(number.value) if number and region != "abroad" else number.value if number else ""
            table[role, column] = (shown, ", ".join(kinds) or "nothing")
    return table


def holes(raw: RawContent) -> set[Hole]:
    """The roles and regions without a phone."""
    return {hole for hole, (number, _) in cells(raw).items() if not number}


def committed_holes(page: str) -> set[Hole]:
    """The holes that a page lists."""
    return set(re.findall(r"^- `([A-Z_-]+)/([a-z]+)`", page, re.MULTILINE))


def page(raw: RawContent) -> str:
    """The page of the table."""
    table = cells(raw)
    columns = [column for column in COLUMNS if any(where == column for _, where in table)]
    rows = [f"| role | {' | '.join(columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for role in raw.roles:
        row = []
        for column in columns:
            number, others = table.get((role, column), ("", ""))
            row.append(number or (f"**hole**: {others}" if (role, column) in table else ""))
        rows.append(f"| {role} | {' | '.join(row)} |")
    open_now = sorted(holes(raw))
    listed = [f"- `{role}/{column}`" for role, column in open_now]
    return "\n".join([HEAD, *rows, "", f"## Open: {len(open_now)}", "", *listed, ""])


def checked_page() -> str:
    """The page, unless a hole is new against the committed one: then SystemExit names it."""
    raw = load_content(ROOT)
    if PAGE.is_file() and (new := holes(raw) - committed_holes(PAGE.read_text("utf-8"))):
        named = ", ".join(f"{role}/{region}" for role, region in sorted(new))
        sys.exit(f"new coverage holes: {named}. See docs/reference/coverage-holes.md")
    return page(raw)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accept", action="append", default=[], metavar="ROLE/region", help="take in this new hole")
    accepted = {tuple(name.split("/")) for name in parser.parse_args().accept}
    raw = load_content(ROOT)
    known = committed_holes(PAGE.read_text("utf-8")) if PAGE.is_file() else holes(raw)
    if new := holes(raw) - known - accepted:
        sys.exit(f"new coverage holes: {', '.join('/'.join(hole) for hole in sorted(new))}")
    PAGE.write_text(page(raw), "utf-8")


if __name__ == "__main__":
    main()
