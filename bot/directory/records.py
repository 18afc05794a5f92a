"""A body of the directory, as its YAML file says it. Field names are those of HSDS 3.0 where it has them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from bot.vocabulary import Texts

ContactKind = Literal["short_code", "voice", "toll_free", "sms", "whatsapp", "web", "portal", "app", "address", "email"]
Confidence = Literal["confirmed", "single", "seed_only", "disputed", "retired"]
ServiceArea = Literal["federal", "ict", "punjab", "sindh", "kp", "balochistan", "gb", "ajk", "abroad"]

SHOWN_CONFIDENCE = frozenset({"confirmed", "single", "seed_only"})
"""Product rule 1: disputed and retired contacts never reach an answer."""

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact was read: `says` is what the page says, `date` the page's own day, else `read_on`."""

    __pydantic_config__: ClassVar = _STRICT
    url: str
    says: str
    date: str | None = None
    read_on: str | None = None

    @property
    def as_of(self) -> str | None:
        """The day that the fact can be dated to, ISO 8601."""
        return self.date or self.read_on


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Opening hours after HSDS (RRULE names), times `HH:MM` in Asia/Karachi; `24:00` is the end of a day."""

    __pydantic_config__: ClassVar = _STRICT
    freq: Literal["DAILY", "WEEKLY"]
    byday: str = ""
    opens_at: str = "00:00"
    closes_at: str = "24:00"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One way to reach a body, with our profile: hours, sources, confidence and what holds it back."""

    __pydantic_config__: ClassVar = _STRICT
    kind: ContactKind
    value: str
    description: Texts
    value_ur: str | None = None
    languages: tuple[str, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    hours_note: Texts | None = None
    cost: Literal["free", "sms_charge", "unknown"] = "unknown"
    dialable_from: tuple[Literal["pakistan", "abroad"], ...] = ()
    confidence: Confidence
    withhold: str | None = None
    rank_last: bool = False
    only_for: tuple[str, ...] = ()
    primary_for: tuple[ServiceArea, ...] = ()
    extra_digits: Texts | None = None
    sources: tuple[Source, ...] = ()
    conflicts: tuple[str, ...] = ()
    note: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether a person dials or texts it."""
        return self.kind in {"short_code", "voice", "toll_free", "sms", "whatsapp"}

    @property
    def may_be_shown(self) -> bool:
        """Whether product rule 1 lets the contact into an answer, as far as the contact itself decides it."""
        return self.confidence in SHOWN_CONFIDENCE and not self.withhold and bool(self.sources)

    @property
    def needs_check(self) -> bool:
        """Whether it is shown with "please check"."""
        return self.confidence != "confirmed" or self.rank_last

    @property
    def as_of(self) -> str | None:
        """The newest day that a source gives for it, ISO 8601."""
        return max((s.as_of for s in self.sources if s.as_of), default=None)


@dataclass(frozen=True, kw_only=True)
class Agency:
    """A body: an agency, a helpline, a court committee. `former_ids` are ids that were merged into this one."""

    __pydantic_config__: ClassVar = _STRICT
    id: str
    name: Texts
    description: Texts
    status: Literal["active", "unclear", "superseded"]
    public_contact: bool
    service_areas: tuple[ServiceArea, ...]
    assured_date: str
    contacts: tuple[Contact, ...] = ()
    former_ids: tuple[str, ...] = ()
    alternate_name: Texts | None = None
    superseded_by: str | None = None
    intents: tuple[str, ...] = ()
    seed: str | None = None
    withhold: str | None = None
    required_documents: tuple[Texts, ...] = ()
    fees_description: Texts | None = None
    wait_time: Texts | None = None
    note: str | None = None
    path: str = field(default="", compare=False)

    @property
    def may_be_shown(self) -> bool:
        """Whether the body may be named in an answer at all."""
        return self.status == "active" and not self.withhold

    def shown_contacts(self) -> Iterator[Contact]:
        """The contacts that may reach an answer, in the file's order."""
        if self.may_be_shown:
            yield from (c for c in self.contacts if c.may_be_shown)

    def contact(self, value: str) -> Contact | None:
        """The contact whose value is `value` to the letter, shown or not."""
        return next((c for c in self.contacts if c.value == value), None)
