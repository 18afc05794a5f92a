"""The card of somebody in danger: the number first, somebody else if nobody answers, and short enough to be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bot.content.snapshot import Content
from bot.conversation import cards
from bot.conversation.buttons import Card, read_press
from bot.conversation.cards import EMERGENCY_LIMIT, Sheet
from bot.conversation.message import Message
from bot.conversation.voice import Voice
from bot.directory.numbers import END_ISOLATE, ISOLATE
from bot.directory.records import Contact
from bot.understanding.understand import DANGERS
from bot.vocabulary import HOME_REGIONS, REPLY_LANGUAGES, Region
from tests.content.walk import variants_of

AT_HOME: tuple[Region, ...] = ("none", *HOME_REGIONS)


@dataclass(frozen=True)
class Dealt:
    """One emergency card, and what it was made from."""

    name: str
    page: Sheet
    voice: Voice
    message: Message

    @property
    def plain(self) -> str:
        """What is read, without the marks that keep numbers in order."""
        return self.message.plain.replace(ISOLATE, "").replace(END_ISOLATE, "")

    def numbers(self, content: Content) -> list[Contact]:
        """The contacts of the card whose number stands in it."""
        abroad = self.page.card.writer_abroad
        found = [r.number for r in self.page.referrals if r.number]
        return [n for n in found if holds(self.plain, content.shown_number(n.value, writer_abroad=abroad))]


def holds(text: str, number: str) -> bool:
    """Whether `number` stands in `text` by itself."""
    return re.search(rf"(?<![\d+-]){re.escape(number)}(?![\d-]*\d)", text) is not None


def deal(content: Content, regions: tuple[Region, ...], *, writer_abroad: bool) -> Iterator[Dealt]:
    """Every emergency card of every danger."""
    for language in REPLY_LANGUAGES:
        voice = Voice(content.facts.texts, language)
        for intent_id in sorted(DANGERS):
            intent = content.intents[intent_id]
            for variant_id in variants_of(intent):
                variant = intent.variant(variant_id)
                if variant and variant.emergency == "unlikely":
                    continue
                for region in regions:
                    page = cards.sheet(content, Card(intent_id, variant_id, region, writer_abroad))
                    message = cards.emergency_card(content, page, voice)
                    yield Dealt(f"{intent_id}/{variant_id} {region} {language}", page, voice, message)


@pytest.fixture(scope="module")
def at_home(content: Content) -> list[Dealt]:
    return list(deal(content, AT_HOME, writer_abroad=False))


@pytest.fixture(scope="module")
def abroad(content: Content) -> list[Dealt]:
    return list(deal(content, ("abroad", "none", "punjab"), writer_abroad=True))


def is_of_abroad(dealt: Dealt) -> bool:
    """A variant about something that happens abroad has no numbers of Pakistan to give."""
    return not [r for r in dealt.page.referrals if r.number and "pakistan" in r.number.dialable_from] or any(
        r.guide and r is dealt.page.referrals[0] for r in dealt.page.referrals
    )


def test_a_card_has_at_most_600_characters(at_home: list[Dealt], abroad: list[Dealt]) -> None:
    long = {dealt.name: len(dealt.message.plain) for dealt in (*at_home, *abroad)}
    assert {name: length for name, length in long.items() if length > EMERGENCY_LIMIT} == {}


def test_a_card_with_other_problems_has_at_most_600_characters(content: Content) -> None:
    long = {}
    dangers = sorted(DANGERS)
    for language in REPLY_LANGUAGES:
        voice = Voice(content.facts.texts, language)
        for place, intent_id in enumerate(dangers):
            also = (dangers[(place + 1) % len(dangers)], dangers[(place + 4) % len(dangers)])
            page = cards.sheet(content, Card(intent_id, "", "balochistan"))
            message = cards.emergency_card(content, page, voice, also)
            long[f"{intent_id} {also} {language}"] = len(message.plain)
    assert {name: length for name, length in long.items() if length > EMERGENCY_LIMIT} == {}


def test_the_first_line_holds_the_number_to_call(content: Content, at_home: list[Dealt]) -> None:
    silent = []
    shown = {content.shown_number(n.value) for n in _all_numbers(content)}
    for dealt in at_home:
        if is_of_abroad(dealt):
            continue
        lines = dealt.message.paragraphs[0].text.replace(ISOLATE, "").replace(END_ISOLATE, "").splitlines()
        if not lines or not all(any(holds(line, number) for number in shown) for line in lines):
            silent.append(f"{dealt.name}: {' / '.join(lines)}")
    assert silent == []


def _all_numbers(content: Content) -> list[Contact]:
    return [c for agency in content.directory.agencies.values() for c in agency.shown_contacts() if c.is_number]


def test_a_card_says_whom_to_call_when_nobody_answers(content: Content, at_home: list[Dealt]) -> None:
    lacking = []
    for dealt in at_home:
        head, tail = dealt.voice.text("No answer? Call {number}.", number="\0").split("\0")
        said = re.search(rf"{re.escape(_plain(head))}(\S+?){re.escape(_plain(tail))}", dealt.plain)
        if said is None and not is_of_abroad(dealt):
            lacking.append(dealt.name)
        elif said is not None:
            first = dealt.numbers(content)[:1]
            assert not first or said[1] != content.shown_number(first[0].value), f"{dealt.name}: the same number again"
    assert lacking == []


def _plain(text: str) -> str:
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")


def test_a_card_has_two_numbers_of_which_one_is_confirmed(content: Content, at_home: list[Dealt]) -> None:
    poor = []
    for dealt in at_home:
        if is_of_abroad(dealt):
            continue
        numbers = dealt.numbers(content)
        if len({n.value for n in numbers}) < 2 or not any(n.confidence == "confirmed" for n in numbers):
            poor.append(f"{dealt.name}: {[(n.value, n.confidence) for n in numbers]}")
    assert poor == []


def test_a_number_that_wants_checking_says_so(content: Content, at_home: list[Dealt]) -> None:
    unsaid = []
    for dealt in at_home:
        check = dealt.voice.text("please check")
        for line in dealt.message.plain.splitlines():
            for referral in dealt.page.referrals:
                number = referral.number
                if number is None or referral.agency is None or not number.needs_check:
                    continue
                name = dealt.voice.isolate(dealt.voice.pick(referral.agency.name))
                if line.endswith(f"– {name}") or f"– {name} (" in line:
                    starts = _plain(line).startswith(content.shown_number(number.value))
                    if starts and check not in line:
                        unsaid.append(f"{dealt.name}: {line}")
    assert unsaid == []


def test_a_short_code_never_reaches_a_writer_abroad(content: Content, abroad: list[Dealt]) -> None:
    """Except in the sentence for somebody near the danger."""
    short = {n.value for n in _all_numbers(content) if "abroad" not in n.dialable_from} - {
        content.shown_number(n.value) for n in _all_numbers(content) if "abroad" in n.dialable_from
    }
    any_short = re.compile(
        r"(?<![\d+-])(?:" + "|".join(sorted(map(re.escape, short), key=len, reverse=True)) + r")(?![\d-]*\d)"
    )
    told = set()
    for dealt in abroad:
        near = cards.first_line(content, dealt.page, dealt.voice)
        for paragraph in dealt.message.paragraphs:
            if paragraph.text == near:
                continue
            for found in any_short.findall(_plain(paragraph.text)):
                told.add(f"{dealt.name}: {found} in “{_plain(paragraph.text)[:80]}”")
    assert told == set()


def test_the_first_line_for_a_writer_abroad_says_that_short_numbers_do_not_work(
    content: Content, abroad: list[Dealt]
) -> None:
    for dealt in abroad:
        head = dealt.message.paragraphs[0].text
        near = dealt.voice.text(
            "Somebody near must call {police} or {rescue}. These short numbers do not work from abroad.",
            police="15",
            rescue="1122",
        )
        local = dealt.voice.text("First the police and ambulance number of the country you are in.")
        assert head in (near, local), dealt.name


def test_a_card_is_sensitive_and_can_be_deleted(at_home: list[Dealt]) -> None:
    for dealt in at_home:
        assert dealt.message.is_sensitive, dealt.name
        assert dealt.message.is_emergency, dealt.name
        assert any(read_press(b.data).action == "delete" for row in dealt.message.buttons for b in row), dealt.name


def test_in_police_custody_15_is_not_the_first_number(content: Content) -> None:
    """The police hold the person: sending to 15 sends back to those who hold them (referrals, part 5)."""
    for intent_id, variant_id in (("juvenile_justice", "beaten_or_hidden"), ("human_rights", "custody")):
        for language in REPLY_LANGUAGES:
            for region in AT_HOME:
                page = cards.sheet(content, Card(intent_id, variant_id, region))
                first = cards.first_line(content, page, Voice(content.facts.texts, language))
                assert not holds(_plain(first), "15"), f"{intent_id}/{variant_id} {region} {language}: {first}"
                numbers = [r.number.value for r in page.referrals if r.number]
                assert numbers[0] != "15", f"{intent_id}/{variant_id} {region}"
