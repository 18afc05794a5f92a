"""`raasta directory`: what the directory holds, how old it is, and the HSDS export."""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.content.load import RawContent, load_content
from bot.directory.records import Agency, Contact
from bot.errors import RaastaError


def _raw() -> RawContent:
    from bot.cli.content_places import places

    return load_content(places().root)


@click.group()
def directory() -> None:
    """List, show, stale, export."""


@directory.command("list")
@click.option("--region", help="Only bodies that serve this region (federal ones included).")
@click.option("--intent", help="Only bodies for this intent.")
def list_command(region: str | None, intent: str | None) -> None:
    """One line a body: id, status, first number, name."""
    for agency in _raw().agencies.values():
        if region and not {region, "federal"} & set(agency.service_areas):
            continue
        if intent and intent not in agency.intents:
            continue
        number = next((c.value for c in agency.shown_contacts() if c.is_number), "–")
        state = "withheld" if agency.withhold else agency.status
        click.echo(f"{agency.id:44} {state:10} {number:16} {agency.name['en']}")


@directory.command("show")
@click.argument("agency_id")
def show(agency_id: str) -> None:
    """Everything that is known of one body, with sources and what is held back."""
    raw = _raw()
    agency = raw.agencies.get(agency_id) or next((a for a in raw.agencies.values() if agency_id in a.former_ids), None)
    if agency is None:
        import difflib

        near = difflib.get_close_matches(agency_id, raw.agencies, 3)
        raise click.ClickException(f"no body '{agency_id}'" + (f"; did you mean {', '.join(near)}?" if near else ""))
    click.echo(f"{agency.name['en']}\n{agency.name['ur']}\n{agency.description['en']}\n{agency.description['ur']}")
    click.echo(f"id {agency.id} · {agency.status} · {', '.join(agency.service_areas)} · {agency.path}")
    if agency.withhold:
        click.echo(f"HELD BACK: {agency.withhold}")
    for contact in agency.contacts:
        _show_contact(contact)


def _show_contact(contact: Contact) -> None:
    mark = "" if contact.may_be_shown else f"  [NOT SHOWN: {contact.withhold or contact.confidence}]"
    click.echo(f"\n{contact.kind} {contact.value} – {contact.description['en']} ({contact.confidence}){mark}")
    for schedule in contact.schedules:
        click.echo(f"  hours {schedule.freq} {schedule.byday} {schedule.opens_at}-{schedule.closes_at}")
    for source in contact.sources:
        click.echo(f"  {source.as_of}  {source.url}  {source.says}")
    for conflict in contact.conflicts:
        click.echo(f"  conflict: {conflict}")
    if contact.note:
        click.echo(f"  note: {contact.note}")


@directory.command("stale")
@click.option("--days", type=click.IntRange(min=0), default=365, show_default=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Count from this day (default: today).")
def stale(days: int, today: datetime | None) -> None:
    """Contacts whose newest source is older than DAYS, the oldest first."""
    now = today.date() if today else date.today()
    rows: list[tuple[int, Agency, Contact]] = []
    for agency in _raw().agencies.values():
        for contact in agency.shown_contacts():
            age = (now - _day(contact.as_of)).days
            if age > days:
                rows.append((age, agency, contact))
    for age, agency, contact in sorted(rows, key=lambda row: (-row[0], row[1].id)):
        click.echo(f"{age:6} days  {agency.id:44} {contact.value}  {contact.description['en']}")
    click.echo(f"{len(rows)} contacts are older than {days} days", err=True)


def _day(text: str | None) -> date:
    """A day, or the first of a month or year where a source says no more; no day at all counts as the beginning."""
    parts = [*(text or "1970").split("-"), "01", "01"][:3]
    return date.fromisoformat("-".join(parts))


def _schema(file: Path) -> dict[str, Any]:
    """A JSON Schema that a person supplies. What is none is one line and exit 1."""
    try:
        schema = json.loads(file.read_text("utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file}: not JSON ({error})") from error
    if not isinstance(schema, dict):
        raise click.ClickException(f"{file}: not a JSON Schema")
    return schema


@directory.command("export")
@click.option("--format", "form", type=click.Choice(["hsds"]), default="hsds", show_default=True)
@click.option(
    "--check", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Validate against this JSON Schema."
)
def export(form: str, check: Path | None) -> None:
    """Write the directory to standard output as HSDS 3.0 JSON, one organization with its services each."""
    from bot.directory.hsds import exported

    data = exported(_raw().agencies.values())
    if check:
        from bot.directory.hsds_check import violations

        try:
            found = list(violations(data, _schema(check)))
        except RaastaError as error:
            raise click.ClickException(f"{check}: {error}") from error
        for line in found:
            click.echo(line, err=True)
        if found:
            sys.exit(1)
        click.echo(f"{len(data)} organizations hold to {check}", err=True)
        return
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))
