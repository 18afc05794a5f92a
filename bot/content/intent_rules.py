"""Rules of intents, examples, patterns and tables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from bot.content.directory_rules import entry_error
from bot.content.intent import Intent, Referrals, RegionRow
from bot.content.load import EXAMPLE_LANGUAGES, RawContent
from bot.content.rules import rule
from bot.content.source import Problem
from bot.directory.directory import Directory
from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import words
from bot.understanding.patterns import PatternError, compile_pattern
from bot.understanding.understand import DANGERS
from bot.vocabulary import OUT_OF_SCOPE

SERVICES: Final = (
    "missing_child child_abuse child_labour child_shelter child_marriage juvenile_justice cybercrime online_content "
    "human_trafficking labour_complaint legal_aid domestic_violence workplace_harassment police_emergency "
    "medical_emergency mental_health disaster birth_registration identity_documents overseas_pakistanis "
    "financial_assistance education health human_rights women_rights migration_support government_complaint "
    "public_policy data_statistics"
).split()
CONVERSATION: Final = "greeting thanks goodbye bot_help change_language talk_to_human feedback not_safe".split()
TAXONOMY: Final = frozenset({*SERVICES, *CONVERSATION, OUT_OF_SCOPE})
ROWS: Final = frozenset(get_args(RegionRow))


def _directory(raw: RawContent) -> Directory:
    return Directory(raw.agencies, raw.roles, raw.role_titles, raw.guides)


@rule("C010")
def intents_are_those_of_the_taxonomy(raw: RawContent) -> Iterator[Problem]:
    """Every intent of the taxonomy has its file, and no other file stands beside them."""
    for missing in sorted(TAXONOMY - set(raw.intents)):
        yield Problem("intents", 1, 1, "C010", f"the file of the intent '{missing}' is missing")
    for intent in raw.intents.values():
        if intent.id not in TAXONOMY:
            yield raw.source_of(intent).problem("C010", f"'{intent.id}' is no intent of the taxonomy", "id")


@rule("C011")
def danger_is_marked(raw: RawContent) -> Iterator[Problem]:
    """The fifteen dangers are marked `danger: true` and `sensitive: true`, and no other intent is a danger."""
    for intent in raw.intents.values():
        if intent.danger != (intent.id in DANGERS):
            yield raw.source_of(intent).problem("C011", f"danger must be {str(intent.id in DANGERS).lower()}", "danger")
        if intent.danger and not intent.sensitive:
            yield raw.source_of(intent).problem("C011", "a danger is sensitive", "sensitive")


def _entry_rows(intent: Intent) -> Iterator[tuple[tuple[str | int, ...], str]]:
    def of(referrals: Referrals, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        for place, entry in enumerate(referrals.default):
            yield (*at, "default", place), entry
        for key, rows in (("instead", referrals.instead), ("also", referrals.also)):
            for region, entries in rows.items():
                for place, entry in enumerate(entries):
                    yield (*at, key, region, place), entry

    yield from of(intent.referrals, ("referrals",))
    for place, entry in enumerate(intent.refused):
        yield ("refused", place), entry
    for number, variant in enumerate(intent.variants):
        if variant.referrals:
            yield from of(variant.referrals, ("variants", number, "referrals"))


@rule("C012")
def referral_entries_may_be_shown(raw: RawContent) -> Iterator[Problem]:
    """Every referral entry of an intent is a role, a guide, or a contact that may be shown."""
    directory = _directory(raw)
    for intent in raw.intents.values():
        for place, entry in _entry_rows(intent):
            if problem := entry_error(directory, entry):
                yield raw.source_of(intent).problem("C012", problem, *place)


@rule("C013")
def named_intents_exist(raw: RawContent) -> Iterator[Problem]:
    """Intents and variants that pairs, tests and examples name exist."""
    known = TAXONOMY
    for intent in raw.intents.values():
        source = raw.source_of(intent)
        for place, pair in enumerate(intent.pairs):
            if pair.intent not in known:
                yield source.problem("C013", f"no intent '{pair.intent}'", "pairs", place)
        for place, near in enumerate(intent.tests.must_not):
            if near.belongs_to not in known or near.belongs_to == intent.id:
                yield source.problem("C013", f"belongs_to: '{near.belongs_to}'", "tests", "must_not", place)
        for place, must in enumerate(intent.tests.must):
            if must.variant and intent.variant(must.variant) is None:
                yield source.problem("C013", f"no variant '{must.variant}'", "tests", "must", place)
    for file in raw.examples:
        if file.intent not in known:
            path = f"intents/examples/{file.intent}.{file.language}.yaml"
            yield raw.sources[path].problem("C013", f"no intent '{file.intent}'", "intent")


@rule("C014")
def examples_do_not_collide(raw: RawContent) -> Iterator[Problem]:
    """The same folded sentence does not stand in two places, and no example is empty once folded."""
    seen: dict[tuple[str, ...], str] = {}
    for file in raw.examples:
        source = raw.sources.get(f"intents/examples/{file.intent}.{file.language}.yaml")
        for key, texts in (("now", file.now), ("examples", file.examples)):
            for place, text in enumerate(texts):
                folded = words(text)
                other = seen.setdefault(folded, file.intent)
                if source is None:
                    continue
                if not folded:
                    yield source.problem("C014", "an example without words", key, place)
                elif (place, key) and other != file.intent:
                    yield source.problem("C014", f"'{text}' stands under {other} too", key, place)


@rule("C015")
def patterns_can_be_read(raw: RawContent) -> Iterator[Problem]:
    """Every pattern compiles: its concepts are in the lexicon, no row is empty."""
    lexicon = Lexicon(raw.lexicon)

    def check(path: str, phrases: Mapping[Any, tuple[str, ...]], *at: str | int) -> Iterator[Problem]:
        for script, texts in phrases.items():
            for place, text in enumerate(texts):
                try:
                    compile_pattern(text, lexicon)
                except PatternError as error:
                    yield raw.sources[path].problem("C015", str(error), *at, script, place)

    for intent in raw.intents.values():
        yield from check(intent.path, intent.emergency, "emergency")
        for place, variant in enumerate(intent.variants):
            yield from check(intent.path, variant.triggers, "variants", place, "triggers")
        for place, pair in enumerate(intent.pairs):
            yield from check(intent.path, pair.triggers, "pairs", place, "triggers")
    yield from check("data/emergency.yaml", raw.calm, "calm")
    yield from check("data/followups.yaml", raw.follow_ups, "follow_ups")


@rule("C016")
def lexicon_entries_are_single_words(raw: RawContent) -> Iterator[Problem]:
    """A concept's entries are single words (`word*` for a prefix)."""
    source = raw.sources.get("data/lexicon.yaml")
    for concept, by_script in raw.lexicon.items():
        for script, entries in by_script.items():
            for place, entry in enumerate(entries):
                if len(words(entry.rstrip("*"))) != 1 and source is not None:
                    at = ("concepts", concept, script, place)
                    yield source.problem("C016", f"{concept}: '{entry}' is not one word", *at)


@rule("C017")
def conversation_intents_reply_and_services_refer(raw: RawContent) -> Iterator[Problem]:
    """A conversation intent has a reply; a service intent has `about` and at least one referral."""
    for intent in raw.intents.values():
        source = raw.source_of(intent)
        if intent.kind == "conversation" and not intent.reply:
            yield source.problem("C017", "a conversation intent needs a reply", "kind")
        if intent.kind == "service" and not (intent.answer.about and intent.referrals.default):
            yield source.problem("C017", "a service intent needs answer.about and referrals.default", "answer")


@rule("C019")
def every_script_has_examples(raw: RawContent) -> Iterator[Problem]:
    """Every intent of the taxonomy has examples in each of the three scripts."""
    there = {(file.intent, file.language) for file in raw.examples if file.now or file.examples}
    for intent in raw.intents.values():
        for language in EXAMPLE_LANGUAGES:
            if (intent.id, language) not in there:
                yield raw.source_of(intent).problem("C019", f"no examples in {language}", "id")


@rule("C020")
def danger_card_has_two_numbers(raw: RawContent) -> Iterator[Problem]:
    """Product rule 1: in every region a danger card has two numbers, of which one is confirmed (abroad: one guide)."""
    directory = _directory(raw)
    for intent in raw.intents.values():
        if not intent.danger:
            continue
        for region in ROWS - {"abroad", "unknown"}:
            entries = intent.referrals.instead.get(region, intent.referrals.default)
            entries = (*entries, *intent.referrals.also.get(region, ()))
            numbers = [r.number for r in directory.resolve(entries, region, intent=intent.id) if r.number]
            if len(numbers) < 2 or not any(n.confidence == "confirmed" for n in numbers):
                yield raw.source_of(intent).problem(
                    "C020", f"{region}: fewer than two numbers, or none confirmed", "referrals"
                )
