"""Follow-ups in context: "aur Lahore mein?", "number?", "is it free?", "koi aur?", "no, I meant my salary"."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.content.snapshot import Content
from bot.conversation import cards, menus
from bot.conversation.buttons import Card
from bot.conversation.effects import Effect, Say
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.understanding.normalise import words
from bot.understanding.understand import Understanding

LONGEST: Final = 6
"""Words of a follow-up; longer messages stand on their own."""

_SMALL: Final = frozenset(
    words(
        "and in what about for if i am we are is it the at near aur or mein me main mai ka ki ke kay ko se agar hum ho hon hain hai to phir "
        "waha wahan yahan kya kia liye live from same but there city اور میں کا کی کے کو سے اگر ہم ہوں ہیں ہے تو پھر کیا وہاں یہاں لیے"
    )
)


def follow_up(
    state: ChatState, understanding: Understanding, content: Content, voice: Voice, now: datetime
) -> tuple[ChatState, tuple[Effect, ...]] | None:
    """What a short message means after a card; None when it stands on its own or there is no card to follow."""
    message = understanding.words
    if len(message) > LONGEST:
        return None
    if not state.intent and _asks_number_of_nothing(understanding, content):
        return state, (Say(menus.topics(content, voice)),)
    if not state.intent or state.intent not in content.intents:
        return None
    card = Card(state.intent, state.variant, state.region_of_talk, state.writer_abroad)
    if understanding.region != "none" and _only_place(understanding):
        card = card.at(understanding.region)
        page = cards.sheet(content, card)
        return replace(state, region_of_talk=card.region), (Say(cards.answer_card(content, page, voice, now)),)
    kind = content.follow_up_kind(message)
    if kind is None or menus.asked_about(understanding, content) is not None:
        return None
    page = cards.sheet(content, card)
    if kind == "number":
        said = cards.answer_card(content, page, voice, now)
    elif kind in ("hours", "cost"):
        said = cards.hours_card(content, page, voice, now)
    elif kind == "more":
        said = cards.more_card(content, page, voice, now)
    elif kind == "say":
        said = cards.say_card(content, page, voice)
    else:
        said = cards.refused_card(content, page, voice, now)
    return state, (Say(said),)


def _asks_number_of_nothing(understanding: Understanding, content: Content) -> bool:
    """Whether a message is "number?" and no more: it sounds like a correction, names no problem, and says nothing is wrong."""
    is_bare = understanding.intent == "feedback" and content.follow_up_kind(understanding.words) == "number"
    return is_bare and not menus.says_wrong(understanding.words)


def _only_place(understanding: Understanding) -> bool:
    inside = {place for found in understanding.whereabouts.found for place in range(found.start, found.end)}
    return all(place in inside or word in _SMALL for place, word in enumerate(understanding.words))
