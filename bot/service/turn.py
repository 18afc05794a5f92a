"""One turn: the oldest update of a chat becomes the next state and what is to be delivered, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.conversation.decide import Decision
from bot.conversation.effects import (
    DeleteCard,
    Effect,
    Forget,
    KeepFeedback,
    KeepNotUnderstood,
    Replace,
    Say,
    SendContact,
    WipeChat,
)
from bot.conversation.message import Message
from bot.conversation.state import ChatState
from bot.service.assistant import Assistant
from bot.service.incoming import Incoming
from bot.service.logs import log
from bot.service.parcel import Kind, Parcel
from bot.store import chats, inbox, outbox, review, trace
from bot.store.ids import Clock
from bot.store.keyring import SealBroken
from bot.store.outbox import Lane, Waiting
from bot.store.transaction import Transaction
from bot.vocabulary import ReplyLanguage

PAKISTAN: Final = ZoneInfo("Asia/Karachi")
FIRST_LANGUAGE: Final[ReplyLanguage] = "ur-Latn"
"""Of somebody about whom nothing is known yet: Urdu with Roman Urdu first lines is read by most."""


@dataclass(frozen=True)
class TurnTools:
    """What a turn works with."""

    assistant: Assistant
    pieces: Callable[[Message], tuple[Message, ...]]
    clock: Clock
    new_id: Callable[[], str]
    keeps_not_understood: bool = False


@dataclass(frozen=True)
class TurnEnd:
    """What came of it. `ready_at` is set when the update has to wait until then."""

    added: tuple[Waiting, ...] = ()
    event: str = ""
    waited: float = 0.0
    has_failed: bool = False
    ready_at: float | None = None


def run_turn(tx: Transaction, chat_index: str, tools: TurnTools, *, give_up: bool = False) -> TurnEnd | None:
    """Carry out the oldest turn of a chat; None when nothing waits.

    With `give_up` the update is not decided again: the person gets the "sorry" message, with numbers to call.
    """
    arrived = inbox.oldest(tx, chat_index)
    if arrived is None:
        return None
    now = tools.clock()
    if arrived.ready_at > now:
        return TurnEnd(ready_at=arrived.ready_at)
    incoming = Incoming.from_json(arrived.payload)
    state = _state(tx, chat_index, incoming)
    decision = None if give_up else _decide(tools, state, incoming, now)
    has_failed = decision is None
    if decision is None:
        decision = Decision(state, (Say(tools.assistant.sorry(_language(state))),))
    added = _TurnWriter(tx, tools, incoming, arrived.id, decision.state, now).write(decision.effects)
    return TurnEnd(added, type(incoming.event).__name__, now - arrived.received_at, has_failed)


def _state(tx: Transaction, chat_index: str, incoming: Incoming) -> ChatState:
    if incoming.is_group:
        return ChatState()
    try:
        return ChatState.from_json(chats.state(tx, chat_index))
    except SealBroken:
        log.error("state refused", reason="seal broken")
        return ChatState()


def _decide(tools: TurnTools, state: ChatState, incoming: Incoming, now: float) -> Decision | None:
    try:
        return tools.assistant.decide(state, incoming.event, datetime.fromtimestamp(now, PAKISTAN))
    except Exception as error:
        log.error("turn failed", error=error, kind=type(incoming.event).__name__)
        return None


def _language(state: ChatState) -> ReplyLanguage:
    return state.chosen_language or state.last_language or FIRST_LANGUAGE


class _TurnWriter:
    """Writes the effects of one turn down."""

    def __init__(
        self, tx: Transaction, tools: TurnTools, incoming: Incoming, turn: str, state: ChatState, now: float
    ) -> None:
        self._tx = tx
        self._tools = tools
        self._incoming = incoming
        self._turn = turn
        self._state = state
        self._now = now
        self._index = tx.chat_index(incoming.chat_id)
        self._answers = incoming.message_id
        self._added: list[Waiting] = []

    def write(self, effects: tuple[Effect, ...]) -> tuple[Waiting, ...]:
        tx, incoming = self._tx, self._incoming
        is_wipe = any(isinstance(effect, WipeChat) for effect in effects)
        is_forgotten = is_wipe or any(isinstance(effect, Forget) for effect in effects)
        if incoming.card_id is not None:
            self._answers = trace.answered_by(tx, self._index, incoming.card_id)
        if is_forgotten:
            chats.erase(tx, self._index, keep_trace=is_wipe)
        elif not incoming.is_group:
            chats.save(tx, incoming.chat_id, self._state.to_json(), self._now)
        if incoming.message_id is not None and (is_wipe or not is_forgotten) and not incoming.is_group:
            self._trace_person(incoming.message_id)
        if incoming.callback:
            self._post("answer", lane=Lane.EMERGENCY, callback=incoming.callback)
        for effect in effects:
            self._carry(effect)
        inbox.done(tx, self._turn, self._now)
        if is_forgotten:
            chats.bury(tx, self._tools.new_id(), self._index, self._now)
        return tuple(self._added)

    def _carry(self, effect: Effect) -> None:
        match effect:
            case Say(message):
                self._say("say", message)
            case Replace(message):
                self._say("say" if self._incoming.card_id is None else "replace", message)
            case SendContact(name, number):
                # a contact card says what was asked about, so it is as sensitive as the answer it belongs to
                self._post("contact", is_sensitive=True, name=name, number=number)
            case DeleteCard():
                if self._incoming.card_id is not None:
                    self._post("delete", card=self._incoming.card_id)
            case WipeChat():
                self._post("wipe")
            case KeepFeedback(text, about):
                review.keep_feedback(self._tx, self._tools.new_id(), self._index, text, about, self._now)
            case KeepNotUnderstood(text, language, nearest):
                if self._tools.keeps_not_understood:
                    row = self._tools.new_id()
                    review.keep_not_understood(self._tx, row, self._index, text, language, nearest, self._now)
            case Forget():
                pass

    def _say(self, kind: Kind, message: Message) -> None:
        lane = Lane.EMERGENCY if message.is_emergency else Lane.REPLY
        for number, piece in enumerate(self._tools.pieces(message)):
            first = kind if number == 0 else "say"
            card = self._incoming.card_id if first == "replace" else None
            self._post(first, lane=lane, is_sensitive=message.is_sensitive, message=piece, card=card)

    def _post(
        self,
        kind: Kind,
        *,
        lane: Lane = Lane.REPLY,
        is_sensitive: bool = False,
        message: Message | None = None,
        card: int | None = None,
        name: str = "",
        number: str = "",
        callback: str = "",
    ) -> None:
        parcel = Parcel(kind, _language(self._state), self._turn, self._answers, message, card, name, number, callback)
        waiting = outbox.add(
            self._tx,
            self._tools.new_id(),
            self._incoming.chat_id,
            parcel.to_json(),
            self._now,
            lane=lane,
            is_sensitive=is_sensitive,
            is_group=self._incoming.is_group,
        )
        self._added.append(waiting)

    def _trace_person(self, message_id: int) -> None:
        row = self._tools.new_id()
        trace.add(self._tx, row, self._index, self._turn, message_id, self._now, is_ours=False, answers=None)
