"""The compiled content: one immutable snapshot that the heart reads, and how it is kept on disk between starts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.content.intent import Intent
from bot.directory.directory import Directory
from bot.directory.records import Agency
from bot.understanding.danger import DangerModel
from bot.understanding.emergency import EmergencyRules, RuleSet
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import Lexicon
from bot.understanding.location import region_at
from bot.understanding.matcher import Matcher
from bot.understanding.normalise import words
from bot.understanding.patterns import PatternIndex, PatternSet
from bot.understanding.phrases import PhraseMarks, Phrases
from bot.understanding.scope import ScopeModel
from bot.understanding.understand import Thresholds, Understander
from bot.understanding.variants import TriggerSet, VariantRule, Variants
from bot.vocabulary import Region, Texts


@dataclass(frozen=True)
class Facts:
    """What the YAML and the catalogues say, checked: the part of a snapshot that is plain data and can be cached.

    `key` is the hash of every file it was made from; `home_numbers` maps +92 numbers to the form dialled at home;
    `texts` are the interface texts by language and message id.
    """

    key: str
    intents: dict[str, Intent]
    agencies: dict[str, Agency]
    roles: dict[str, dict[str, tuple[str, ...]]]
    role_titles: dict[str, Texts]
    guides: dict[str, Texts]
    lexicon: dict[str, dict[str, tuple[str, ...]]]
    places: dict[str, object]
    calm: tuple[str, ...]
    cries: dict[str, tuple[str, ...]]
    home_numbers: dict[str, str]
    texts: dict[str, dict[str, str]]
    follow_ups: dict[str, tuple[str, ...]]
    points: dict[Region, tuple[tuple[float, float], ...]]
    thresholds: Thresholds = field(default_factory=Thresholds)


class Content:
    """A snapshot. Everything in it is made once and never changed; a new one replaces it as a whole."""

    def __init__(
        self, facts: Facts, matcher: Matcher, danger: DangerModel, scope: ScopeModel, lexicon: Lexicon
    ) -> None:
        self.facts = facts
        self.key = facts.key
        self.intents = facts.intents
        self.directory = Directory(facts.agencies, facts.roles, facts.role_titles, facts.guides)
        patterns = PatternIndex(lexicon)
        self.understander = Understander(
            matcher=matcher,
            lexicon=lexicon,
            rules=emergency_rules(facts, patterns),
            cries=facts.cries["alone"],
            beside_cries=facts.cries["beside"],
            danger=danger,
            scope=scope,
            phrases=PhraseMarks(evidence_phrases(facts.intents), patterns),
            gazetteer=Gazetteer(facts.places, lexicon),
            variants=variants_of(facts.intents, patterns),
            pairs=_pairs_of(facts.intents, patterns),
            thresholds=facts.thresholds,
        )
        self._follow_ups = PatternSet(
            [(kind, text) for kind, texts in facts.follow_ups.items() for text in texts],
            patterns,
        )
        self._agency_names = _agency_names(facts.agencies)

    def shown_number(self, value: str, *, writer_abroad: bool = False) -> str:
        """A number as this person dials it: 0311-7786264 at home, +92… from abroad, short codes as they are."""
        return value if writer_abroad else self.facts.home_numbers.get(value, value)

    def follow_up_kind(self, message: Sequence[str]) -> str | None:
        """What a short message after a card asks for: number, hours, cost, more, say, refused; or None."""
        return next((kind for kind in self._follow_ups.found(message) if kind != "about"), None)

    def agency_asked_about(self, message: Sequence[str]) -> Agency | None:
        """The body that a question of the kind "what is …", "whose number is …" names, or None."""
        if len(message) > 12 or "about" not in self._follow_ups.found(message):
            return None
        for length in range(min(6, len(message)), 0, -1):
            for start in range(len(message) - length + 1):
                agency_id = self._agency_names.get(tuple(message[start : start + length]))
                if agency_id:
                    return self.facts.agencies[agency_id]
        return None

    def region_at(self, latitude: float, longitude: float) -> Region:
        """The region of a shared location."""
        return region_at(latitude, longitude, self.facts.points)

    @cached_property
    def services(self) -> tuple[Intent, ...]:
        """The service intents, in the order of their files."""
        return tuple(intent for intent in self.intents.values() if intent.kind == "service")


CARRIED: dict[str, str] = {"goodbye": "mental_health", "thanks": "mental_health"}
"""Whose alarm it is when a conversation intent's danger words are found (referrals: a weighty goodbye is danger)."""


def rule_sets(intents: Mapping[str, Intent]) -> list[RuleSet]:
    """All emergency patterns, each set with the intent whose card it leads to."""
    return [
        RuleSet(intent.id, CARRIED.get(intent.id, intent.id), intent.emergency, intent.kind == "conversation")
        for intent in intents.values()
    ]


def evidence_phrases(intents: Mapping[str, Intent]) -> Phrases:
    """The patterns that speak for an intent: its emergency patterns and the triggers of its variants."""
    phrases: dict[str, Mapping[Any, Iterable[str]]] = {}
    for intent in intents.values():
        phrases[intent.id] = intent.emergency
        for variant in intent.variants:
            phrases[f"{intent.id}/{variant.id}"] = variant.triggers
    return phrases


def variants_of(intents: Mapping[str, Intent], index: PatternIndex) -> Variants:
    """The variants of all intents with their triggers."""
    rules = [
        VariantRule(intent.id, variant.id, variant.triggers, variant.emergency)
        for intent in intents.values()
        for variant in intent.variants
    ]
    return Variants(rules, index)


def _pairs_of(intents: Mapping[str, Intent], index: PatternIndex) -> TriggerSet:
    rows = [
        ((intent.id, pair.intent), pair.triggers)
        for intent in intents.values()
        for pair in intent.pairs
        if pair.when == "triggers"
    ]
    return TriggerSet(rows, index)


def emergency_rules(facts: Facts, index: PatternIndex) -> EmergencyRules:
    """The emergency layer of a snapshot."""
    return EmergencyRules(rule_sets(facts.intents), facts.calm, index)


def _agency_names(agencies: Mapping[str, Agency]) -> dict[tuple[str, ...], str]:
    """Names under which people ask for a body: full names, what stands in brackets, primary short codes."""
    names: dict[tuple[str, ...], str] = {}
    for agency in agencies.values():
        if not agency.may_be_shown:
            continue
        for text in (*agency.name.values(), *(agency.alternate_name or {}).values()):
            before, _, bracket = text.partition("(")
            for part in (text, before, bracket.rstrip(") ")):
                if folded := words(part):
                    names.setdefault(folded, agency.id)
        for contact in agency.shown_contacts():
            if contact.is_number and "federal" in contact.primary_for:
                names[words(contact.value)] = agency.id
    return names
