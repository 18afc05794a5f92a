"""Export as HSDS 3.0 (Open Referral Human Services Data Specification): one organization a body, with one service.

Ids are UUIDv5 of ours, so that they stay the same from export to export. HSDS has no word for confidence, sources or being
held back: our profile travels as `attributes`. Bodies that are unclear, superseded or held back are `inactive` services, and
contacts that may not be shown are left out.
"""

import uuid
from collections.abc import Iterable
from typing import Any, Final

from bot.directory.records import Agency, Contact, Schedule

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_OID, "raasta/directory")
PHONE_TYPES: Final = {"short_code": "voice", "voice": "voice", "toll_free": "voice", "sms": "text", "whatsapp": "text"}
AREA_NAMES: Final = {
    "federal": "Pakistan", "ict": "Islamabad Capital Territory", "punjab": "Punjab", "sindh": "Sindh",
    "kp": "Khyber Pakhtunkhwa", "balochistan": "Balochistan", "gb": "Gilgit-Baltistan", "ajk": "Azad Jammu and Kashmir",
    "abroad": "Outside Pakistan",
}  # fmt: skip


def _id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def exported(agencies: Iterable[Agency]) -> list[dict[str, Any]]:
    """The bodies as HSDS organizations, in order of id."""
    return [_organization(agency) for agency in sorted(agencies, key=lambda a: a.id)]


def _organization(agency: Agency) -> dict[str, Any]:
    website = next((c.value for c in agency.shown_contacts() if c.kind in {"web", "portal"}), None)
    email = next((c.value for c in agency.shown_contacts() if c.kind == "email"), None)
    organization: dict[str, Any] = {
        "id": _id(agency.id),
        "name": agency.name["en"],
        "description": agency.description["en"],
        "services": [_service(agency)],
        "attributes": _attributes(agency.id, {"raasta_id": agency.id, "name_ur": agency.name["ur"]}),
    }
    if agency.alternate_name:
        organization["alternate_name"] = agency.alternate_name.get("en", "")
    if website:
        organization["website"] = website
    if email:
        organization["email"] = email
    return organization


def _service(agency: Agency) -> dict[str, Any]:
    profile = {
        "status": agency.status,
        "public_contact": str(agency.public_contact).lower(),
        "description_ur": agency.description["ur"],
        "superseded_by": agency.superseded_by,
        "withhold": agency.withhold,
        "intents": ",".join(agency.intents),
    }
    service: dict[str, Any] = {
        "id": _id(agency.id, "service"),
        "name": agency.name["en"],
        "description": agency.description["en"],
        "status": "active" if agency.may_be_shown else "inactive",
        "assured_date": agency.assured_date,
        "phones": [_phone(agency, c) for c in agency.shown_contacts() if c.is_number],
        "service_areas": [
            {"id": _id(agency.id, "area", area), "name": AREA_NAMES[area], "extent_type": "other"}
            for area in agency.service_areas
        ],
        "required_documents": [
            {"id": _id(agency.id, "document", str(n)), "document": text["en"]}
            for n, text in enumerate(agency.required_documents)
        ],
        "service_at_locations": _locations(agency),
        "attributes": _attributes(f"{agency.id}/service", profile),
    }
    if agency.fees_description:
        service["fees_description"] = agency.fees_description["en"]
    if agency.wait_time:
        service["wait_time"] = agency.wait_time["en"]
    return service


def _phone(agency: Agency, contact: Contact) -> dict[str, Any]:
    at = f"{agency.id}/{contact.kind}/{contact.value}"
    profile = {
        "kind": contact.kind,
        "description_ur": contact.description["ur"],
        "confidence": contact.confidence,
        "dialable_from": ",".join(contact.dialable_from),
        "cost": contact.cost,
        "primary_for": ",".join(contact.primary_for),
        "as_of": contact.as_of,
        "sources": " ".join(source.url for source in contact.sources),
        "conflicts": " | ".join(contact.conflicts),
    }
    return {
        "id": _id(at),
        "number": contact.value,
        "type": PHONE_TYPES[contact.kind],
        "description": contact.description["en"],
        "languages": [{"id": _id(at, code), "code": code} for code in contact.languages],
        "schedules": [_schedule(at, n, schedule) for n, schedule in enumerate(contact.schedules)],
        "attributes": _attributes(at, profile),
    }


def _schedule(at: str, number: int, schedule: Schedule) -> dict[str, Any]:
    row = {
        "id": _id(at, "schedule", str(number)),
        "freq": schedule.freq,
        "opens_at": schedule.opens_at,
        "closes_at": schedule.closes_at,
        "timezone": "Asia/Karachi",
    }
    return {**row, "byday": schedule.byday} if schedule.byday else row


def _locations(agency: Agency) -> list[dict[str, Any]]:
    rows = []
    for number, contact in enumerate(c for c in agency.shown_contacts() if c.kind == "address"):
        at = f"{agency.id}/location/{number}"
        address = {
            "id": _id(at, "address"),
            "address_1": contact.value,
            "city": "",
            "country": "PK",
            "address_type": "physical",
        }
        location = {
            "id": _id(at),
            "location_type": "physical",
            "name": contact.description["en"],
            "addresses": [address],
        }
        rows.append({"id": _id(at, "at"), "location": location})
    return rows


def _attributes(at: str, profile: dict[str, str | None]) -> list[dict[str, str]]:
    """Our profile as HSDS attributes: `label` is the name, `value` the value; what is empty is left out."""
    return [
        {"id": _id(at, "attribute", label), "link_id": _id(at), "label": f"raasta:{label}", "value": value}
        for label, value in profile.items()
        if value
    ]
