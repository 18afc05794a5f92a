"""Who is named for what: (entry or role, region, where the writer is) → contacts that may be shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from bot.directory.records import Agency, Contact
from bot.vocabulary import Region, Texts

Means = Literal["contact", "in_person", "guide"]
UNKNOWN: Final = "unknown"
GUIDE: Final = "GUIDE "
IN_PERSON: Final = " (in person)"
LONGEST_QUERY: Final = 120
"""Characters of a search that are looked at; no name is longer, and every one is compared with every name."""
ABOUT_AS_NEAR: Final = 8.0
"""Points of rating (0-100) within which the region decides."""
_BY_KIND: Final = {" (web)": ("web", "portal"), " (app)": ("app", "portal", "web")}
_IN_ABROAD_ROW: Final = frozenset({"ABROAD"})


@dataclass(frozen=True)
class Referral:
    """One line of a card: a body and how to reach it, or a piece of guidance that is no body.

    `title` stands for the body's name where the region is not known and bodies of all regions carry the same number: naming
    the one of Islamabad to somebody in Quetta would send them the wrong way.
    """

    means: Means
    agency: Agency | None = None
    contact: Contact | None = None
    guide: Texts | None = None
    title: Texts | None = None

    @property
    def name(self) -> Texts:
        """What the line is called: the title, or the body's name."""
        return self.title or (self.agency.name if self.agency else {})

    @property
    def number(self) -> Contact | None:
        """The contact, if it can be dialled or texted."""
        return self.contact if self.contact and self.contact.is_number else None


class EntryError(ValueError):
    """A referral entry names nothing that may be shown; the text says what, for the operator."""


@dataclass(frozen=True)
class Directory:
    """All bodies, the roles and the guides. Ids of merged bodies lead to the body they became."""

    agencies: Mapping[str, Agency]
    roles: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    role_titles: Mapping[str, Texts] = field(default_factory=dict)
    guides: Mapping[str, Texts] = field(default_factory=dict)

    def agency(self, agency_id: str) -> Agency | None:
        """The body of that id, or the one it was merged into."""
        return self.agencies.get(agency_id) or next(
            (a for a in self.agencies.values() if agency_id in a.former_ids), None
        )

    def expand(self, entries: Iterable[str], region: Region) -> Iterator[str]:
        """Put the region's bodies in the place of each role. A role without a row for the region uses `unknown`."""
        for entry in entries:
            rows = self.roles.get(entry)
            if rows is None:
                yield entry
            else:
                key = UNKNOWN if region == "none" else region
                yield from rows.get(key, rows.get(UNKNOWN, rows.get("abroad", ())))

    def read_entry(self, entry: str) -> Referral:
        """Read `agency-id value`, `agency-id (in person|web|app)` or `GUIDE key`. Raises EntryError."""
        if entry.startswith(GUIDE):
            guide = self.guides.get(entry.removeprefix(GUIDE))
            if guide is None:
                raise EntryError(f"no guide '{entry.removeprefix(GUIDE)}' in data/guides.yaml")
            return Referral("guide", guide=guide)
        agency_id, _, value = entry.partition(" ")
        agency = self.agency(agency_id)
        if agency is None:
            raise EntryError(f"no body '{agency_id}' in data/agencies")
        if not agency.may_be_shown:
            raise EntryError(f"'{agency_id}' may not be shown ({agency.withhold or agency.status})")
        if f" {value}" == IN_PERSON:
            return Referral("in_person", agency, self._address(agency))
        kinds = _BY_KIND.get(f" {value}")
        if kinds:
            contact = next((c for kind in kinds for c in agency.shown_contacts() if c.kind == kind), None)
        else:
            contact = agency.contact(value)
        if contact is None:
            raise EntryError(f"'{agency_id}' has no contact '{value}'")
        if not contact.may_be_shown:
            raise EntryError(f"'{entry}' may not be shown ({contact.withhold or contact.confidence})")
        return Referral("contact", agency, contact)

    @staticmethod
    def _address(agency: Agency) -> Contact | None:
        return next((c for c in agency.shown_contacts() if c.kind == "address"), None)

    def resolve(
        self, entries: Iterable[str], region: Region, *, intent: str = "", writer_abroad: bool = False
    ) -> tuple[Referral, ...]:
        """The referrals of a card in order. Unreadable entries are left out (validation has named them).

        The same number comes once, under the first body that carries it; what wants checking comes last; to a writer
        abroad nothing is named that cannot be dialled from there.
        """
        taken: set[str] = set()
        kept: list[Referral] = []
        for entry, title in self._titled(entries, region):
            try:
                referral = replace(self.read_entry(entry), title=title)
            except EntryError:
                continue
            contact = referral.contact
            if referral.means == "contact" and contact is not None:
                if contact.only_for and intent not in contact.only_for:
                    continue
                if writer_abroad and contact.is_number and "abroad" not in contact.dialable_from:
                    continue
                if contact.value in taken:
                    continue
                taken.add(contact.value)
            kept.append(referral)
        return tuple(sorted(kept, key=lambda r: bool(r.contact and r.contact.rank_last)))

    def _titled(self, entries: Iterable[str], region: Region) -> Iterator[tuple[str, Texts | None]]:
        """The expanded entries, each with the role's title where all bodies of an unknown region carry one number."""
        for whole in entries:
            parts = list(self.expand([whole], region))
            is_shared = region == "none" and len(parts) > 1 and len({part.partition(" ")[2] for part in parts}) == 1
            for part in parts:
                yield part, self.role_titles.get(whole) if is_shared else None

    def first_number(self, what: str, region: Region, *, writer_abroad: bool = False) -> Contact | None:
        """The number for `{phone:what}`: a role's or a body's first, or the named one (`agency-id value`)."""
        entries: Iterable[str]
        if what in self.roles or " " in what:
            entries = [what]
        else:
            agency = self.agency(what)
            entries = [f"{what} {c.value}" for c in agency.shown_contacts() if c.is_number] if agency else []
        numbers = (r.number for r in self.resolve(entries, region, writer_abroad=writer_abroad))
        return next((number for number in numbers if number), None)

    def search(self, query: str, region: Region = "none", count: int = 5) -> list[Agency]:
        """Bodies whose name, id or number is near `query`, best first; only those that may be shown to a person.

        Of names that are about as near, those that serve `region` come first.
        """
        from rapidfuzz import fuzz

        from bot.understanding.normalise import words

        wanted = " ".join(words(query[:LONGEST_QUERY]))
        if not wanted:
            return []
        rated: list[tuple[float, bool, str]] = []
        for agency in self.agencies.values():
            if agency.may_be_shown:
                rating = max(fuzz.WRatio(wanted, name, processor=None) for name in _names(agency))
                is_owner = any(c.value == wanted and "federal" in c.primary_for for c in agency.shown_contacts())
                rated.append((rating, is_owner, agency.id))
        # a number that many bodies share leads to the one that owns it in the whole country
        rated.sort(key=lambda row: (-row[0], not row[1], row[2]))
        near = rated[0][0] - ABOUT_AS_NEAR if rated else 0.0
        rated.sort(key=lambda row: row[0] < near or region not in self.agencies[row[2]].service_areas)
        return [self.agencies[agency_id] for rating, _, agency_id in rated[:count] if rating >= 75]


def _names(agency: Agency) -> list[str]:
    from bot.understanding.normalise import words

    texts = [*agency.name.values(), *(agency.alternate_name or {}).values(), agency.id.replace("-", " ")]
    return [" ".join(words(text)) for text in texts] + [c.value for c in agency.shown_contacts() if c.is_number]
