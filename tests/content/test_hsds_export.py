"""The directory as HSDS 3.0: it holds to the schema of our profile, its ids stay, and what is held back does not travel."""

import copy
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from bot.cli import directory as directory_verbs
from bot.cli.main import cli
from bot.content.load import RawContent
from bot.directory.hsds import NAMESPACE, exported
from bot.directory.hsds_check import violations

SCHEMA = Path("docs/reference/schema/hsds-profile.schema.json")


@pytest.fixture(scope="module")
def data(raw: RawContent) -> list[dict[str, Any]]:
    """The export, as it is when it has been written and read."""
    rows: list[dict[str, Any]] = json.loads(json.dumps(exported(raw.agencies.values())))
    return rows


@pytest.fixture(scope="module")
def schema(root: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((root / SCHEMA).read_text("utf-8"))
    return read


def by_id(data: list[dict[str, Any]], agency_id: str) -> dict[str, Any]:
    """The organization of one of our bodies."""
    return next(row for row in data if profile(row)["raasta_id"] == agency_id)


def profile(row: dict[str, Any]) -> dict[str, str]:
    """Our profile of an organization, service or phone."""
    return {one["label"].removeprefix("raasta:"): one["value"] for one in row["attributes"]}


def ids(value: Any) -> Iterator[str]:
    """Every id in an export."""
    if isinstance(value, dict):
        if "id" in value:
            yield value["id"]
        for part in value.values():
            yield from ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from ids(part)


def test_the_export_holds_to_its_schema(data: list[dict[str, Any]], schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    assert list(violations(data, schema)) == []


def test_every_body_is_exported_in_order(data: list[dict[str, Any]], raw: RawContent) -> None:
    assert [profile(row)["raasta_id"] for row in data] == sorted(raw.agencies)


def test_ids_are_uuids_of_our_own_and_stay(data: list[dict[str, Any]], raw: RawContent) -> None:
    all_ids = list(ids(data))
    assert len(all_ids) == len(set(all_ids)), "an id stands for one thing"
    assert {uuid.UUID(one).version for one in all_ids} == {5}
    assert list(ids(json.loads(json.dumps(exported(reversed(list(raw.agencies.values()))))))) == all_ids


def test_the_namespace_never_changes(data: list[dict[str, Any]]) -> None:
    """Whoever has imported us would otherwise hold every body twice."""
    assert str(NAMESPACE) == str(uuid.uuid5(uuid.NAMESPACE_OID, "raasta/directory"))
    assert by_id(data, "nadra")["id"] == str(uuid.uuid5(NAMESPACE, "nadra"))
    assert by_id(data, "nadra")["services"][0]["id"] == str(uuid.uuid5(NAMESPACE, "nadra/service"))


def test_unclear_and_superseded_bodies_are_inactive_and_carry_no_number(
    data: list[dict[str, Any]], raw: RawContent
) -> None:
    hidden = [agency for agency in raw.agencies.values() if not agency.may_be_shown]
    assert {agency.status for agency in hidden} >= {"unclear", "superseded"}
    for agency in raw.agencies.values():
        service = by_id(data, agency.id)["services"][0]
        assert service["status"] == ("active" if agency.may_be_shown else "inactive"), agency.id
    for agency in hidden:
        organization = by_id(data, agency.id)
        service = organization["services"][0]
        assert (service["phones"], service["service_at_locations"]) == ([], [])
        assert "website" not in organization
        assert "email" not in organization


def test_a_superseded_body_says_by_whom(data: list[dict[str, Any]]) -> None:
    assert profile(by_id(data, "fia-cyber-crime-wing")["services"][0])["superseded_by"] == "nccia"


def test_contacts_that_are_held_back_do_not_travel(data: list[dict[str, Any]], raw: RawContent) -> None:
    for agency in raw.agencies.values():
        organization = by_id(data, agency.id)
        travelled = {phone["number"] for phone in organization["services"][0]["phones"]}
        assert travelled == {c.value for c in agency.shown_contacts() if c.is_number}, agency.id
        text = json.dumps(organization)
        for contact in agency.contacts:
            if not contact.may_be_shown and contact.is_number and len(contact.value) > 5:
                assert f'"{contact.value}"' not in text, agency.id


def test_sources_and_confidence_travel_with_every_number(data: list[dict[str, Any]]) -> None:
    for row in data:
        for phone in row["services"][0]["phones"]:
            ours = profile(phone)
            assert ours["confidence"] in {"confirmed", "single", "seed_only"}
            assert ours["sources"]
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", ours["as_of"])


def test_no_shelter_travels_with_an_address(data: list[dict[str, Any]]) -> None:
    for agency_id in (
        "dar-ul-aman",
        "dastak-lahore",
        "transgender-protection-centre",
        "cpi-islamabad",
        "zamung-kor-kp",
    ):
        assert by_id(data, agency_id)["services"][0]["service_at_locations"] == []


BROKEN: dict[str, Any] = {
    "no name": lambda row: row.pop("name"),
    "a word that HSDS does not know": lambda row: row.update(nickname="x"),
    "an id that is no UUIDv5": lambda row: row.update(id="nadra"),
    "a random id": lambda row: row.update(id="6f1de9e1-5d5c-4c38-9b4f-2f6f0f0f0f0f"),
    "another status": lambda row: row["services"][0].update(status="defunct"),
    "an inactive service with a number": lambda row: row["services"][0].update(status="inactive"),
    "a number that is none": lambda row: row["services"][0]["phones"][0].update(number="call us"),
    "an hour that is none": lambda row: row["services"][0]["phones"][0].update(
        schedules=[
            {"id": row["id"], "freq": "DAILY", "opens_at": "9", "closes_at": "25:00", "timezone": "Asia/Karachi"}
        ]
    ),
    "a phone without sources": lambda row: row["services"][0]["phones"][0].update(
        attributes=[a for a in row["services"][0]["phones"][0]["attributes"] if a["label"] != "raasta:sources"]
    ),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_the_schema_is_no_sieve(data: list[dict[str, Any]], schema: dict[str, Any], change: Any) -> None:
    row = copy.deepcopy(by_id(data, "nadra"))
    assert list(violations([row], schema)) == []
    change(row)
    assert list(violations([row], schema)) != []


def test_export_check_accepts_and_refuses(
    raw: RawContent, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory_verbs, "_raw", lambda: raw)
    good = CliRunner().invoke(cli, ["directory", "export", "--check", str(root / SCHEMA)])
    assert (good.exit_code, good.stdout) == (0, "")
    assert f"{len(raw.agencies)} organizations hold to" in good.stderr
    strict = tmp_path / "strict.json"
    strict.write_text(json.dumps({"type": "object", "required": ["tax_id"]}), "utf-8")
    bad = CliRunner().invoke(cli, ["directory", "export", "--check", str(strict)])
    assert bad.exit_code == 1
    assert len(bad.stderr.splitlines()) == len(raw.agencies)
    assert bad.stderr.startswith("0/: 'tax_id' is a required property")


def test_export_writes_json_alone(raw: RawContent, monkeypatch: pytest.MonkeyPatch, data: list[dict[str, Any]]) -> None:
    monkeypatch.setattr(directory_verbs, "_raw", lambda: raw)
    result = CliRunner().invoke(cli, ["directory", "export", "--format", "hsds"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == data


@pytest.mark.parametrize("text", ["{", "[]", '{"type": "nonsense"}'], ids=["not JSON", "a list", "no schema"])
def test_a_schema_that_is_none_is_one_clear_line(
    raw: RawContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(directory_verbs, "_raw", lambda: raw)
    file = tmp_path / "schema.json"
    file.write_text(text, "utf-8")
    result = CliRunner().invoke(cli, ["directory", "export", "--check", str(file)])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "schema.json" in result.stderr
