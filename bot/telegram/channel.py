"""Parcels as calls of the Bot API, and Telegram's answers as outcomes."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.conversation.message import Message
from bot.service.channel import Done, Later, Moved, Outcome, Refused
from bot.service.parcel import Parcel
from bot.telegram import render
from bot.vocabulary import ReplyLanguage

NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
MOST_DELETED_AT_ONCE: Final = 100

UNCHANGED: Final = ("message is not modified",)
NOT_EDITABLE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
CHAT_GONE: Final = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deactivated")
BAD_MARKUP: Final = ("can't parse entities", "unsupported start tag")


class TelegramChannel:
    """Carries parcels out through one bot. Text is HTML, previews are off, nothing is protected from forwarding."""

    def __init__(self, bot: Bot, neutral_line: Callable[[ReplyLanguage], Message]) -> None:
        self._bot = bot
        self._neutral_line = neutral_line

    def pieces(self, message: Message) -> tuple[Message, ...]:
        """The message cut to Telegram's 4096 units."""
        return render.pieces(message)

    async def carry_out(self, chat_id: int, parcel: Parcel, message_ids: list[int]) -> Outcome:
        """Do it. Raises nothing that Telegram or the network does."""
        try:
            return await self._do(chat_id, parcel, message_ids)
        except TelegramError as error:
            return outcome_of(error)

    async def answer(self, callback: str) -> None:
        """End the spinner of a pressed button. A button too old to answer is answered enough."""
        with contextlib.suppress(BadRequest):
            await self._bot.answer_callback_query(callback)

    async def _do(self, chat_id: int, parcel: Parcel, message_ids: list[int]) -> Outcome:
        match parcel:
            case Parcel(kind="say", message=Message() as message):
                return await self._say(chat_id, message)
            case Parcel(kind="replace", message=Message() as message, card=int() as card):
                return await self._replace(chat_id, message, card)
            case Parcel(kind="contact"):
                sent = await self._bot.send_contact(chat_id, phone_number=parcel.number, first_name=parcel.name)
                return Done((sent.message_id,))
            case Parcel(kind="delete"):
                return await self._delete(chat_id, parcel, message_ids)
            case Parcel(kind="wipe"):
                await self._delete_all(chat_id, message_ids)
                return Done()
            case Parcel(kind="answer"):
                await self.answer(parcel.callback)
                return Done()
        return Refused("parcel without content")

    async def _say(self, chat_id: int, message: Message) -> Done:
        async def send(text: str, mode: str | None) -> int:
            sent = await self._bot.send_message(
                chat_id,
                text,
                parse_mode=mode,
                reply_markup=render.keyboard(message),
                link_preview_options=NO_PREVIEW,
            )
            return sent.message_id

        return Done((await _in_html_or_plain(message, send),))

    async def _replace(self, chat_id: int, message: Message, card: int) -> Done:
        async def edit(text: str, mode: str | None) -> int:
            await self._bot.edit_message_text(
                text,
                chat_id=chat_id,
                message_id=card,
                parse_mode=mode,
                reply_markup=render.keyboard(message),
                link_preview_options=NO_PREVIEW,
            )
            return card

        try:
            return Done((await _in_html_or_plain(message, edit),))
        except BadRequest as error:
            if _says(error, UNCHANGED):
                return Done((card,))
            if _says(error, NOT_EDITABLE):
                return await self._say(chat_id, message)
            raise

    async def _delete(self, chat_id: int, parcel: Parcel, message_ids: list[int]) -> Done:
        gone = await self._delete_all(chat_id, message_ids)
        if parcel.card is not None and parcel.card not in gone:
            # older than 48 hours: it cannot be deleted, but a message of our own can always be rewritten
            with contextlib.suppress(BadRequest):
                await self._replace_old(chat_id, parcel.card, self._neutral_line(parcel.language))
        return Done()

    async def _replace_old(self, chat_id: int, card: int, message: Message) -> None:
        await self._bot.edit_message_text(
            render.as_html(message),
            chat_id=chat_id,
            message_id=card,
            parse_mode="HTML",
            link_preview_options=NO_PREVIEW,
        )

    async def _delete_all(self, chat_id: int, message_ids: list[int]) -> set[int]:
        gone: set[int] = set()
        for start in range(0, len(message_ids), MOST_DELETED_AT_ONCE):
            batch = message_ids[start : start + MOST_DELETED_AT_ONCE]
            try:
                await self._bot.delete_messages(chat_id, batch)
                gone |= set(batch)
            except BadRequest:
                gone |= {one for one in batch if await self._is_deleted(chat_id, one)}
        return gone

    async def _is_deleted(self, chat_id: int, message_id: int) -> bool:
        try:
            return await self._bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            return _says(error, ("message to delete not found",))


async def _in_html_or_plain(message: Message, send: Callable[[str, str | None], Awaitable[int]]) -> int:
    try:
        return await send(render.as_html(message), "HTML")
    except BadRequest as error:
        if not _says(error, BAD_MARKUP):
            raise
        # help without bold letters is better than no help
        return await send(message.plain, None)


def outcome_of(error: TelegramError) -> Outcome:
    """What an error means for the parcel that met it."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return Later("429", after.total_seconds() if isinstance(after, timedelta) else float(after))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Refused("403", is_chat_gone=True)
        case BadRequest():
            return Refused("400 chat gone", True) if _says(error, CHAT_GONE) else Refused("400")
        case TimedOut():
            return Later("time-out")
        case InvalidToken():
            return Later("token refused")
    return Later("network")


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    text = error.message.lower()
    return any(phrase in text for phrase in phrases)
