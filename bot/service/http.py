"""The small HTTP side: /healthz, /readyz, /metrics. Loopback by default, and nothing personal on it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final

import uvicorn
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import SettingError, StoreError
from bot.service.metrics import Metrics
from bot.store import inbox, outbox
from bot.store.store import Store

STORE_PATIENCE: Final = 2.0


@dataclass
class Health:
    """What the service knows about itself while it runs."""

    telegram: str = "off"
    is_content_loaded: bool = False


def make_app(store: Store, metrics: Metrics, health: Health) -> Starlette:
    """The three pages."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_request: Request) -> Response:
        is_store_ok = await _answers(store)
        is_ready = is_store_ok and health.is_content_loaded
        # Telegram being away must not take the service out of rotation: nothing else could serve instead
        body = {"content": health.is_content_loaded, "store": is_store_ok, "telegram": health.telegram}
        return JSONResponse({"ready": is_ready, **body}, status_code=200 if is_ready else 503)

    async def page(_request: Request) -> Response:
        with contextlib.suppress(StoreError):
            metrics.inbox_waiting.set(await store.call(inbox.count_waiting))
            for lane, count in (await store.call(outbox.count_waiting)).items():
                metrics.outbox_waiting.labels(lane.name).set(count)
        return Response(metrics.page(), media_type="text/plain; version=0.0.4")

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", page)])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises SettingError when the address is taken or wrong."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingError(f"RAASTA_HTTP_PORT: cannot listen on {host}:{port}: {reason}") from None


@contextlib.asynccontextmanager
async def serving(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    """Serve `app` while the context is open."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    try:
        yield
    finally:
        server.should_exit = True
        await task


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the service has its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _answers(store: Store) -> bool:
    try:
        async with asyncio.timeout(STORE_PATIENCE):
            await store.call(lambda tx: tx.connection.execute(text("select 1")).scalar())
    except (StoreError, TimeoutError):
        return False
    return True
