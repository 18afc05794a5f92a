"""From what was understood to what is said: the emergency card, the answer, the ask-back, or an honest "not understood"."""

from dataclasses import replace
from datetime import datetime

from bot.content.snapshot import CARRIED, Content
from bot.conversation import cards, menus
from bot.conversation.buttons import Card
from bot.conversation.effects import Effect, KeepNotUnderstood, Say
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.understanding.understand import DANGERS, Understanding
from bot.vocabulary import OUT_OF_SCOPE, Region

Turn = tuple[ChatState, tuple[Effect, ...]]

SEVERITY: tuple[str, ...] = (
    "medical_emergency", "mental_health", "missing_child", "domestic_violence", "child_abuse", "police_emergency",
    "disaster", "human_trafficking", "child_marriage", "child_labour", "child_shelter", "juvenile_justice",
    "human_rights", "cybercrime", "workplace_harassment",
)  # fmt: skip
"""Dangers, the most deadly first: the order in which several are shown."""


def severity(intent: str) -> int:
    """The place of an intent in SEVERITY; what is no danger comes after all dangers."""
    return SEVERITY.index(intent) if intent in SEVERITY else len(SEVERITY)


def card_of(state: ChatState, understanding: Understanding, intent: str, variant: str) -> Card:
    """Which card: the place in the message wins, then the region the person chose."""
    region: Region = understanding.region if understanding.region != "none" else state.region
    return Card(intent, variant, region, understanding.whereabouts.writer_abroad or state.writer_abroad)


def talk_of(state: ChatState, card: Card) -> ChatState:
    """Remember what is being talked about, and that the writer is abroad: what can be dialled hangs on it."""
    return replace(
        state,
        intent=card.intent,
        variant=card.variant,
        region_of_talk=card.region,
        writer_abroad=card.writer_abroad,
        offered=(),
        not_understood=0,
    )


def emergency(state: ChatState, understanding: Understanding, content: Content, voice: Voice, now: datetime) -> Turn:
    """Somebody is in danger: the number first, whatever was being talked about."""
    intent, variant = understanding.intent, understanding.variant
    if intent in CARRIED:
        intent, variant = CARRIED[intent], ""
    if intent not in content.intents or content.intents[intent].kind == "conversation":
        cry = menus.nobody_answers if intent == "feedback" else menus.cry_for_help
        return replace(state, not_understood=0), (Say(cry(content, voice)),)
    card = card_of(state, understanding, intent, variant)
    page = cards.sheet(content, card)
    message = cards.emergency_card(content, page, voice, _shown(understanding.also, content))
    return talk_of(state, card), (Say(message),)


def _shown(also: tuple[str, ...], content: Content) -> tuple[str, ...]:
    return tuple(sorted((a for a in also if content.intents[a].kind == "service"), key=severity))


def answer(
    state: ChatState, text: str, understanding: Understanding, content: Content, voice: Voice, now: datetime
) -> Turn:
    """No danger now: answer, ask back, or say that it was not understood."""
    agency = menus.asked_about(understanding, content)
    if agency is not None:
        return replace(state, not_understood=0), (Say(menus.agency_card(content, voice, agency, now)),)
    intent = content.intents.get(understanding.intent)
    if intent is not None and intent.kind == "conversation" and understanding.decision != "none":
        return menus.conversation_reply(state, intent.id, content, voice)
    if understanding.decision == "answer":
        card = card_of(state, understanding, understanding.intent, understanding.variant)
        page = cards.sheet(content, card)
        also = _shown(understanding.also, content)
        message = cards.answer_card(content, page, voice, now, also=also, is_over=understanding.is_over)
        return talk_of(state, card), (Say(message),)
    if understanding.decision == "ask":
        return _ask_back(state, understanding, content, voice)
    count = state.not_understood + 1
    kept: tuple[Effect, ...] = ()
    if understanding.intent not in DANGERS and not understanding.alarms:
        nearest = tuple(c.intent for c in understanding.candidates[:3])
        kept = (KeepNotUnderstood(text, understanding.language, nearest),)
    message = menus.not_understood(content, voice, count)
    return replace(state, not_understood=count, offered=()), (Say(message), *kept)


def _ask_back(state: ChatState, understanding: Understanding, content: Content, voice: Voice) -> Turn:
    """Two or three candidates, each with its first number in the text, the more dangerous first."""
    names = [c.intent for c in understanding.candidates if c.intent != OUT_OF_SCOPE]
    names = [name for name in names if content.intents[name].kind == "service"][:3]
    if not names:
        return replace(state, not_understood=state.not_understood + 1), (Say(menus.not_understood(content, voice, 1)),)
    names.sort(key=severity)
    offers = []
    for name in names:
        variant = content.understander.variant_of(name, understanding.words)
        offers.append(card_of(state, understanding, name, variant))
    return replace(state, offered=tuple(names)), (Say(menus.ask_back(content, voice, offers)),)


def located(state: ChatState, region: Region, content: Content, voice: Voice, now: datetime) -> Turn:
    """A shared location gives the region and nothing else."""
    if region == "none":
        return state, (Say(menus.region_question(content, voice)),)
    return region_chosen(state, region, content, voice, now)


def region_chosen(state: ChatState, region: Region, content: Content, voice: Voice, now: datetime) -> Turn:
    """The person chose a region: keep it, and show the card of the talk for it."""
    state = replace(state, region=region, writer_abroad=region == "abroad", awaiting="", region_of_talk=region)
    if not state.intent or state.intent not in content.intents:
        return state, (Say(menus.region_kept(voice, region)),)
    page = cards.sheet(content, Card(state.intent, state.variant, region, state.writer_abroad))
    return state, (Say(cards.answer_card(content, page, voice, now)),)
