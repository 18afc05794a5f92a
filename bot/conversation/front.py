"""The innocent front: name, descriptions, command menu, and the harmless answers of inline mode."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.content.snapshot import Content
from bot.conversation import cards, menus
from bot.conversation.buttons import Card
from bot.conversation.message import Message
from bot.conversation.voice import Voice
from bot.vocabulary import ReplyLanguage

COMMANDS: Final = ("topics", "region", "agencies", "language", "help", "feedback", "privacy")
"""The menu. /start needs no entry, and /forget is named in /privacy alone: a menu is read over a shoulder."""


@dataclass(frozen=True)
class Front:
    """What a messenger shows before a word is written. At most 512 characters of description, 120 of the short one."""

    description: str
    short_description: str
    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class InlineAnswer:
    """One result of inline mode: title and one line for the list, and the card that is sent."""

    id: str
    title: str
    line: str
    message: Message


def front(content: Content, language: ReplyLanguage) -> Front:
    """The front in one language."""
    voice = Voice(content.facts.texts, language)
    return Front(
        description=voice.text(
            "Numbers of offices in Pakistan. Write what you need in your own words: English, Urdu or Roman Urdu."
        ),
        short_description=voice.text("Numbers of offices in Pakistan."),
        commands=(
            ("topics", voice.text("All topics")),
            ("region", voice.text("Choose the region")),
            ("agencies", voice.text("Find an office")),
            ("language", voice.text("Language of the answers")),
            ("help", voice.text("How to ask")),
            ("feedback", voice.text("Additions, corrections, comments")),
            ("privacy", voice.text("What is kept")),
        ),
    )


def inline_answers(
    content: Content, query: str, language: ReplyLanguage, now: datetime, count: int = 3
) -> list[InlineAnswer]:
    """Inline mode: only the intents that are harmless on anybody's screen. Anything else gives nothing at all."""
    understanding = content.understander.understand(query)
    if not understanding.words or understanding.is_emergency:
        return []
    voice = Voice(content.facts.texts, language)
    found = []
    for candidate in understanding.candidates[:count]:
        intent = content.intents.get(candidate.intent)
        if intent is None or not intent.inline:
            continue
        page = cards.sheet(content, Card(intent.id, "", understanding.region))
        card = cards.answer_card(content, page, voice, now)
        message = Message(card.paragraphs)
        found.append(InlineAnswer(intent.id, voice.pick(intent.title), voice.pick(intent.asks), message))
    return found


def neutral_line(content: Content, language: ReplyLanguage) -> Message:
    """What stands in the place of a sensitive answer that could not be delivered within five minutes."""
    return menus.neutral_line(content, Voice(content.facts.texts, language))


def sorry(content: Content, language: ReplyLanguage) -> Message:
    """What is said when an answer failed through our fault: write again, and the numbers of danger."""
    return menus.sorry(content, Voice(content.facts.texts, language))
