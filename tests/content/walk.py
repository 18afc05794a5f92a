"""Every reply that the bot can give, walked once for all tests that look at what a person reads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.content.intent import Intent
from bot.content.snapshot import Content
from bot.conversation import cards, menus
from bot.conversation.buttons import Card
from bot.conversation.effects import Say
from bot.conversation.front import front
from bot.conversation.message import Message
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.vocabulary import HOME_REGIONS, REGIONS, REPLY_LANGUAGES, Region, ReplyLanguage

FEW_REGIONS: tuple[Region, ...] = ("none", "balochistan", "abroad")
"""Regions walked in Urdu and Roman Urdu too; the regions differ in numbers, and those are the same in all languages."""


@dataclass
class Walk:
    """What was met: each paragraph and each button's data once, with the first reply that it stood in."""

    paragraphs: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    abroad: dict[str, str] = field(default_factory=dict)
    """The paragraphs that a writer abroad reads in cards."""
    count: int = 0

    def meet(self, label: str, message: Message, *, writer_abroad: bool = False) -> None:
        """Take one reply in."""
        self.count += 1
        for paragraph in message.paragraphs:
            self.paragraphs.setdefault(paragraph.text, label)
            if writer_abroad:
                self.abroad.setdefault(paragraph.text, label)
        for row in message.buttons:
            for button in row:
                self.buttons.setdefault(button.data, label)


def variants_of(intent: Intent) -> tuple[str, ...]:
    """The ids of an intent's variants, with the empty one for the intent itself."""
    return ("", *(variant.id for variant in intent.variants))


def cards_of(content: Content, languages: tuple[ReplyLanguage, ...] = REPLY_LANGUAGES) -> Iterator[tuple[Card, Voice]]:
    """Every card in every region in English, in the few regions in the other languages, at home and from abroad."""
    for language in languages:
        voice = Voice(content.facts.texts, language)
        for intent in content.services:
            for variant in variants_of(intent):
                for region in REGIONS if language == "en" else FEW_REGIONS:
                    yield Card(intent.id, variant, region, region == "abroad"), voice
                    if region in FEW_REGIONS and region != "abroad":
                        yield Card(intent.id, variant, region, True), voice
                    if region == "abroad":
                        yield Card(intent.id, variant, region, False), voice


def walk(content: Content, now: datetime) -> Walk:
    """Walk all replies."""
    met = Walk()
    for card, voice in cards_of(content):
        label = f"{card} {voice.language}"
        for message in _of_card(content, card, voice, now):
            met.meet(label, message, writer_abroad=card.writer_abroad)
    for language in REPLY_LANGUAGES:
        voice = Voice(content.facts.texts, language)
        for label, message in _beside_cards(content, voice, now):
            met.meet(f"{label} {language}", message)
        shown = front(content, language)
        for text in (shown.description, shown.short_description, *(text for _, text in shown.commands)):
            met.paragraphs.setdefault(text, f"front {language}")
    return met


def _of_card(content: Content, card: Card, voice: Voice, now: datetime) -> Iterator[Message]:
    page = cards.sheet(content, card)
    yield cards.answer_card(content, page, voice, now, is_over=True)
    yield cards.more_card(content, page, voice, now)
    yield cards.refused_card(content, page, voice, now)
    yield cards.hours_card(content, page, voice, now)
    yield cards.say_card(content, page, voice)
    yield cards.emergency_card(content, page, voice)


def _beside_cards(content: Content, voice: Voice, now: datetime) -> Iterator[tuple[str, Message]]:
    yield "welcome", menus.welcome(content, voice)
    yield "help", menus.help_text(content, voice)
    for page in range(4):
        yield f"topics {page}", menus.topics(content, voice, page)
    yield "not understood", menus.not_understood(content, voice, 1)
    yield "not understood again", menus.not_understood(content, voice, 2)
    yield "nothing to read", menus.nothing_to_read(content, voice)
    yield "media", menus.media_line(content, voice)
    yield "group", menus.group_line(content, voice)
    yield "cry", menus.cry_for_help(content, voice)
    yield "nobody answers", menus.nobody_answers(content, voice)
    yield "region?", menus.region_question(content, voice)
    for region in (*HOME_REGIONS, "abroad"):
        yield f"region {region}", menus.region_kept(voice, region)
    yield "language?", menus.language_question(voice)
    yield "language", menus.language_kept(voice)
    yield "privacy", menus.privacy(voice)
    yield "forget?", menus.forget_question(voice)
    yield "forgotten", menus.forgotten(voice)
    yield "feedback?", menus.feedback_question(voice)
    yield "feedback", menus.feedback_kept(voice)
    yield "agency?", menus.agency_question(voice)
    yield "neutral", menus.neutral_line(content, voice)
    services = content.services
    for start, intent in enumerate(services):
        for region in ("none", "abroad") if voice.language == "ur" else REGIONS:
            offers = [Card(i.id, "", region, region == "abroad") for i in (*services, *services)[start : start + 3]]
            yield f"ask back {intent.id} {region}", menus.ask_back(content, voice, offers)
        yield f"not this {intent.id}", menus.not_this(content, voice, Card(intent.id))
    for intent in content.intents.values():
        if intent.kind == "conversation":
            _, effects = menus.conversation_reply(ChatState(), intent.id, content, voice)
            for effect in effects:
                assert isinstance(effect, Say)
                yield f"reply {intent.id}", effect.message
    agencies = list(content.directory.agencies.values())
    for place, agency in enumerate(agencies):
        if agency.may_be_shown:
            yield f"agency {agency.id}", menus.agency_card(content, voice, agency, now)
            found = [a for a in agencies[place : place + 4] if a.may_be_shown]
            yield f"found {agency.id}", menus.agencies_found(content, voice, found, now)
    yield "found nothing", menus.agencies_found(content, voice, [], now)
