"""Opening hours: what can be said of them, and whether a line is open now. All hours are Asia/Karachi."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.conversation.voice import Voice
from bot.directory.records import Contact, Schedule

KARACHI: Final = ZoneInfo("Asia/Karachi")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WHOLE_DAY: Final = ("00:00", "24:00")


def is_always_open(contact: Contact) -> bool:
    """Whether a source says day and night."""
    return any(s.freq == "DAILY" and (s.opens_at, s.closes_at) == WHOLE_DAY for s in contact.schedules)


def is_open(contact: Contact, now: datetime) -> bool | None:
    """Whether a line is open at `now` (an aware time); None when its hours are not known: nothing is guessed."""
    if not contact.schedules:
        return None
    local = now.astimezone(KARACHI)
    return any(_covers(schedule, local) for schedule in contact.schedules)


def _covers(schedule: Schedule, local: datetime) -> bool:
    """A schedule that closes before it opens runs over midnight and belongs to the day on which it opened."""
    clock = f"{local:%H:%M}"
    today, yesterday = _DAYS[local.weekday()], _DAYS[(local - timedelta(days=1)).weekday()]
    days = schedule.byday.split(",") if schedule.byday else list(_DAYS)
    if schedule.opens_at < schedule.closes_at:
        return today in days and schedule.opens_at <= clock < schedule.closes_at
    return (today in days and clock >= schedule.opens_at) or (yesterday in days and clock < schedule.closes_at)


def describe_hours(contact: Contact, voice: Voice) -> str:
    """Hours in words: "day and night", "09:00–17:00", or "hours not known"."""
    if not contact.schedules:
        said = voice.text("hours not known")
    elif is_always_open(contact):
        said = voice.text("day and night")
    else:
        first = contact.schedules[0]
        days = f" ({first.byday.replace('MO,TU,WE,TH,FR', 'Mon-Fri')})" if first.byday else ""
        said = voice.isolate(f"{first.opens_at}–{first.closes_at}{days}")
    if contact.hours_note and contact.schedules:
        comma = "، " if voice.body == "ur" else ", "
        said += comma + voice.isolate(voice.pick(contact.hours_note))
    return said
