"""Buttons and commands. An old button, or one of nobody's making, still does something sensible."""

from dataclasses import replace
from datetime import datetime

from bot.content.snapshot import Content
from bot.conversation import answers, cards, menus
from bot.conversation.buttons import Press, read_press
from bot.conversation.effects import DeleteCard, Effect, Forget, Replace, Say, SendContact, WipeChat
from bot.conversation.message import Message
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.vocabulary import REPLY_LANGUAGES

Turn = tuple[ChatState, tuple[Effect, ...]]


def pressed(state: ChatState, data: str, content: Content, voice: Voice, now: datetime) -> Turn:
    """Carry out a press. Unknown data shows the topics."""
    press = read_press(data)
    if press.card.intent in content.intents:
        return _card_press(state, press, content, voice, now)
    match press.action:
        case "delete":
            return state, (DeleteCard(),)
        case "wipe":
            return ChatState(), (WipeChat(),)
        case "forget":
            return ChatState(), (Forget(), Say(menus.forgotten(voice)))
        case "region" if press.card.region != "none":
            return answers.region_chosen(state, press.card.region, content, voice, now)
        case "language" | "speak" if press.argument in REPLY_LANGUAGES:
            state = replace(state, chosen_language=press.argument)
            return state, (Replace(menus.language_kept(replace(voice, language=press.argument))),)
        case "agency" if (agency := content.directory.agency(press.argument)) and agency.may_be_shown:
            return state, (Say(menus.agency_card(content, voice, agency, now)),)
        case "contact":
            return state, _contact(press, content, voice)
        case "none":
            return replace(state, offered=()), (Replace(menus.topics(content, voice)),)
        case "feedback":
            return replace(state, awaiting="feedback"), (Say(menus.feedback_question(voice)),)
        case _:
            page = int(press.argument) if press.argument.isdecimal() else 0
            return state, (Replace(menus.topics(content, voice, page)),)


def _contact(press: Press, content: Content, voice: Voice) -> tuple[Effect, ...]:
    agency = content.directory.agency(press.argument)
    number = next((c for c in agency.shown_contacts() if c.is_number), None) if agency else None
    if agency is None or number is None:
        return (Say(menus.topics(content, voice)),)
    return (SendContact(voice.pick(agency.name), number.value),)


def _card_press(state: ChatState, press: Press, content: Content, voice: Voice, now: datetime) -> Turn:
    card = press.card
    if content.intents[card.intent].kind != "service":
        return state, (Replace(menus.topics(content, voice)),)
    if press.action == "speak" and press.argument in REPLY_LANGUAGES:
        state = replace(state, chosen_language=press.argument)
        voice = replace(voice, language=press.argument)
    if press.action == "region":
        # where it happened and where the writer is are two places: naming the first does not bring the writer home
        card = replace(card, writer_abroad=card.writer_abroad or card.region == "abroad")
        state = replace(state, region=card.region, writer_abroad=card.writer_abroad)
    page = cards.sheet(content, card)
    state = answers.talk_of(state, card)
    message: Message
    match press.action:
        case "more":
            message = cards.more_card(content, page, voice, now)
        case "say":
            message = cards.say_card(content, page, voice)
        case "hours":
            message = cards.hours_card(content, page, voice, now)
        case "refused":
            message = cards.refused_card(content, page, voice, now)
        case "regions":
            message = menus.region_question(content, voice, card)
        case "not":
            return replace(state, intent="", variant=""), (Say(menus.not_this(content, voice, card)),)
        case "wrong":
            return replace(state, awaiting="feedback"), (Say(menus.feedback_question(voice)),)
        case "contact":
            first = next((r for r in page.referrals if r.number), None)
            if first is None or first.agency is None or first.number is None:
                return state, (Say(menus.topics(content, voice)),)
            return state, (SendContact(voice.pick(first.name), first.number.value),)
        case _:
            message = cards.answer_card(content, page, voice, now)
    return state, (Replace(message),)


def commanded(state: ChatState, name: str, argument: str, content: Content, voice: Voice, now: datetime) -> Turn:
    """Carry out a command; an unknown one shows the help."""
    state = replace(state, awaiting="")
    match name:
        case "start":
            return state, (Say(menus.welcome(content, voice)),)
        case "language":
            return state, (Say(menus.language_question(voice)),)
        case "topics":
            return state, (Say(menus.topics(content, voice)),)
        case "region":
            found = content.understander.understand(argument).region if argument else "none"
            if found != "none":
                return answers.region_chosen(state, found, content, voice, now)
            return replace(state, awaiting="region"), (Say(menus.region_question(content, voice)),)
        case "agencies":
            return _agencies(state, argument, content, voice, now)
        case "privacy":
            return state, (Say(menus.privacy(voice)),)
        case "feedback":
            return replace(state, awaiting="feedback"), (Say(menus.feedback_question(voice)),)
        case "forget":
            return state, (Say(menus.forget_question(voice)),)
        case _:
            return state, (Say(menus.help_text(content, voice)),)


def _agencies(state: ChatState, argument: str, content: Content, voice: Voice, now: datetime) -> Turn:
    if not argument:
        return replace(state, awaiting="agency_search"), (Say(menus.agency_question(voice)),)
    found = content.directory.search(argument, state.region)
    return state, (Say(menus.agencies_found(content, voice, found, now)),)
