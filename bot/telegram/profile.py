"""How the bot introduces itself on Telegram: the command menu and the descriptions, once a content key."""

import asyncio

from telegram import Bot, BotCommand
from telegram.error import RetryAfter, TelegramError

from bot.service.assistant import Profile
from bot.service.insist import insist
from bot.service.logs import log
from bot.store import marks
from bot.store.store import Store

MARK = "telegram profile"
PAUSE = 30.0


async def introduce(bot: Bot, profile: Profile, store: Store) -> None:
    """Send the profile if Telegram does not have this one yet; tries again for as long as it takes."""
    if await insist(lambda: store.call(lambda tx: marks.read(tx, MARK))) == profile.key:
        return
    while True:
        try:
            await _send(bot, profile)
            break
        except RetryAfter:
            log.info("profile", outcome="throttled")
        except TelegramError as error:
            log.warning("profile", outcome="failed", error=error)
        await asyncio.sleep(PAUSE)
    await insist(lambda: store.call(lambda tx: marks.write(tx, MARK, profile.key)))
    log.info("profile", outcome="sent")


async def _send(bot: Bot, profile: Profile) -> None:
    for language, commands in profile.commands.items():
        await bot.set_my_commands([BotCommand(name, text) for name, text in commands], language_code=language or None)
    for language, text in profile.description.items():
        await bot.set_my_description(text, language_code=language or None)
    for language, text in profile.short_description.items():
        await bot.set_my_short_description(text, language_code=language or None)
