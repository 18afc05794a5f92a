"""The fake Bot API: true offset semantics, long polls, one poller, and faults on demand."""

import asyncio
import contextlib
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.requests import BadRequest, buttons_of, read, text_of
from tests.telegram.room import PATIENCE, Person, Room, Seen

T = TypeVar("T")
TOKEN = "123456789:TEST-toKEN_of-the_fake-bot-api-00001"


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` (in `chat`, if given).

    `status` is answered; or the call `hangs` for so many seconds; or the connection is `cut` in the middle of an
    answer. The call itself has no effect unless `is_done`.
    """

    method: str
    status: int = 0
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    hangs: float = 0.0
    cut: bool = False
    times: int = 1
    chat: int | None = None
    is_done: bool = False
    until: float = 0.0
    """With a time (of `time.monotonic`): as often as it takes until then, like Telegram's flood limits."""


@dataclass
class Call:
    """A request as it arrived, and what was answered."""

    method: str
    data: dict[str, Any]
    at: float
    status: int = 0
    problem: str = ""


class FakeTelegram:
    """The server's memory. Everything runs in the loop of the test."""

    def __init__(self) -> None:
        self.me = {"id": 42, "is_bot": True, "first_name": "Raasta", "username": "raasta_test_bot"}
        self.calls: list[Call] = []
        self.rooms: dict[int, Room] = {}
        self.faults: list[Fault] = []
        self.profile: dict[tuple[str, str], Any] = {}
        self.inline: dict[str, list[dict[str, Any]]] = {}
        self.answered: Counter[str] = Counter()
        self.pressed: list[str] = []
        self.offset_seen = 0
        self.poll_hold = 0.0
        self._updates: dict[int, dict[str, Any]] = {}
        self._update_ids = itertools.count(700_000_001)
        self._message_ids = itertools.count(1001)
        self._arrived = asyncio.Event()
        self._poller: object | None = None
        self._hooks: dict[str, list[Callable[[Call], Awaitable[None]]]] = {}
        self.base_url = ""

    # --- what people do -------------------------------------------------------------------------------------------

    def person(self, name: str = "Amina", id_: int = 0, language: str = "en", kind: str = "private") -> Person:
        """Somebody in a chat of their own, or in a group."""
        id_ = id_ or 5_000_000_001 + len(self.rooms)
        room = self.rooms.setdefault(id_, Room(id_, kind, name))
        user_id = id_ if kind == "private" else 5_900_000_001
        return Person(self, room, {"id": user_id, "is_bot": False, "first_name": name, "language_code": language})

    def deliver(self, update: dict[str, Any], update_id: int | None = None) -> int:
        """Let an update arrive; with an id that was there before, it arrives again."""
        id_ = next(self._update_ids) if update_id is None else update_id
        self._updates[id_] = {"update_id": id_} | update
        self._arrived.set()
        return id_

    def update(self, update_id: int) -> dict[str, Any]:
        """An update that is not acknowledged yet."""
        return dict(self._updates[update_id])

    def fails(self, method: str, **how: Any) -> Fault:
        """Let the next call of `method` fail."""
        fault = Fault(method.lower(), **how)
        self.faults.append(fault)
        return fault

    def floods(self, method: str, seconds: float, chat: int | None = None) -> Fault:
        """Answer 429 for so many seconds, with the time that is left, as Telegram does."""
        return self.fails(method, status=429, times=10**6, chat=chat, until=time.monotonic() + seconds)

    @contextlib.contextmanager
    def when(self, method: str, hook: Callable[[Call], Awaitable[None]]) -> Iterator[None]:
        """Await `hook` when a call of `method` arrives, before it has any effect."""
        hooks = self._hooks.setdefault(method.lower(), [])
        hooks.append(hook)
        try:
            yield
        finally:
            hooks.remove(hook)

    # --- what tests look at ---------------------------------------------------------------------------------------

    def calls_of(self, *methods: str, chat: int | None = None) -> list[Call]:
        """Calls by method."""
        names = {method.lower() for method in methods}
        return [c for c in self.calls if c.method in names and (chat is None or c.data.get("chat_id") == chat)]

    @property
    def problems(self) -> list[str]:
        """Requests that Telegram would have refused although no test asked for it."""
        return [call.problem for call in self.calls if call.problem]

    def summary(self) -> dict[str, int]:
        """How many calls of each method."""
        return dict(Counter(call.method for call in self.calls))

    @property
    def unacknowledged(self) -> list[int]:
        """Updates that would be sent again."""
        return sorted(self._updates)

    async def until(self, is_so: Callable[[], bool], patience: float = PATIENCE) -> None:
        """Wait until something is so, looking often. Fails the test when it does not become so."""
        deadline = time.monotonic() + patience
        while not is_so():
            if time.monotonic() > deadline:
                raise AssertionError(f"did not come true in {patience} s; calls: {self.summary()}")
            await asyncio.sleep(0.01)

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread, so that this server goes on answering."""
        return await asyncio.to_thread(work)

    def next_message_id(self) -> int:
        return next(self._message_ids)

    def next_callback(self) -> str:
        self.pressed.append(f"callback-{len(self.pressed) + 1}")
        return self.pressed[-1]

    def now(self) -> int:
        return int(time.time())

    # --- the server -----------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator["FakeTelegram"]:
        """Serve on a free port of loopback."""
        app = Starlette(routes=[Route("/bot{token}/{method}", self._endpoint, methods=["GET", "POST"])])
        config = uvicorn.Config(
            app, port=0, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}/bot"
        try:
            yield self
        finally:
            self._poller = None
            server.should_exit = True
            await task

    async def _endpoint(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"].lower()
        if ":" not in token:
            return _error(404, "Not Found")
        if token != TOKEN:
            return _error(401, "Unauthorized")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True, strict_parsing=False))
        call = Call(method, dict(form), time.monotonic())
        self.calls.append(call)
        try:
            call.data = read(method, form)
        except KeyError:
            return self._answer(call, _error(404, "Not Found"))
        except BadRequest as error:
            call.problem = str(error)
            return self._answer(call, _error(400, f"Bad Request: {error}"))
        for hook in list(self._hooks.get(method, ())):
            await hook(call)
        if await request.is_disconnected() and method != "getupdates":
            call.status = 499  # the bot died before the call had any effect
            return Response()
        return await self._faulty(call, request)

    async def _faulty(self, call: Call, request: Request) -> Response:
        fault = self._fault(call)
        if fault is None:
            return self._answer(call, await self._do(call, request))
        if fault.is_done:
            await self._do(call, request)
        if fault.hangs:
            await asyncio.sleep(fault.hangs)
        if fault.cut:
            call.status = -1
            return Response(b'{"ok":', headers={"content-length": "100"})
        parameters = dict(fault.parameters)
        if fault.until:
            parameters["retry_after"] = max(1, int(fault.until - time.monotonic() + 0.999))
        return self._answer(call, _error(fault.status or 504, fault.description or "injected", parameters))

    def _fault(self, call: Call) -> Fault | None:
        for fault in list(self.faults):
            if fault.until and time.monotonic() >= fault.until:
                self.faults.remove(fault)
            elif fault.method == call.method and fault.chat in (None, call.data.get("chat_id")):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    def _answer(self, call: Call, response: Response) -> Response:
        call.status = response.status_code
        return response

    async def _do(self, call: Call, request: Request) -> Response:
        handler = getattr(self, f"_{call.method}", None)
        if handler is None:
            return _error(404, "Not Found")
        try:
            if call.method == "getupdates":
                return await self._getupdates(call.data, request)
            return _ok(handler(call.data))
        except BadRequest as error:
            return _error(400, f"Bad Request: {error}")
        except _Refused as refused:
            return _error(refused.status, refused.description, refused.parameters)

    async def _getupdates(self, data: dict[str, Any], request: Request) -> Response:
        if self._poller is not None:
            return _error(409, "Conflict: terminated by other getUpdates request; make sure that only one is running")
        self._poller = me = object()
        try:
            offset = data.get("offset") or 0
            self.offset_seen = max(self.offset_seen, offset)
            for id_ in [id_ for id_ in self._updates if id_ < offset]:
                del self._updates[id_]
            deadline = time.monotonic() + (data.get("timeout") or 0)
            allowed = data.get("allowed_updates") or []
            while True:
                self._arrived.clear()
                found = [
                    update
                    for id_, update in sorted(self._updates.items())
                    if id_ >= offset and (not allowed or set(update) & set(allowed))
                ]
                if found or time.monotonic() >= deadline or await request.is_disconnected() or self._poller is not me:
                    return _ok(found[: data.get("limit") or 100])
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._arrived.wait(), min(0.05, max(0.001, deadline - time.monotonic())))
        finally:
            if self._poller is me:
                self._poller = None

    def _getme(self, _data: dict[str, Any]) -> dict[str, Any]:
        return self.me | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    def _deletewebhook(self, _data: dict[str, Any]) -> bool:
        return True

    def _sendmessage(self, data: dict[str, Any]) -> dict[str, Any]:
        room = self._room(data)
        seen = Seen(self.next_message_id(), True, text_of(data), buttons_of(data), data=data)
        return self._put(room, seen)

    def _sendcontact(self, data: dict[str, Any]) -> dict[str, Any]:
        room = self._room(data)
        contact = {"phone_number": data["phone_number"], "first_name": data["first_name"]}
        return self._put(room, Seen(self.next_message_id(), True, contact=contact, data=data))

    def _editmessagetext(self, data: dict[str, Any]) -> dict[str, Any]:
        room = self._room(data)
        text, buttons = text_of(data), buttons_of(data)
        seen = room.messages.get(data["message_id"])
        if seen is None or seen.is_deleted:
            raise BadRequest("message to edit not found")
        if not seen.is_ours:
            raise BadRequest("message can't be edited")
        if (seen.text, seen.buttons) == (text, buttons):
            raise BadRequest(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        seen.text, seen.buttons, seen.data = text, buttons, data
        room.news.put_nowait(seen)
        return self._shown(room, seen)

    def _deletemessage(self, data: dict[str, Any]) -> bool:
        room = self._room(data)
        seen = room.messages.get(data["message_id"])
        if seen is None or seen.is_deleted:
            raise BadRequest("message to delete not found")
        if seen.is_old or (not seen.is_ours and room.kind != "private"):
            raise BadRequest("message can't be deleted for everyone")
        seen.is_deleted = True
        return True

    def _deletemessages(self, data: dict[str, Any]) -> bool:
        for id_ in data["message_ids"]:
            seen = self._room(data).messages.get(id_)
            if seen and seen.is_old:
                raise BadRequest("message can't be deleted for everyone")
            if seen:
                seen.is_deleted = True
        return True

    def _answercallbackquery(self, data: dict[str, Any]) -> bool:
        id_ = data["callback_query_id"]
        self.answered[id_] += 1
        if id_ not in self.pressed or self.answered[id_] > 1:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        return True

    def _answerinlinequery(self, data: dict[str, Any]) -> bool:
        self.inline[data["inline_query_id"]] = data["results"]
        return True

    def _setmycommands(self, data: dict[str, Any]) -> bool:
        self.profile["commands", data.get("language_code", "")] = data["commands"]
        return True

    def _setmydescription(self, data: dict[str, Any]) -> bool:
        self.profile["description", data.get("language_code", "")] = data.get("description", "")
        return True

    def _setmyshortdescription(self, data: dict[str, Any]) -> bool:
        self.profile["short_description", data.get("language_code", "")] = data.get("short_description", "")
        return True

    def _room(self, data: dict[str, Any]) -> Room:
        room = self.rooms.get(data["chat_id"])
        if room is None:
            raise BadRequest("chat not found")
        if room.is_blocked:
            raise _Refused(403, "Forbidden: bot was blocked by the user")
        if room.moved_to:
            raise _Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": room.moved_to},
            )
        return room

    def _put(self, room: Room, seen: Seen) -> dict[str, Any]:
        room.messages[seen.id] = seen
        room.news.put_nowait(seen)
        return self._shown(room, seen)

    def _shown(self, room: Room, seen: Seen) -> dict[str, Any]:
        chat = {"id": room.id, "type": room.kind}
        shown = {"message_id": seen.id, "date": self.now(), "chat": chat, "from": self.me}
        return shown | ({"contact": seen.contact} if seen.contact else {"text": seen.text})


class _Refused(Exception):
    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters or {}


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _ok(result: Any) -> Response:
    # in ASCII, as Telegram does it: half letters (lone surrogates) pass too
    return Response(json.dumps({"ok": True, "result": result}), media_type="application/json")


def _error(status: int, description: str, parameters: dict[str, Any] | None = None) -> Response:
    body = {"ok": False, "error_code": status, "description": description}
    return JSONResponse(body | ({"parameters": parameters} if parameters else {}), status_code=status)
