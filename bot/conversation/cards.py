"""Cards: what a person reads as an answer. Numbers come from the directory and from nowhere else."""

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from bot.content.intent import Answer, Entries, Intent, Referrals
from bot.content.snapshot import Content
from bot.conversation.buttons import Card, button
from bot.conversation.hours import describe_hours, is_open
from bot.conversation.message import Button, Message, Paragraph
from bot.conversation.voice import Voice
from bot.directory.directory import Referral
from bot.vocabulary import Region, ReplyLanguage, Texts

ABOVE_THE_FOLD: Final = 3
EMERGENCY_LIMIT: Final = 600
"""Characters of an emergency card (product.md, Manner)."""

_PLACEHOLDER = re.compile(r"\{phone:([^{}]+)\}")
BULLET: Final = "• "
HELD_BY_POLICE: Final = frozenset({"juvenile_justice", "human_rights", "migration_support"})
POLICE_FIRST: Final = frozenset({"police_emergency", "domestic_violence", "child_abuse", "missing_child"})
"""Whoever is in the hands of the police, or fears them over papers, is not sent to 15 in the first line (product rule 2)."""


@dataclass(frozen=True)
class Sheet:
    """Everything a card needs, resolved: the intent with its variant's parts, and the referrals of the region."""

    intent: Intent
    answer: Answer
    referrals: tuple[Referral, ...]
    refused: tuple[Referral, ...]
    card: Card


def sheet(content: Content, card: Card) -> Sheet:
    """Resolve a card. Raises KeyError for an intent that the content does not hold."""
    intent = content.intents[card.intent]
    variant = intent.variant(card.variant)
    answer = _merged(intent.answer, variant.answer, variant.drop) if variant else intent.answer
    referrals = variant.referrals if variant and variant.referrals else intent.referrals
    directory = content.directory

    def resolve(entries: Entries) -> tuple[Referral, ...]:
        return directory.resolve(entries, card.region, intent=intent.id, writer_abroad=card.writer_abroad)

    return Sheet(intent, answer, resolve(_row(referrals, card)), resolve(intent.refused), card)


def _merged(whole: Answer, part: Answer, drop: tuple[str, ...]) -> Answer:
    changes: dict[str, Any] = {name: () if name == "do_now" else None for name in drop}
    changes |= {f.name: getattr(part, f.name) for f in fields(Answer) if getattr(part, f.name)}
    return replace(whole, **changes)


def _row(referrals: Referrals, card: Card) -> Entries:
    key = "unknown" if card.region == "none" else card.region
    if card.writer_abroad and "abroad" in referrals.instead:
        key = "abroad"
    base = referrals.instead.get(key, referrals.default)
    return (*base, *referrals.also.get(key, ()))


def first_line(content: Content, page: Sheet, voice: Voice) -> str:
    """The first line: the number first. In Roman Urdu it stands above the same line in Urdu script."""
    card = page.card
    if card.writer_abroad:
        if card.region == "abroad" or page.intent.id == "overseas_pakistanis":
            return voice.text("First the police and ambulance number of the country you are in.")
        if page.intent.danger:
            return voice.text(
                "Somebody near must call {police} or {rescue}. These short numbers do not work from abroad.",
                police=number_of(content, "police-15 15"),
                rescue=number_of(content, "RESCUE"),
            )
    lines: list[str] = []
    texts = page.answer.first_line
    if texts:
        both: tuple[ReplyLanguage, ...] = ("ur-Latn", "ur")
        for language in both if voice.language == "ur-Latn" else (voice.language,):
            if text := texts.get(language):
                filled = fill(content, text, card)
                lines.append(voice.isolate(filled) if language == "ur" else filled)
    return "\n".join(lines)


def fill(content: Content, text: str, card: Card) -> str:
    """Put numbers in the place of `{phone:…}`. A placeholder without a number for this region leaves the role out."""

    def number(found: re.Match[str]) -> str:
        contact = content.directory.first_number(found[1], card.region, writer_abroad=card.writer_abroad)
        if contact is None:
            contact = content.directory.first_number(found[1], "none")
        return content.shown_number(contact.value, writer_abroad=card.writer_abroad) if contact else "…"

    return _PLACEHOLDER.sub(number, text)


def number_of(content: Content, what: str) -> str:
    """The number of a role, a body or an entry as it is dialled at home, wherever the person is; `…` if there is none."""
    contact = content.directory.first_number(what, "none")
    return content.shown_number(contact.value) if contact else "…"


def referral_line(content: Content, referral: Referral, voice: Voice, card: Card, now: datetime | None = None) -> str:
    """One contact: name, number or address, what it is, hours, cost, and "please check" where it is needed."""
    if referral.guide is not None:
        return voice.isolate(voice.pick(referral.guide))
    agency, contact = referral.agency, referral.contact
    assert agency is not None
    name = voice.pick(referral.name)
    if contact is None:
        return voice.isolate(voice.text("{name}: go to the office", name=name))
    if not contact.is_number:
        value = contact.value_ur if contact.value_ur and voice.body == "ur" else contact.value
        return f"{voice.isolate(name)}: {voice.isolate(value) if contact.kind == 'address' else value}"
    number = content.shown_number(contact.value, writer_abroad=card.writer_abroad)
    details: list[str] = []
    if contact.kind == "sms":
        details.append(voice.text("by SMS"))
    elif contact.kind == "whatsapp":
        details.append(voice.text("WhatsApp"))
    if contact.extra_digits:
        details.append(voice.isolate(voice.pick(contact.extra_digits)))
    if now is not None:
        details.append(describe_hours(contact, voice))
        if contact.cost == "free":
            details.append(voice.text("free"))
    if contact.needs_check:
        details.append(voice.text("please check"))
    tail = f" ({'، '.join(details) if voice.body == 'ur' else ', '.join(details)})" if details else ""
    return f"{voice.isolate(f'{number}')} – {voice.isolate(name)}{tail}"


def no_answer(content: Content, page: Sheet, voice: Voice) -> str:
    """Whom to call when nobody answers: the second number in line."""
    numbers = [r for r in page.referrals if r.number]
    if len(numbers) < 2:
        if page.card.writer_abroad or page.card.region == "abroad":
            return ""
        last = "police-15 15" if page.intent.danger else "wafaqi-mohtasib 1055"
        general = content.directory.resolve(["mohr-helpline-1099 1099", last], "none")
        named = {r.contact.value for r in numbers if r.contact}
        # the first of a card without a number is nothing to call, so the general line is the second
        numbers = [
            *(numbers or page.referrals[:1]),
            *(g for g in general if g.contact and g.contact.value not in named),
        ]
    if len(numbers) < 2 or numbers[1].contact is None:
        return ""
    number = content.shown_number(numbers[1].contact.value, writer_abroad=page.card.writer_abroad)
    return voice.text("No answer? Call {number}.", number=number)


def emergency_card(content: Content, page: Sheet, voice: Voice, also: tuple[str, ...] = ()) -> Message:
    """The short card of somebody in danger: the number, whom else, three steps; at most 600 characters."""
    head = first_line(content, page, voice)
    contacts = [referral_line(content, r, voice, page.card) for r in page.referrals if r.number][:ABOVE_THE_FOLD]
    others = also_lines(content, also, page.card, voice)
    tail = no_answer(content, page, voice)
    steps = step_lines(content, page, voice)
    buttons = card_buttons(content, page, voice, is_emergency=True)
    while True:
        paragraphs = _paragraphs(head, "\n".join(others), "\n".join(contacts), "\n".join(steps), tail)
        message = Message(paragraphs, buttons, is_sensitive=True, is_emergency=True)
        if len(message.plain) <= EMERGENCY_LIMIT or not (steps or len(contacts) > 2 or others):
            return message
        if steps:
            steps = steps[:-1]
        elif len(contacts) > 2:
            contacts = contacts[:-1]
        else:
            others = others[:-1]


def step_lines(content: Content, page: Sheet, voice: Voice) -> list[str]:
    """The steps, numbered; to people who write Roman Urdu in danger both ways."""
    lines: list[str] = []
    for number, step in enumerate(page.answer.do_now, start=1):
        if voice.language == "ur-Latn" and page.intent.danger and step.get("ur-Latn"):
            roman = fill(content, step["ur-Latn"], page.card)
            lines.append(f"{number}. {roman}\n{voice.isolate(fill(content, voice.pick(step), page.card))}")
        else:
            lines.append(f"{number}. {voice.isolate(fill(content, voice.pick(step), page.card))}")
    return lines


def also_lines(content: Content, also: tuple[str, ...], card: Card, voice: Voice) -> list[str]:
    """For every further problem in the message its first number."""
    lines: list[str] = []
    if card.intent in HELD_BY_POLICE:
        also = tuple(name for name in also if name not in POLICE_FIRST)
    named = [r.contact for r in sheet(content, card).referrals[:ABOVE_THE_FOLD]]
    for intent_id in also:
        other = sheet(content, Card(intent_id, "", card.region, card.writer_abroad))
        first = next((r for r in other.referrals if r.number), None)
        if first is not None and first.contact not in named:
            title = voice.pick(other.intent.title)
            lines.append(f"{voice.isolate(title)}: {referral_line(content, first, voice, card)}")
    return lines


def answer_card(
    content: Content,
    page: Sheet,
    voice: Voice,
    now: datetime,
    *,
    also: tuple[str, ...] = (),
    is_over: bool = False,
) -> Message:
    """The whole card: what this is, whom to call, what to do, what to keep, what comes next, and how old the facts are."""
    answer = page.answer
    contacts = [BULLET + referral_line(content, r, voice, page.card, now) for r in page.referrals[:ABOVE_THE_FOLD]] or [
        voice.text("No line could be confirmed here.")
    ]
    over = voice.text("In danger again? Call {number}.", number=number_of(content, "police-15 15"))
    parts = (
        "\n".join(also_lines(content, also, page.card, voice)),
        _text(content, answer.about, page, voice),
        "\n".join([voice.text("Whom to call:"), *contacts]),
        no_answer(content, page, voice),
        _text(content, answer.say, page, voice),
        "\n".join([voice.text("Do now:"), *step_lines(content, page, voice)]) if answer.do_now else "",
        _labelled(voice.text("Keep or bring:"), _text(content, answer.keep, page, voice)),
        _labelled(voice.text("What happens next:"), _text(content, answer.next, page, voice)),
        _text(content, answer.warn, page, voice),
        _labelled(voice.text("If they refuse:"), _text(content, answer.refused, page, voice)),
        over if is_over else "",
        as_of(page, voice),
    )
    head = first_line(content, page, voice) or voice.pick_label(page.intent.title)
    return Message(
        _paragraphs(head, *parts), card_buttons(content, page, voice), page.intent.sensitive, is_emergency=False
    )


def _text(content: Content, texts: Texts | None, page: Sheet, voice: Voice) -> str:
    return voice.isolate(fill(content, voice.pick(texts), page.card)) if texts else ""


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""


def _paragraphs(head: str, *parts: str) -> tuple[Paragraph, ...]:
    return (Paragraph(head, is_strong=True), *(Paragraph(part) for part in parts if part))


def as_of(page: Sheet, voice: Voice) -> str:
    """Where the facts come from and how old they are: the page of the first contact, and its day."""
    for referral in page.referrals[:ABOVE_THE_FOLD]:
        contact = referral.contact
        if contact is None or not contact.sources:
            continue
        newest = max(contact.sources, key=lambda s: s.as_of or "")
        seen = "As of {day}, {site}." if newest.date else "Seen on {day}, {site}."
        site = newest.url.split("//")[-1].split("/")[0]
        if not newest.url.startswith("http"):
            site = voice.text("our list")
        return voice.text(seen, day=newest.as_of or "", site=site)
    return ""


def more_card(content: Content, page: Sheet, voice: Voice, now: datetime) -> Message:
    """The contacts below the fold."""
    rest = page.referrals[ABOVE_THE_FOLD:]
    if rest:
        head = voice.text("More offices for this:")
        lines = [BULLET + referral_line(content, r, voice, page.card, now) for r in rest]
    else:
        head = voice.text("There is no further office for this. These help with everything:")
        general = content.directory.resolve(
            ["mohr-helpline-1099 1099", "wafaqi-mohtasib 1055", "pakistan-citizen-portal (app)"],
            page.card.region,
            writer_abroad=page.card.writer_abroad,
        )
        lines = [BULLET + referral_line(content, r, voice, page.card, now) for r in general]
    return Message(_paragraphs(head, "\n".join(lines)), _back(page, voice), page.intent.sensitive)


def refused_card(content: Content, page: Sheet, voice: Voice, now: datetime) -> Message:
    """The next rung when an office refuses, each step a body of the directory or a piece of guidance."""
    entries = page.refused or content.directory.resolve(["OMBUDS", "LAW"], page.card.region)
    lines = [f"{number}. {referral_line(content, r, voice, page.card, now)}" for number, r in enumerate(entries, 1)]
    text = _text(content, page.answer.refused, page, voice)
    head = voice.text("If they refuse:")
    return Message(_paragraphs(head, text, "\n".join(lines)), _back(page, voice), page.intent.sensitive)


def hours_card(content: Content, page: Sheet, voice: Voice, now: datetime) -> Message:
    """Which of the contacts are open now, as far as a source gives hours."""
    lines: list[str] = []
    for referral in page.referrals:
        contact = referral.number
        if contact is None:
            continue
        state = is_open(contact, now)
        said = {True: voice.text("open now"), False: voice.text("closed now"), None: ""}[state]
        line = referral_line(content, referral, voice, page.card, now)
        lines.append(f"{BULLET}{line}{': ' + said if said else ''}")
    if not lines:
        lines = [voice.text("No line could be confirmed here.")]
    return Message(_paragraphs(voice.text("Hours:"), "\n".join(lines)), _back(page, voice), page.intent.sensitive)


def say_card(content: Content, page: Sheet, voice: Voice) -> Message:
    """What to say on the phone."""
    text = _text(content, page.answer.say, page, voice) or voice.text(
        "Say what happened, where, and when. Ask for the name of the one who listens and a complaint number."
    )
    return Message(_paragraphs(voice.text("How to say it:"), text), _back(page, voice), page.intent.sensitive)


def _back(page: Sheet, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [(button(voice.label("Back"), "card", page.card),)]
    if page.intent.sensitive:
        rows.append((button(voice.label("Delete"), "delete"),))
    return tuple(rows)


def card_buttons(
    content: Content, page: Sheet, voice: Voice, *, is_emergency: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """The buttons under a card; region buttons first while the region is not known."""
    card = page.card
    rows: list[tuple[Button, ...]] = []
    if card.region == "none" and depends_on_region(content, page.intent, card):
        rows.extend(region_rows(voice, "region", card))
    if is_emergency:
        rows.append(
            (button(voice.label("What else to do"), "card", card), button(voice.label("How to say it"), "say", card))
        )
    else:
        rows.append(
            (button(voice.label("More offices"), "more", card), button(voice.label("How to say it"), "say", card))
        )
    second = [button(voice.label("Hours"), "hours", card)]
    if page.answer.refused or page.intent.refused:
        second.append(button(voice.label("They refused"), "refused", card))
    rows.append(tuple(second))
    third = [button(voice.label("Not this"), "not", card)]
    if card.region != "none":
        third.append(button(voice.label("Other region"), "regions", card))
    rows.append(tuple(third))
    offers = [pair for pair in page.intent.pairs if pair.when == "offer" and pair.intent in content.intents]
    for pair in offers[:2]:
        title = voice.pick_label(content.intents[pair.intent].title)
        rows.append((button(title, "card", Card(pair.intent, pair.variant or "", card.region, card.writer_abroad)),))
    other = "اردو" if voice.language == "en" else "English"
    language_row = [button(other, "speak", card, "ur" if voice.language == "en" else "en")]
    language_row.append(button(voice.label("Number is wrong"), "wrong", card))
    rows.append(tuple(language_row))
    if page.intent.sensitive:
        rows.append((button(voice.label("Delete"), "delete"),))
    return tuple(rows)


def depends_on_region(content: Content, intent: Intent, card: Card) -> bool:
    """Whether the region changes whom this card names."""
    if intent.referrals.instead or intent.referrals.also:
        return True
    variant = intent.variant(card.variant)
    entries = variant.referrals.default if variant and variant.referrals else intent.referrals.default
    return any(entry in content.directory.roles for entry in entries)


REGION_LABELS: Final[dict[Region, str]] = {
    "punjab": "Punjab", "sindh": "Sindh", "kp": "KP", "balochistan": "Balochistan", "ict": "Islamabad",
    "gb": "Gilgit-Baltistan", "ajk": "Azad Kashmir", "abroad": "Outside Pakistan",
}  # fmt: skip


def region_rows(voice: Voice, action: str, card: Card) -> list[tuple[Button, ...]]:
    """Eight regions in rows of three."""
    buttons = [button(voice.label(label), action, card.at(region)) for region, label in REGION_LABELS.items()]
    return [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]
