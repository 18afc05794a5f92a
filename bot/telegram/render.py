"""A message as Telegram takes it: HTML, an inline keyboard, and within the limits."""

import html
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.conversation.message import MAX_CALLBACK_BYTES, Message, Paragraph
from bot.service.logs import log

MAX_TEXT: Final = 4096
"""Of a message, in UTF-16 units after entities: https://core.telegram.org/bots/api#sendmessage"""


def as_html(message: Message) -> str:
    """The text with everything escaped, strong paragraphs in <b>."""
    return "\n\n".join(_paragraph(paragraph) for paragraph in message.paragraphs)


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """The buttons. One whose data Telegram would refuse is left out: it would take the whole message with it."""
    rows = [
        [InlineKeyboardButton(text=button.label, callback_data=button.data) for button in row if _fits(button.data)]
        for row in message.buttons
    ]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def pieces(message: Message, limit: int = MAX_TEXT) -> tuple[Message, ...]:
    """The message cut at paragraphs (a paragraph that is too long: at lines, then words) to at most `limit` units.

    The buttons stand under the last piece.
    """
    if utf16_units(message.plain) <= limit:
        return (message,)
    parts: list[list[Paragraph]] = [[]]
    room = limit
    for paragraph in (cut for whole in message.paragraphs for cut in _cut(whole, limit)):
        needs = utf16_units(paragraph.text) + (2 if parts[-1] else 0)
        if needs > room and parts[-1]:
            parts.append([])
            room, needs = limit, utf16_units(paragraph.text)
        parts[-1].append(paragraph)
        room -= needs
    last = len(parts) - 1
    return tuple(
        replace(message, paragraphs=tuple(part), buttons=message.buttons if number == last else ())
        for number, part in enumerate(parts)
    )


def utf16_units(text: str) -> int:
    """How Telegram counts: letters outside the basic plane count twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _paragraph(paragraph: Paragraph) -> str:
    text = html.escape(paragraph.text, quote=False)
    return f"<b>{text}</b>" if paragraph.is_strong else text


def _fits(data: str) -> bool:
    fits = 1 <= len(data.encode()) <= MAX_CALLBACK_BYTES
    if not fits:
        log.error("button left out", reason="data is empty or over 64 bytes")
    return fits


def _cut(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    text = paragraph.text
    while utf16_units(text) > limit:
        head = _head(text, limit)
        at = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        yield replace(paragraph, text=text[:at].rstrip())
        text = text[at:].lstrip()
    if text:
        yield replace(paragraph, text=text)


def _head(text: str, limit: int) -> str:
    units = 0
    for at, letter in enumerate(text):
        units += 2 if letter > "\uffff" else 1
        if units > limit:
            return text[:at]
    return text
