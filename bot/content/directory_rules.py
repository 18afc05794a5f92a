"""Rules of the directory: what must hold before a number may reach a person."""

from collections.abc import Iterator
from typing import Any, Final

from bot.content.load import RawContent
from bot.content.rules import rule
from bot.content.source import Problem
from bot.directory.directory import Directory, EntryError
from bot.directory.numbers import HOME_PREFIX, is_full_number
from bot.directory.records import Agency, Contact

EMERGENCY_CODES: Final = frozenset({"15", "1122", "115", "16", "130", "1121", "1099"})
"""Numbers that people dial to stay alive: two sources each, counted per number over the whole directory."""

CODE_OWNERS: Final = {
    "15": "police-15",
    "1099": "mohr-helpline-1099",
    "1121": "child-helpline-1121",
    "1799": "nccia",
    "1777": "nadra",
    "1055": "wafaqi-mohtasib",
    "8171": "bisp",
}
"""Whom the national short codes belong to (seed 004 gives 1099 to the FIA; that is the first test case)."""


def at(agency: Agency, number: int) -> tuple[str | int, ...]:
    """Where contact `number` of a body stands in its file."""
    groups = {"address": "addresses", "email": "emails", "web": "links", "portal": "links", "app": "links"}
    group = groups.get(agency.contacts[number].kind, "phones")
    same = [c for c in agency.contacts[:number] if groups.get(c.kind, "phones") == group]
    return (group, len(same))


def _contacts(raw: RawContent) -> Iterator[tuple[Agency, int, Contact]]:
    for agency in raw.agencies.values():
        for number, contact in enumerate(agency.contacts):
            yield agency, number, contact


@rule("D001")
def number_has_source_and_date(raw: RawContent) -> Iterator[Problem]:
    """Product rule 1: every contact has a source and every source a day (the page's own, or the day it was read)."""
    for agency, number, contact in _contacts(raw):
        source = raw.source_of(agency)
        if not contact.sources:
            yield source.problem("D001", f"'{contact.value}' has no source", *at(agency, number))
        for place, origin in enumerate(contact.sources):
            if not origin.as_of:
                yield source.problem(
                    "D001", f"a source of '{contact.value}' has no day", *at(agency, number), "sources", place
                )


@rule("D002")
def emergency_number_has_two_sources(raw: RawContent) -> Iterator[Problem]:
    """A number that people dial to stay alive needs two sources, counted per number."""
    urls: dict[str, set[str]] = {}
    first: dict[str, tuple[Agency, int]] = {}
    for agency, number, contact in _contacts(raw):
        if contact.value in EMERGENCY_CODES and contact.may_be_shown and agency.may_be_shown:
            urls.setdefault(contact.value, set()).update(s.url for s in contact.sources)
            first.setdefault(contact.value, (agency, number))
    for value, seen in urls.items():
        if len(seen) < 2:
            agency, number = first[value]
            yield raw.source_of(agency).problem(
                "D002", f"the emergency number {value} has one source, two are needed", *at(agency, number)
            )


@rule("D003")
def superseding_body_exists(raw: RawContent) -> Iterator[Problem]:
    """`superseded_by` names a body of the directory, and a superseded body names one."""
    for agency in raw.agencies.values():
        source = raw.source_of(agency)
        if agency.superseded_by and agency.superseded_by not in raw.agencies:
            yield source.problem("D003", f"no body '{agency.superseded_by}'", "superseded_by")
        if agency.status == "superseded" and not agency.superseded_by:
            yield source.problem("D003", "a superseded body must say by whom", "status")


@rule("D004")
def full_number_is_valid(raw: RawContent) -> Iterator[Problem]:
    """A +92 number is one that phonenumbers holds for valid. Short codes, 0800 and UAN numbers are our own data."""
    for agency, number, contact in _contacts(raw):
        is_uan = contact.value.startswith(HOME_PREFIX + "111")
        is_full = contact.is_number and contact.value.startswith("+") and contact.may_be_shown and not is_uan
        if is_full and not is_full_number(contact.value):
            yield raw.source_of(agency).problem("D004", f"'{contact.value}' is no valid number", *at(agency, number))


@rule("D005")
def short_code_has_one_owner_a_region(raw: RawContent) -> Iterator[Problem]:
    """A short code is `primary_for` at most one body a region."""
    owners: dict[tuple[str, str], str] = {}
    for agency, number, contact in _contacts(raw):
        for area in contact.primary_for:
            other = owners.setdefault((contact.value, area), agency.id)
            if other != agency.id:
                yield raw.source_of(agency).problem(
                    "D005", f"{contact.value} in {area} belongs to '{other}' already", *at(agency, number)
                )


@rule("D006")
def known_code_resolves_to_its_body(raw: RawContent) -> Iterator[Problem]:
    """15, 1099, 1121, 1799, 1777, 1055 and 8171 belong to the bodies that the facts name; 1122 to rescue services."""
    owners: dict[str, set[str]] = {}
    for agency, _, contact in _contacts(raw):
        if contact.primary_for and agency.may_be_shown and contact.may_be_shown:
            owners.setdefault(contact.value, set()).add(agency.id)
    for code, owner in CODE_OWNERS.items():
        agency_found = raw.agencies.get(owner)
        if agency_found is None:
            yield Problem("data/agencies", 1, 1, "D006", f"the body '{owner}' that {code} belongs to is missing")
        elif owner not in owners.get(code, set()):
            yield raw.source_of(agency_found).problem("D006", f"{code} must be primary here", "phones")


@rule("D007")
def role_entries_may_be_shown(raw: RawContent) -> Iterator[Problem]:
    """Every entry of data/roles.yaml names a contact that may be shown."""
    directory = Directory(raw.agencies, raw.roles, raw.role_titles, raw.guides)
    source = raw.sources.get("data/roles.yaml")
    for role, rows in raw.roles.items():
        for region, entries in rows.items():
            for place, entry in enumerate(entries):
                if problem := entry_error(directory, entry):
                    assert source is not None
                    yield source.problem("D007", problem, "roles", role, region, place)


def entry_error(directory: Directory, entry: str) -> str | None:
    """What is wrong with a referral entry, or None."""
    if entry in directory.roles:
        return None
    try:
        directory.read_entry(entry)
    except EntryError as error:
        return str(error)
    return None


@rule("D008")
def texts_stand_in_both_languages(raw: RawContent) -> Iterator[Problem]:
    """Whatever a person reads stands in English and Urdu (product rule 9)."""
    for agency in raw.agencies.values():
        source = raw.source_of(agency)
        named: dict[str, Any] = {"name": agency.name, "description": agency.description}
        for key, texts in named.items():
            if missing := {"en", "ur"} - set(texts):
                yield source.problem("D008", f"{key} lacks {', '.join(sorted(missing))}", key)
        for number, contact in enumerate(agency.contacts):
            for texts in (contact.description, contact.hours_note, contact.extra_digits):
                if texts is not None and (missing := {"en", "ur"} - set(texts)):
                    lacking = ", ".join(sorted(missing))
                    yield source.problem("D008", f"'{contact.value}' lacks {lacking}", *at(agency, number))
