"""The compiled content: one immutable snapshot that the heart reads, and how it is kept on disk between starts."""

from dataclasses import dataclass, field
from functools import cached_property

from bot.content.intent import Intent
from bot.directory.directory import Directory
from bot.directory.records import Agency
from bot.understanding.emergency import EmergencyRules
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.lexicon import Lexicon
from bot.understanding.understand import Thresholds, Understander, VariantRule
from bot.understanding.matcher import Matcher
from bot.vocabulary import Texts


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
    lexicon: dict[str, tuple[str, ...]]
    places: dict[str, object]
    calm: tuple[str, ...]
    home_numbers: dict[str, str]
    texts: dict[str, dict[str, str]]
    thresholds: Thresholds = field(default_factory=Thresholds)


class Content:
    """A snapshot. Everything in it is made once and never changed; a new one replaces it as a whole."""

    def __init__(self, facts: Facts, matcher: Matcher, lexicon: Lexicon) -> None:
        self.facts = facts
        self.key = facts.key
        self.intents = facts.intents
        self.directory = Directory(facts.agencies, facts.roles, facts.role_titles, facts.guides)
        self.understander = Understander(
            matcher=matcher,
            lexicon=lexicon,
            rules=EmergencyRules({i.id: i.emergency for i in facts.intents.values()}, facts.calm, lexicon),
            gazetteer=Gazetteer(facts.places),
            variants=[
                VariantRule(intent.id, variant.id, variant.triggers, variant.emergency)
                for intent in facts.intents.values()
                for variant in intent.variants
            ],
            pairs=[
                (intent.id, pair.intent, pair.triggers)
                for intent in facts.intents.values()
                for pair in intent.pairs
                if pair.when == "triggers"
            ],
            thresholds=facts.thresholds,
        )

    def shown_number(self, value: str, *, writer_abroad: bool = False) -> str:
        """A number as this person dials it: 0311-7786264 at home, +92… from abroad, short codes as they are."""
        return value if writer_abroad else self.facts.home_numbers.get(value, value)

    @cached_property
    def services(self) -> tuple[Intent, ...]:
        """The service intents, in the order of their files."""
        return tuple(intent for intent in self.intents.values() if intent.kind == "service")
