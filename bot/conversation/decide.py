"""The heart: what happened and what was before → what is to be done. Pure; danger comes before everything else."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.content.snapshot import Content
from bot.conversation import answers, menus, presses
from bot.conversation.effects import Effect, KeepFeedback, Say
from bot.conversation.events import Addressed, Commanded, Event, Located, Pressed, Said, Showed
from bot.conversation.followups import follow_up
from bot.conversation.state import ChatState
from bot.conversation.voice import Voice
from bot.understanding.understand import Understanding
from bot.vocabulary import reply_language

FORGOTTEN_AFTER = 24 * 3600.0
"""Seconds after which the thread of talk is not taken up again; the chosen language and region stay."""


@dataclass(frozen=True)
class Decision:
    """The next state and the effects, in the order in which they are to be carried out."""

    state: ChatState
    effects: tuple[Effect, ...]


def decide(state: ChatState, event: Event, content: Content, now: datetime) -> Decision:
    """Decide one turn. Pure: the same arguments give the same decision, and nothing outside is read or changed.

    Any event is possible in any state. `now` is an aware time.
    """
    if state.last_turn and now.timestamp() - state.last_turn > FORGOTTEN_AFTER:
        state = replace(state, intent="", variant="", offered=(), not_understood=0, awaiting="", region_of_talk="none")
    state = replace(state, last_turn=now.timestamp())
    voice = _voice(state, content)
    match event:
        case Said(text=text):
            after, effects = _said(state, text, content, now)
        case Pressed(data=data):
            after, effects = presses.pressed(state, data, content, voice, now)
        case Commanded(name=name, argument=argument):
            after, effects = _commanded(state, name, argument, content, voice, now)
        case Located(region=region):
            after, effects = answers.located(state, region, content, voice, now)
        case Showed(caption=caption):
            after, effects = _showed(state, caption, content, voice, now)
        case Addressed():
            after, effects = state, (Say(menus.group_line(content, voice)),)
    return Decision(after, tuple(effects))


def _voice(state: ChatState, content: Content) -> Voice:
    return Voice(content.facts.texts, state.chosen_language or state.last_language or "ur-Latn", state.writer_abroad)


def _said(state: ChatState, text: str, content: Content, now: datetime) -> tuple[ChatState, tuple[Effect, ...]]:
    """Danger first; then the thread of talk; then what was understood."""
    understanding = content.understander.understand(text)
    if understanding.words:
        state = replace(state, last_language=reply_language(understanding.language))
    voice = _voice(state, content)
    if understanding.is_emergency:
        return answers.emergency(replace(state, awaiting=""), understanding, content, voice, now)
    if not understanding.words:
        return state, (Say(menus.nothing_to_read(content, voice)),)
    if menus.is_cancel(understanding.words):
        return replace(state, awaiting="", offered=()), (Say(menus.topics(content, voice)),)
    if state.awaiting:
        done = _awaited(state, text, understanding, content, voice, now)
        if done is not None:
            return done
        state = replace(state, awaiting="")
    followed = follow_up(state, understanding, content, voice, now)
    if followed is not None:
        return followed
    return answers.answer(state, text, understanding, content, voice, now)


def _awaited(
    state: ChatState, text: str, understanding: Understanding, content: Content, voice: Voice, now: datetime
) -> tuple[ChatState, tuple[Effect, ...]] | None:
    """Take what a question of ours was waiting for; None when the person has gone on to a new problem."""
    if state.awaiting == "feedback":
        is_problem = understanding.decision == "answer" and understanding.intent in {i.id for i in content.services}
        if is_problem and not menus.speaks_of_numbers(understanding.words):
            return None
        if menus.asked_about(understanding, content) is not None:
            return None
        kept = KeepFeedback(text, about=state.intent)
        return replace(state, awaiting=""), (kept, Say(menus.feedback_kept(voice)))
    if state.awaiting == "region" and understanding.region != "none":
        return answers.region_chosen(replace(state, awaiting=""), understanding.region, content, voice, now)
    if state.awaiting == "agency_search":
        found = content.directory.search(text, state.region)
        if found:
            return replace(state, awaiting=""), (Say(menus.agencies_found(content, voice, found, now)),)
    return None


def _commanded(
    state: ChatState, name: str, argument: str, content: Content, voice: Voice, now: datetime
) -> tuple[ChatState, tuple[Effect, ...]]:
    """A command; its argument is looked at for danger like any other text."""
    if argument:
        understanding = content.understander.understand(argument)
        if understanding.is_emergency:
            return answers.emergency(replace(state, awaiting=""), understanding, content, voice, now)
        if name == "feedback":
            return replace(state, awaiting=""), (KeepFeedback(argument), Say(menus.feedback_kept(voice)))
    return presses.commanded(state, name, argument, content, voice, now)


def _showed(
    state: ChatState, caption: str, content: Content, voice: Voice, now: datetime
) -> tuple[ChatState, tuple[Effect, ...]]:
    """Media is refused unread; words beside it are understood, numbers of danger always stand below."""
    refusal = Say(menus.media_line(content, voice))
    if caption.strip():
        after, effects = _said(state, caption, content, now)
        return after, (*effects, refusal)
    return state, (refusal,)
