"""Who is named: the region's own bodies, each number once, what wants checking last, and from abroad only what can be dialled."""

from typing import Any

import pytest

from bot.directory.directory import Directory, EntryError
from bot.directory.records import Agency, Contact, Source
from bot.vocabulary import Texts

SOURCES = (Source(url="https://example.org", says="It says so", date="2026-01-01"),)


def contact(value: str, kind: Any = "short_code", **changes: Any) -> Contact:
    """A contact that may be shown."""
    row: dict[str, Any] = {
        "kind": kind,
        "value": value,
        "description": {"en": value, "ur": value},
        "confidence": "confirmed",
        "dialable_from": ("pakistan", "abroad") if value.startswith("+") else ("pakistan",),
        "sources": SOURCES,
    }
    return Contact(**{**row, **changes})


def agency(agency_id: str, *contacts: Contact, **changes: Any) -> Agency:
    """A body that may be shown."""
    row: dict[str, Any] = {
        "id": agency_id,
        "name": {"en": agency_id.title(), "ur": agency_id},
        "description": {"en": "A body", "ur": "ادارہ"},
        "status": "active",
        "public_contact": True,
        "service_areas": ("federal",),
        "assured_date": "2026-01-01",
        "contacts": contacts,
    }
    return Agency(**{**row, **changes})


BODIES = (
    agency("police", contact("15", primary_for=("federal",)), contact("+92519001111", "voice"), contact("1122")),
    agency("lahore", contact("1042"), contact("15"), contact("1122"), service_areas=("punjab",)),
    agency("quetta", contact("1089", rank_last=True)),
    agency("helpers", contact("1099"), contact("https://helpers.org.pk", "web"), contact("Block 4", "address")),
    agency("traffic", contact("1991", only_for=("human_trafficking",))),
    agency("old", contact("911"), status="superseded", superseded_by="police"),
    agency("vague", contact("1166"), status="unclear"),
    agency("held", contact("1200"), withhold="nobody has dialled it"),
    agency(
        "mixed",
        contact("1300", withhold="not dialled"),
        contact("1301", confidence="disputed"),
        contact("1302", confidence="retired"),
        contact("1303", sources=()),
        contact("1304", confidence="single"),
        former_ids=("mixed-old",),
    ),
    agency("office"),
)
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "WOMEN": {
        "punjab": ("lahore 1042", "police 15"),
        "balochistan": ("quetta 1089", "helpers 1099"),
        "unknown": ("helpers 1099",),
    },
    "ABROAD": {"abroad": ("police +92519001111",)},
    "RESCUE": {"punjab": ("lahore 1122",), "unknown": ("police 1122", "lahore 1122")},
    "NOWHERE": {},
}
TITLES: dict[str, Texts] = {"RESCUE": {"en": "Rescue", "ur": "ریسکیو"}, "WOMEN": {"en": "Women", "ur": "خواتین"}}
DIRECTORY = Directory(
    {a.id: a for a in BODIES},
    ROLES,
    TITLES,
    {"court": {"en": "The court", "ur": "عدالت"}},
)


def values(*entries: str, region: Any = "none", **changes: Any) -> list[str]:
    """The values of the contacts that are named."""
    found = DIRECTORY.resolve(entries, region, **changes)
    return [r.contact.value if r.contact else r.means for r in found]


def test_a_role_becomes_the_bodies_of_the_region() -> None:
    assert values("WOMEN", region="punjab") == ["1042", "15"]


@pytest.mark.parametrize("region", ["none", "sindh", "gb"])
def test_a_region_without_a_row_falls_back_to_the_unknown_one(region: str) -> None:
    assert values("WOMEN", region=region) == ["1099"]


def test_a_role_for_abroad_is_the_same_everywhere() -> None:
    assert values("ABROAD", region="punjab") == values("ABROAD", region="none") == ["+92519001111"]


def test_a_role_without_rows_names_nobody() -> None:
    assert values("NOWHERE", "police 15") == ["15"]


def test_a_number_comes_once_under_the_first_body() -> None:
    found = DIRECTORY.resolve(["lahore 15", "police 15", "helpers 1099"], "none")
    assert [(r.agency.id, r.contact.value) for r in found if r.agency and r.contact] == [
        ("lahore", "15"),
        ("helpers", "1099"),
    ]


def test_what_wants_checking_comes_last() -> None:
    assert values("WOMEN", "police 15", region="balochistan") == ["1099", "15", "1089"]


def test_where_the_region_is_not_known_a_shared_number_names_no_region() -> None:
    (shared,) = DIRECTORY.resolve(["RESCUE"], "none")
    assert (shared.name, shared.number and shared.number.value) == ({"en": "Rescue", "ur": "ریسکیو"}, "1122")
    (there,) = DIRECTORY.resolve(["RESCUE"], "punjab")
    assert there.name["en"] == "Lahore"
    (one,) = DIRECTORY.resolve(["WOMEN"], "none")
    assert one.name["en"] == "Helpers"


def test_a_number_for_one_matter_is_named_in_that_matter_alone() -> None:
    assert values("traffic 1991", "police 15", intent="human_trafficking") == ["1991", "15"]
    assert values("traffic 1991", "police 15", intent="legal_aid") == ["15"]
    assert values("traffic 1991", "police 15") == ["15"]


def test_to_a_writer_abroad_only_what_can_be_dialled_is_named() -> None:
    entries = ("police 15", "police +92519001111", "helpers (web)", "office (in person)", "GUIDE court")
    assert values(*entries, writer_abroad=True) == ["+92519001111", "https://helpers.org.pk", "in_person", "guide"]


@pytest.mark.parametrize(
    "entry",
    ["old 911", "vague 1166", "held 1200", "mixed 1300", "mixed 1301", "mixed 1302", "mixed 1303", "nobody 1",
     "police 16", "police (web)", "GUIDE nowhere", "", "held (in person)"],
)  # fmt: skip
def test_what_may_not_be_shown_is_an_error_that_says_why(entry: str) -> None:
    with pytest.raises(EntryError, match=r".{10,}"):
        DIRECTORY.read_entry(entry)
    assert values(entry, "police 15") == ["15"]


def test_a_single_source_may_be_shown_and_wants_a_check() -> None:
    referral = DIRECTORY.read_entry("mixed 1304")
    assert referral.number is not None
    assert referral.number.needs_check


def test_a_merged_id_is_read_as_the_body_it_became() -> None:
    referral = DIRECTORY.read_entry("mixed-old 1304")
    assert referral.agency is not None
    assert referral.agency.id == "mixed"


def test_in_person_gives_the_address_where_there_is_one() -> None:
    with_address, without = DIRECTORY.resolve(["helpers (in person)", "office (in person)"], "none")
    assert with_address.contact is not None
    assert with_address.contact.value == "Block 4"
    assert without.contact is None
    assert without.agency is not None


def test_a_guide_is_no_body() -> None:
    referral = DIRECTORY.read_entry("GUIDE court")
    assert (referral.agency, referral.number) == (None, None)
    assert referral.guide == {"en": "The court", "ur": "عدالت"}


@pytest.mark.parametrize(
    ("what", "region", "number"),
    [
        ("WOMEN", "punjab", "1042"),
        ("WOMEN", "none", "1099"),
        ("police", "none", "15"),
        ("police +92519001111", "none", "+92519001111"),
        ("old", "none", None),
        ("held", "none", None),
        ("nobody", "none", None),
        ("office", "none", None),
        ("traffic", "none", None),
    ],
)
def test_the_number_of_a_placeholder(what: str, region: Any, number: str | None) -> None:
    found = DIRECTORY.first_number(what, region)
    assert (found.value if found else None) == number


def test_the_number_of_a_placeholder_from_abroad() -> None:
    found = DIRECTORY.first_number("police", "none", writer_abroad=True)
    assert found is not None
    assert found.value == "+92519001111"
    assert DIRECTORY.first_number("WOMEN", "punjab", writer_abroad=True) is None


def test_a_search_finds_by_name_and_number_and_never_what_is_held_back() -> None:
    assert [a.id for a in DIRECTORY.search("helpers")][:1] == ["helpers"]
    assert [a.id for a in DIRECTORY.search("15")][:1] == ["police"], "the owner of a number comes first"
    assert DIRECTORY.search("1099")[0].id == "helpers"
    hidden = {"old", "vague", "held"}
    for query in ("old", "vague", "held", "911", "1166", "1200"):
        assert not hidden & {a.id for a in DIRECTORY.search(query)}
    assert DIRECTORY.search("") == []
    assert DIRECTORY.search("🙂") == []
