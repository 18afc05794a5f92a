"""Inline mode: harmless answers while somebody types in another chat. Nothing of it is kept."""

import re
from collections.abc import Callable
from typing import Final

from telegram import Bot, InlineQuery, InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.error import TelegramError

from bot.service.logs import log
from bot.telegram.render import MAX_TEXT
from bot.telegram.translate import clean
from bot.vocabulary import ReplyLanguage

MOST_RESULTS: Final = 20
CACHE_SECONDS: Final = 300
URDU_LETTER: Final = re.compile("[\u0600-\u06ff]")

InlineAnswers = Callable[[str, ReplyLanguage], list[tuple[str, str, str]]]


async def answer_inline(bot: Bot, query: InlineQuery, inline_answers: InlineAnswers) -> None:
    """Answer one inline query. One that fails is lost: the next letter typed asks again."""
    try:
        results = [
            InlineQueryResultArticle(
                id=id_,
                title=title,
                input_message_content=InputTextMessageContent(
                    text[:MAX_TEXT], link_preview_options=LinkPreviewOptions(is_disabled=True)
                ),
            )
            for id_, title, text in inline_answers(clean(query.query), _language(query))[:MOST_RESULTS]
        ]
        # personal: the same letters have another answer for whoever reads another language
        await bot.answer_inline_query(query.id, results, cache_time=CACHE_SECONDS, is_personal=True)
    except TelegramError as error:
        log.info("inline", outcome="failed", error=error)
    except Exception as error:
        log.error("inline", outcome="failed", error=error)


def _language(query: InlineQuery) -> ReplyLanguage:
    if URDU_LETTER.search(query.query):
        return "ur"
    code = (query.from_user.language_code or "") if query.from_user else ""
    return "ur" if code.startswith("ur") else "en"
