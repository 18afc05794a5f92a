"""Telegram's updates as events of a conversation, or as one of the few things that are no turn."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.conversation.events import Addressed, Commanded, Event, Located, MediaKind, Pressed, Said, Showed
from bot.service.incoming import Incoming
from bot.vocabulary import Region

MAX_TEXT: Final = 8192
"""Twice what Telegram lets a person write. A local Bot API server might pass on more."""

COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)

KINDS: Final[tuple[tuple[str, MediaKind], ...]] = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("photo", "photo"),
    ("sticker", "sticker"),
    ("animation", "other"),  # before document: an animation carries both
    ("document", "document"),
    ("contact", "contact"),
    ("poll", "poll"),
    ("dice", "other"),
    ("game", "other"),
    ("story", "other"),
    ("paid_media", "other"),
    ("checklist", "other"),
    ("invoice", "other"),
)


@dataclass(frozen=True)
class Myself:
    """The bot, as getMe names it."""

    id: int
    username: str


@dataclass(frozen=True)
class Blocked:
    """A person has blocked the bot, or has let it in again."""

    chat_id: int
    is_blocked: bool


@dataclass(frozen=True)
class Migrated:
    """A group has become a supergroup and has a new id."""

    old_id: int
    new_id: int


@dataclass(frozen=True)
class Spinner:
    """A button that belongs to no conversation was pressed: it is answered, and nothing else happens."""

    callback: str


Translated = Incoming | Blocked | Migrated | Spinner


def translate(update: Update, myself: Myself, region_of: Callable[[float, float], Region]) -> Translated | None:
    """What an update means; None for what is none of our business (channel posts, service messages, other groups)."""
    if update.callback_query:
        return _pressed(update.update_id, update.callback_query)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    message = update.message or update.edited_message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return Migrated(message.chat.id, message.migrate_to_chat_id)
    if message.via_bot and message.via_bot.id == myself.id:
        return None  # our own inline answer coming back
    if message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return _in_group(update, message, myself)
    if message.chat.type != ChatType.PRIVATE:
        return None
    event = _event(message, myself, region_of, is_edited=update.edited_message is not None)
    if event is None:
        return None
    album = f"{message.chat.id}:{message.media_group_id}" if message.media_group_id else ""
    is_single = isinstance(event, Showed) and album
    return Incoming(
        update.update_id, message.chat.id, event, message_id=message.message_id, album=album if is_single else ""
    )


def clean(text: str | None) -> str:
    """Text without half letters (lone surrogates), which no encoding takes, and of bounded length."""
    return (text or "")[:MAX_TEXT].encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pressed(update_id: int, query: CallbackQuery) -> Translated:
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE or query.data is None:
        return Spinner(query.id)
    return Incoming(
        update_id, message.chat.id, Pressed(clean(query.data)), card_id=message.message_id, callback=query.id
    )


def _membership(change: ChatMemberUpdated) -> Translated | None:
    if change.chat.type != ChatType.PRIVATE:
        return None
    return Blocked(change.chat.id, change.new_chat_member.status == ChatMemberStatus.BANNED)


def _event(
    message: Message, myself: Myself, region_of: Callable[[float, float], Region], *, is_edited: bool
) -> Event | None:
    if message.text is not None:
        return _words(clean(message.text), myself, is_forwarded=message.forward_origin is not None)
    if message.location:
        # a live location is edited at every step; only where it started is an answer to anything
        return None if is_edited else Located(region_of(message.location.latitude, message.location.longitude))
    kind = _kind(message)
    if kind is None or (is_edited and not message.caption):
        return None
    return Showed(kind, clean(message.caption))


def _words(text: str, myself: Myself, *, is_forwarded: bool) -> Event:
    command = None if is_forwarded else COMMAND.fullmatch(text.strip())
    if command is None or (command[2] and command[2].lower() != myself.username.lower()):
        return Said(text, is_forwarded)
    return Commanded(command[1].lower(), (command[3] or "").strip())


def _kind(message: Message) -> MediaKind | None:
    for attribute, kind in KINDS:
        if getattr(message, attribute, None):
            return kind
    # what a newer Bot API invents is content to us; what we know and did not list is a service message
    return "other" if message.api_kwargs else None


def _in_group(update: Update, message: Message, myself: Myself) -> Incoming | None:
    # who wrote is never looked at: in a group only the group is answered, and 1087968824 is nobody anyway
    text = clean(message.text or message.caption)
    if message.is_automatic_forward or not _is_addressed(message, text, myself):
        return None
    words = re.sub(rf"@{re.escape(myself.username)}\b", "", text, flags=re.IGNORECASE).strip()
    return Incoming(update.update_id, message.chat.id, Addressed(words), is_group=True, message_id=message.message_id)


def _is_addressed(message: Message, text: str, myself: Myself) -> bool:
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    if answered is not None and answered.id == myself.id:
        return True
    if re.search(rf"(?<!\w)(?:/\w+)?@{re.escape(myself.username)}\b", text, re.IGNORECASE):
        return True
    entities = (*message.entities, *message.caption_entities)
    return any(entity.user is not None and entity.user.id == myself.id for entity in entities)
