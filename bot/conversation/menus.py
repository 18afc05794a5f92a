"""Everything that is said beside cards: welcome, help, topics, questions, and what is said when nothing was understood.

The front is innocent (product rule 7): it speaks of "numbers of offices", so that a screen seen by the wrong eyes says little.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.content.snapshot import Content
from bot.conversation import cards
from bot.conversation.buttons import NO_CARD, Card, button
from bot.conversation.cards import number_of
from bot.conversation.effects import Effect, Say
from bot.conversation.hours import describe_hours
from bot.conversation.message import Button, Message, Paragraph
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.directory.records import Agency
from bot.understanding.normalise import fold
from bot.understanding.understand import DANGERS, Understanding
from bot.vocabulary import OUT_OF_SCOPE, Region

TOPICS_A_PAGE: Final = 10
_CANCEL: Final = frozenset(
    {"cancel", "stop", "back", "menu", "wapas", "band", "chhoro", "choro", "rehne", "منسوخ", "مینو", "واپس", "چھوڑو"}
)
_WRONG_WORDS: Final = frozenset(
    fold("galat ghalat wrong band dead changed badal غلط بند بدل working answering utha uthata").split()
)
_NUMBER_WORDS: Final = frozenset("number no numbr line helpline galat ghalat wrong band نمبر غلط بند لائن".split())


def _message(
    *texts: str, buttons: Sequence[tuple[Button, ...]] = (), strong: bool = True, is_sensitive: bool = False
) -> Message:
    paragraphs = tuple(Paragraph(text, is_strong=strong and place == 0) for place, text in enumerate(texts) if text)
    return Message(paragraphs, tuple(buttons), is_sensitive)


def general_lines(content: Content, voice: Voice) -> str:
    """The lines that are never wrong to name: police, rescue, child protection, human rights; abroad those of the country."""
    if voice.to_abroad:
        return voice.text("First the police and ambulance number of the country you are in.")
    return voice.text(
        "In danger: police {police}, rescue and ambulance {rescue}, children {child}, women and rights {rights}.",
        police=number_of(content, "police-15 15"),
        rescue=number_of(content, "RESCUE"),
        child=number_of(content, "child-helpline-1121 1121"),
        rights=number_of(content, "mohr-helpline-1099 1099"),
    )


def _topics_button(voice: Voice) -> tuple[Button, ...]:
    return (button(voice.label("All topics"), "topics"),)


def _language_row(voice: Voice) -> tuple[Button, ...]:
    return (
        button("English", "language", argument="en"),
        button("اردو", "language", argument="ur"),
        button("Roman Urdu", "language", argument="ur-Latn"),
    )


def welcome(content: Content, voice: Voice) -> Message:
    """/start: both languages at once, since nobody has written a word yet."""
    english = replace(voice, language="en")
    urdu = replace(voice, language="ur")
    line = "Numbers of offices in Pakistan. Write what you need in your own words: English, Urdu or Roman Urdu."
    return _message(
        urdu.text(line),
        english.text(line),
        general_lines(content, urdu),
        general_lines(content, english),
        buttons=(_topics_button(voice), _language_row(voice)),
    )


def help_text(content: Content, voice: Voice) -> Message:
    """/help: what can be written, in three lines."""
    return _message(
        voice.text("Write what happened and where. You get the office, its number and the next step."),
        voice.text("Commands: /topics /region /agencies /language /feedback /privacy"),
        general_lines(content, voice),
        buttons=(_topics_button(voice),),
    )


def topics(content: Content, voice: Voice, page: int = 0) -> Message:
    """All intents, a page at a time, always in the same order: never "last used"."""
    services = content.services
    pages = (len(services) + TOPICS_A_PAGE - 1) // TOPICS_A_PAGE
    page = page % max(pages, 1)
    shown = services[page * TOPICS_A_PAGE : (page + 1) * TOPICS_A_PAGE]
    buttons = [button(voice.pick_label(intent.title), "card", Card(intent.id)) for intent in shown]
    rows: list[tuple[Button, ...]] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    rows.append((button(voice.label("More topics"), "topics", argument=str((page + 1) % max(pages, 1))),))
    return _message(voice.text("Choose a topic, or write what you need."), general_lines(content, voice), buttons=rows)


def not_understood(content: Content, voice: Voice, count: int) -> Message:
    """Not understood: say so, show the general lines and the topics; the second time the topics themselves."""
    if count < 2:
        said = voice.text("I have not understood this. Please write it again, with what happened and where.")
        return _message(said, general_lines(content, voice), buttons=(_topics_button(voice),))
    menu = topics(content, voice)
    said = voice.text("I still have not understood. These topics and lines may help:")
    return _message(said, general_lines(content, voice), buttons=menu.buttons)


def nothing_to_read(content: Content, voice: Voice) -> Message:
    """An empty message, or one of signs alone."""
    said = voice.text("Please write in words what you need.")
    return _message(said, general_lines(content, voice), buttons=(_topics_button(voice),))


def media_line(content: Content, voice: Voice) -> Message:
    """Anything that is no text: refused unread, with the numbers of danger."""
    nccia = number_of(content, "nccia 1799")
    return _message(
        general_lines(content, voice),
        voice.text(
            "I read only written words. I did not open this. Keep it safe for the police or {line}.", line=nccia
        ),
        buttons=(_topics_button(voice),),
    )


def group_line(content: Content, voice: Voice) -> Message:
    """What is said in a group, whatever was asked there."""
    return _message(
        voice.text(
            "Police {police}, rescue {rescue}. For anything else write to me alone.",
            police=number_of(content, "police-15 15"),
            rescue=number_of(content, "RESCUE"),
        )
    )


def cry_for_help(content: Content, voice: Voice) -> Message:
    """A cry without a word of what happened: the two numbers on top, then the topics."""
    said = voice.text(
        "{police} police, {rescue} rescue and ambulance – call now.",
        police=number_of(content, "police-15 15"),
        rescue=number_of(content, "RESCUE"),
    )
    lines = [said]
    if voice.language == "ur-Latn":
        lines.insert(
            0,
            voice.label("{police} police, {rescue} rescue and ambulance – call now.").format(
                police=number_of(content, "police-15 15"), rescue=number_of(content, "RESCUE")
            ),
        )
    menu = topics(content, voice)
    more = voice.text("No answer? Call {number}.", number=number_of(content, "edhi-foundation 115"))
    head = "\n".join(lines)
    return replace(
        _message(head, more, general_lines(content, voice), buttons=menu.buttons), is_sensitive=True, is_emergency=True
    )


def nobody_answers(content: Content, voice: Voice) -> Message:
    """Somebody in danger says that a number does not answer: the next number first, then what else can be done."""
    said = voice.text(
        "{rescue} rescue and ambulance – call now. Then {edhi}.",
        rescue=number_of(content, "RESCUE"),
        edhi=number_of(content, "edhi-foundation 115"),
    )
    more = voice.text(
        "Keep calling {police} in between. Go where people are.", police=number_of(content, "police-15 15")
    )
    rows = ((button(voice.label("Number is wrong"), "feedback"),), _topics_button(voice))
    message = _message(said, more, general_lines(content, voice), buttons=rows)
    return replace(message, is_sensitive=True, is_emergency=True)


def ask_back(content: Content, voice: Voice, offers: Sequence[Card]) -> Message:
    """An ask-back is an answer too: each candidate with its first number in the text, then the buttons."""
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    sensitive = False
    for card in offers:
        page = cards.sheet(content, card)
        first = next((r for r in page.referrals if r.number), None) or next(iter(page.referrals), None)
        said = voice.isolate(voice.pick(page.intent.asks))
        number = cards.referral_line(content, first, voice, card) if first else ""
        lines.append(f"{cards.BULLET}{said}: {number}" if number else f"{cards.BULLET}{said}")
        rows.append((button(voice.pick_label(page.intent.title), "card", card),))
        sensitive = sensitive or page.intent.sensitive
    rows.append((button(voice.label("None of these"), "none"),))
    head = voice.text("Which of these is it?")
    danger = general_lines(content, replace(voice, to_abroad=any(card.writer_abroad for card in offers)))
    return _message(head, "\n".join(lines), danger, buttons=rows, is_sensitive=sensitive)


def not_this(content: Content, voice: Voice, card: Card) -> Message:
    """The card was the wrong one."""
    said = voice.text("Sorry. Please write it in other words, or choose a topic.")
    return _message(said, general_lines(content, voice), buttons=topics(content, voice).buttons)


def region_question(content: Content, voice: Voice, card: Card = NO_CARD) -> Message:
    """Where did it happen? Asked only beside a useful answer or on request."""
    rows = cards.region_rows(voice, "region", card)
    return _message(voice.text("Where did it happen? Choose, or write the name of the city."), buttons=rows)


def region_kept(voice: Voice, region: Region) -> Message:
    """The region is kept for the next answers."""
    name = voice.label(cards.REGION_LABELS[region])
    return _message(voice.text("Answers are now for: {region}. Write what you need.", region=name))


def language_question(voice: Voice) -> Message:
    """/language"""
    return _message(voice.text("Choose the language of the answers."), buttons=(_language_row(voice),))


def language_kept(voice: Voice) -> Message:
    """The language is kept until the person chooses another."""
    return _message(
        voice.text("Answers now come in this language. Write what you need."), buttons=(_language_row(voice),)
    )


def privacy(voice: Voice) -> Message:
    """/privacy: what is kept, what stays, and how to remove it. No promise that cannot be kept."""
    return _message(
        voice.text("Your words are not kept after the answer is sent."),
        voice.text("Kept, encrypted: language, region and the topic of the last answer. /forget removes it."),
        voice.text(
            "Telegram itself keeps the chat: on this phone, other devices and its servers. "
            "Notifications, screenshots and call lists stay too."
        ),
        voice.text("This bot is no office and no authority. It does not report anything to anybody."),
        buttons=(
            (button(voice.label("Forget me"), "forget"),),
            (button(voice.label("Empty this chat"), "wipe"),),
        ),
        strong=False,
    )


def forget_question(voice: Voice) -> Message:
    """/forget"""
    return _message(
        voice.text("Remove everything that is kept about this chat?"),
        buttons=(
            (button(voice.label("Yes, forget me"), "forget"), button(voice.label("No"), "topics")),
            (button(voice.label("Empty this chat too"), "wipe"),),
        ),
    )


def forgotten(voice: Voice) -> Message:
    """After /forget."""
    return _message(voice.text("Done. Nothing about this chat is kept."))


def feedback_question(voice: Voice) -> Message:
    """/feedback"""
    return _message(
        voice.text("Write what is wrong or missing: additions, corrections, comments. It goes to a list for review."),
        voice.text("Please no names and no phone numbers of people."),
    )


def feedback_kept(voice: Voice) -> Message:
    """Thanks, and no promise."""
    return _message(voice.text("Thank you. It is kept for review. The numbers here change only after a check."))


def agency_question(voice: Voice) -> Message:
    """/agencies without a name."""
    return _message(voice.text("Write the name of an office or a number."))


def agencies_found(content: Content, voice: Voice, found: Sequence[Agency], now: datetime) -> Message:
    """Search results: names as buttons, the best one in full."""
    if not found:
        return _message(voice.text("No office of that name is in the list."), buttons=(_topics_button(voice),))
    best = agency_card(content, voice, found[0], now)
    rows = [
        (button(voice.pick(agency.name)[:40], "agency", argument=agency.id),)
        for agency in found[1:4]
        if len(agency.id) < 40
    ]
    return replace(best, buttons=(*best.buttons, *rows))


def agency_card(content: Content, voice: Voice, agency: Agency, now: datetime) -> Message:
    """What a body is, whether a person can go there, and how to reach it."""
    card = Card("")
    lines = []
    for contact in agency.shown_contacts():
        if contact.is_number or contact.kind in {"web", "portal", "app"} or contact.kind == "address":
            value = contact.value_ur if contact.value_ur and voice.body == "ur" else contact.value
            number = voice.isolate(content.shown_number(contact.value)) if contact.is_number else value
            lines.append(f"{cards.BULLET}{number} – {voice.isolate(voice.pick(contact.description))}")
            if contact.is_number:
                comma = "، " if voice.body == "ur" else ", "
                check = f"{comma}{voice.text('please check')}" if contact.needs_check else ""
                lines[-1] += f" ({describe_hours(contact, voice)}{check})"
    if not agency.public_contact:
        lines = []
    nowhere = voice.text("This body takes no cases from people.") if not agency.public_contact else ""
    if agency.public_contact and not lines:
        nowhere = voice.text("No line could be confirmed here.")
    rows: list[tuple[Button, ...]] = []
    if any(c.is_number for c in agency.shown_contacts()) and agency.public_contact and len(agency.id) < 45:
        rows.append((button(voice.label("Send as contact"), "contact", card, agency.id),))
    seen = max((c.as_of or "" for c in agency.shown_contacts()), default="")
    dated = voice.text("Facts as of {day}.", day=seen) if seen else ""
    return _message(
        voice.isolate(voice.pick(agency.name)),
        voice.isolate(voice.pick(agency.description)),
        "\n".join(lines),
        nowhere,
        dated,
        buttons=rows,
    )


def conversation_reply(
    state: ChatState, intent_id: str, content: Content, voice: Voice
) -> tuple[ChatState, tuple[Effect, ...]]:
    """Hello, thanks, goodbye, what can you do, language, a person, feedback, not safe, and out of scope."""
    intent = content.intents[intent_id]
    state = replace(state, not_understood=0)
    reply = intent.reply or {}
    said = voice.isolate(cards.fill(content, voice.pick(reply), Card("")))
    head = cards.fill(content, reply.get("ur-Latn", ""), Card("")) if voice.language == "ur-Latn" else ""
    text = "\n".join(part for part in (head, said) if part)
    rows: tuple[tuple[Button, ...], ...] = ()
    if intent_id == "not_safe":
        rows = ((button(voice.label("Empty this chat"), "wipe"),),)
    elif intent_id == "change_language":
        rows = (_language_row(voice),)
    elif intent_id in ("bot_help", "greeting", "talk_to_human", OUT_OF_SCOPE):
        rows = (_topics_button(voice),)
    in_danger = state.intent in DANGERS and intent_id in (OUT_OF_SCOPE, "feedback")
    lines = general_lines(content, voice) if in_danger or intent_id in ("bot_help", "talk_to_human") else ""
    if intent_id == "feedback":
        state = replace(state, awaiting="feedback")
    return state, (Say(_message(text, lines, buttons=rows, strong=False)),)


def is_cancel(message: Sequence[str]) -> bool:
    """Whether a message only wants to leave what was going on."""
    return 0 < len(message) <= 2 and message[0] in _CANCEL


def speaks_of_numbers(message: Sequence[str]) -> bool:
    """Whether a message speaks of a number or line, as feedback does."""
    return not _NUMBER_WORDS.isdisjoint(message)


def says_wrong(message: Sequence[str]) -> bool:
    """Whether a message says that something is wrong, dead or not answered."""
    return not _WRONG_WORDS.isdisjoint(message)


def asked_about(understanding: Understanding, content: Content) -> Agency | None:
    """The body that a question such as "what is ZARRA" or "1121 kis ka number hai" is about, or None.

    "The number of ZARRA is wrong" is no question.
    """
    if says_wrong(understanding.words):
        return None
    return content.agency_asked_about(understanding.words)


def sorry(content: Content, voice: Voice) -> Message:
    """What is said when an answer failed through our fault."""
    said = voice.text("Something went wrong here. Please write it again.")
    return _message(general_lines(content, voice), said)


def neutral_line(content: Content, voice: Voice) -> Message:
    """What stands in the place of a sensitive answer that could not be delivered within five minutes."""
    return _message(voice.text("The answer could not be sent. Write again when it suits you."), strong=False)
