"""The short codes that everybody should know lead to the bodies they belong to (the 1099 of seed 004 was the first mistake)."""

import pytest

from bot.content.load import RawContent
from bot.content.snapshot import Content
from bot.directory.records import Agency
from bot.understanding.normalise import words
from bot.vocabulary import HOME_REGIONS

OWNERS = {
    "15": "police-15",
    "1099": "mohr-helpline-1099",
    "1121": "child-helpline-1121",
    "1799": "nccia",
    "1777": "nadra",
    "1055": "wafaqi-mohtasib",
    "8171": "bisp",
}
RESCUE_NAMES = ("rescue", "emergency")
MERGED = (
    "punjab-women-helpline-1043", "punjab-women-protection-1737", "sindh-women-helpline-1094",
    "balochistan-women-helpline-1089", "migrant-resource-centre", "punjab-ombudsperson-harassment",
)  # fmt: skip
"""Bodies that stood under two ids in the facts (referrals, part 1)."""
SEED_BODIES = (
    "nadra", "nchr", "ncrc", "ncsw", "pta", "ndma", "fia", "nccia", "bisp", "pakistan-bait-ul-mal", "navttc", "opf",
    "mofept", "wafaqi-mohtasib", "ministry-of-human-rights", "cpi-islamabad", "pbm-sweet-homes", "laja", "fospah",
    "ministry-of-law-and-justice", "monhsrc", "mophrd", "pbs", "iom-pakistan", "moitt", "ministry-of-interior",
    "national-committee-for-children", "fia-cyber-crime-wing", "ict-labour-welfare-department", "ict-birth-registration",
)  # fmt: skip
"""Bodies that the seed documents name: each has a record, whatever became of it."""


def carriers(content: Content, code: str) -> list[Agency]:
    """The bodies that show `code` to people."""
    return [a for a in content.directory.agencies.values() if any(c.value == code for c in a.shown_contacts())]


@pytest.mark.parametrize(("code", "owner"), OWNERS.items())
def test_code_belongs_to_its_body(content: Content, code: str, owner: str) -> None:
    primary = {
        agency.id
        for agency in carriers(content, code)
        for contact in agency.shown_contacts()
        if contact.value == code and "federal" in contact.primary_for
    }
    assert primary == {owner}


@pytest.mark.parametrize(("code", "owner"), OWNERS.items())
def test_who_searches_for_the_code_finds_its_body(content: Content, code: str, owner: str) -> None:
    assert content.directory.search(code)[0].id == owner


@pytest.mark.parametrize(("code", "owner"), OWNERS.items())
def test_who_asks_whose_number_it_is_hears_its_body(content: Content, code: str, owner: str) -> None:
    for question in (f"{code} kis ka number hai", f"what is {code}", f"{code} کس کا نمبر ہے"):
        agency = content.agency_asked_about(words(question))
        assert agency is not None, question
        assert agency.id == owner, question


def test_1122_is_a_rescue_service_in_every_region(content: Content) -> None:
    for region in HOME_REGIONS:
        first = content.directory.resolve(["RESCUE"], region)[0]
        assert first.number is not None
        assert first.number.value == "1122"
        assert first.agency is not None
        assert any(name in first.agency.name["en"].lower() for name in RESCUE_NAMES), first.agency.id
        assert region in first.agency.service_areas


def test_1121_is_child_protection_in_every_region(content: Content) -> None:
    for region in HOME_REGIONS:
        first = content.directory.resolve(["CHILD"], region)[0]
        assert first.number is not None
        assert first.number.value == "1121"


def test_1099_is_never_the_fia(content: Content) -> None:
    names = [a.id for a in carriers(content, "1099")]
    assert [name for name in names if name.startswith("fia")] == []
    assert "zarra" in names
    for agency_id in ("fia", "fia-cyber-crime-wing", "fia-tip-hotline", "nccia"):
        agency = content.directory.agency(agency_id)
        assert agency is not None
        assert all(c.value != "1099" for c in agency.shown_contacts()), agency_id


def test_the_old_cyber_crime_wing_has_handed_over(content: Content) -> None:
    wing = content.directory.agency("fia-cyber-crime-wing")
    assert wing is not None
    assert (wing.status, wing.superseded_by) == ("superseded", "nccia")
    assert not wing.may_be_shown
    assert list(wing.shown_contacts()) == []


def test_two_numbers_that_were_withdrawn_are_not_shown(content: Content) -> None:
    assert carriers(content, "911") == []
    assert carriers(content, "9911") == []


def test_1166_is_the_health_line(content: Content) -> None:
    names = [a.id for a in carriers(content, "1166")]
    assert "sehat-tahaffuz-1166" in names
    assert "humraaz-1166" not in names


@pytest.mark.parametrize("body", SEED_BODIES)
def test_a_body_of_the_seeds_has_a_record(raw: RawContent, body: str) -> None:
    assert body in raw.agencies


@pytest.mark.parametrize("old", MERGED)
def test_a_merged_id_leads_to_the_body_it_became(content: Content, old: str) -> None:
    agency = content.directory.agency(old)
    assert agency is not None
    assert agency.id != old
    assert old in agency.former_ids


def test_no_id_and_no_former_id_stands_twice(content: Content) -> None:
    former = [old for agency in content.directory.agencies.values() for old in agency.former_ids]
    assert len(former) == len(set(former))
    assert not set(former) & set(content.directory.agencies)


def test_no_shelter_shows_an_address(content: Content) -> None:
    """Referrals, rule 6: shelters are reached by phone."""
    for agency_id in (
        "dar-ul-aman",
        "dastak-lahore",
        "transgender-protection-centre",
        "cpi-islamabad",
        "zamung-kor-kp",
    ):
        agency = content.directory.agency(agency_id)
        assert agency is not None
        assert [c.value for c in agency.shown_contacts() if c.kind == "address"] == [], agency_id


HELD_BACK = (
    ("nchr", "+92519217340"), ("nchr", "complaints@nchr.gov.pk"), ("ministry-of-human-rights", "+92519216620"),
    ("pbs", "0800-57574"), ("nccia", "+92519106691"), ("mohr-helpline-1099", "+923339085709"),
    ("rozan", "0800-22444"), ("rozan", "+923041111741"), ("eobi", "0800-03624"),
)  # fmt: skip


@pytest.mark.parametrize(("agency_id", "value"), HELD_BACK)
def test_what_nobody_has_dialled_is_held_back(content: Content, agency_id: str, value: str) -> None:
    agency = content.directory.agency(agency_id)
    assert agency is not None
    contact = agency.contact(value)
    assert contact is None or not contact.may_be_shown


def test_fia_1991_is_for_trafficking_alone(content: Content) -> None:
    for intent in content.services:
        shown = content.directory.resolve(["fia 1991"], "none", intent=intent.id)
        assert bool(shown) == (intent.id == "human_trafficking"), intent.id
