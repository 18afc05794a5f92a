"""The bootstrap: settings, store, assistant, service, HTTP and Telegram, wired in one screen."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from bot.service.assistant import Assistant
from bot.service.http import Health, listen, make_app, serving
from bot.service.logs import log, set_up_logs
from bot.service.metrics import Metrics
from bot.service.service import Service
from bot.settings import Settings
from bot.store.ids import IdMaker
from bot.store.store import Store, keys_from, open_store

T = TypeVar("T")


def serve(settings: Settings, load_assistant: Callable[[], Assistant]) -> None:
    """Serve until SIGTERM or SIGINT. Raises RaastaError, whose text is one line, when it cannot (go on)."""
    os.umask(0o077)
    set_up_logs()
    asyncio.run(_serve(settings, load_assistant))


async def _serve(settings: Settings, load_assistant: Callable[[], Assistant]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with contextlib.closing(listen(settings.http_host, settings.http_port)) as listener:
        keys = keys_from(settings.keys.get_secret_value() if settings.keys else None, settings.keys_dir)
        store = await open_store(settings.database_url.get_secret_value(), keys)
        try:
            health, metrics = Health(), Metrics()
            async with serving(make_app(store, metrics, health), listener):

                async def work() -> None:
                    assistant = await _in_thread(load_assistant)
                    health.is_content_loaded = True
                    log.info("ready", host=settings.http_host, port=listener.getsockname()[1])
                    await _work(settings, store, assistant, metrics, health)

                await _until(stop, work())
        finally:
            await store.close()
    log.info("stopped")


async def _work(settings: Settings, store: Store, assistant: Assistant, metrics: Metrics, health: Health) -> None:
    if settings.telegram_token is None:
        log.info("telegram", outcome="off", reason="RAASTA_TELEGRAM_TOKEN is not set; only the HTTP side is served")
        await asyncio.Event().wait()
    # imported late: without a token nobody waits for it
    from bot.telegram.channel import TelegramChannel
    from bot.telegram.client import connected
    from bot.telegram.session import Session

    health.telegram = "connecting"
    async with connected(settings) as bot:
        channel = TelegramChannel(bot, assistant.neutral_line)
        service = Service(settings, store, assistant, channel, metrics, time.time, IdMaker())
        session = Session(settings, bot, channel, store, service, assistant, health, time.time)
        async with session.leased(), service.running():
            await session.run()


async def _in_thread(load: Callable[[], T]) -> T:
    """What `load` returns or raises. Not `asyncio.to_thread`: its threads are waited for when the process stops."""
    loaded: Future[T] = Future()

    def run() -> None:
        try:
            loaded.set_result(load())
        except BaseException as error:
            loaded.set_exception(error)

    threading.Thread(target=run, name="raasta-load", daemon=True).start()
    return await asyncio.wrap_future(loaded)


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until `stop` is set; what `work` raises is raised."""
    working = asyncio.create_task(work, name="work")
    stopping = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not working.done():
        log.info("stopping")
        working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
