"""An intent as its YAML file says it: what the person wants, and what a good helpline worker would answer."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from bot.understanding.variants import Danger
from bot.vocabulary import Texts

_STRICT = {"extra": "forbid"}

Entries = tuple[str, ...]
"""Referral entries in order: `ROLE`, `agency-id value`, `agency-id (in person)`, `agency-id (web)`, `agency-id (app)`."""

RegionRow = Literal["ict", "punjab", "sindh", "kp", "balochistan", "gb", "ajk", "abroad", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The parts of a card. Every part may hold `{phone:agency-id}`, `{phone:agency-id value}` or `{phone:ROLE}`."""

    __pydantic_config__: ClassVar = _STRICT
    first_line: Texts | None = None
    about: Texts | None = None
    say: Texts | None = None
    do_now: tuple[Texts, ...] = ()
    keep: Texts | None = None
    next: Texts | None = None
    warn: Texts | None = None
    refused: Texts | None = None


@dataclass(frozen=True, kw_only=True)
class Referrals:
    """Whom the card names. `instead` replaces the default for a region, `also` adds at its end."""

    __pydantic_config__: ClassVar = _STRICT
    default: Entries = ()
    instead: dict[RegionRow, Entries] = field(default_factory=dict)
    also: dict[RegionRow, Entries] = field(default_factory=dict)


Phrases = dict[Literal["en", "ur", "ur-Latn", "unless"], tuple[str, ...]]
"""Patterns by script (see `bot.understanding.patterns`); `unless` holds patterns, in any script, that make them silent."""


@dataclass(frozen=True, kw_only=True)
class Must:
    """A sentence that must be understood as this intent, and what else must hold for it."""

    __pydantic_config__: ClassVar = _STRICT
    text: str
    variant: str | None = None
    region: str | None = None
    emergency: bool | None = None
    also: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MustNot:
    """A near miss: a sentence that must not be understood as this intent, and what it is (`is`)."""

    __pydantic_config__: ClassVar = _STRICT
    text: str
    belongs_to: str


@dataclass(frozen=True, kw_only=True)
class Tests:
    """The tests that stand beside the content."""

    __pydantic_config__: ClassVar = _STRICT
    must: tuple[Must, ...] = ()
    must_not: tuple[MustNot, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A sub-case with a first line of its own. The parts of `answer` that it gives stand instead of the intent's."""

    __pydantic_config__: ClassVar = _STRICT
    id: str
    title: Texts
    triggers: Phrases = field(default_factory=dict)
    answer: Answer = Answer()
    referrals: Referrals | None = None
    emergency: Danger = "by_words"
    report_flow: bool = True
    drop: tuple[str, ...] = ()
    tests: tuple[Must, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Another intent whose first contact must stand in the same card, always or when `triggers` are in the message."""

    __pydantic_config__: ClassVar = _STRICT
    intent: str
    variant: str | None = None
    when: Literal["always", "triggers", "offer"] = "offer"
    triggers: Phrases = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One intent. `kind: conversation` intents have `reply` instead of a card."""

    __pydantic_config__: ClassVar = _STRICT
    id: str
    kind: Literal["service", "conversation"]
    title: Texts
    asks: Texts
    danger: bool = False
    sensitive: bool = False
    inline: bool = False
    answer: Answer = Answer()
    referrals: Referrals = Referrals()
    refused: Entries = ()
    reply: Texts | None = None
    pairs: tuple[Pair, ...] = ()
    variants: tuple[Variant, ...] = ()
    emergency: Phrases = field(default_factory=dict)
    tests: Tests = Tests()
    path: str = field(default="", compare=False)

    def variant(self, variant_id: str) -> Variant | None:
        """The variant of that id, or None."""
        return next((v for v in self.variants if v.id == variant_id), None)
