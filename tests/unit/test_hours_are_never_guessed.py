"""Open, closed, over midnight, and not known: what is not known is said so."""

from datetime import UTC, datetime

import pytest

from bot.conversation.hours import KARACHI, describe_hours, is_always_open, is_open
from bot.conversation.voice import Voice
from bot.directory.records import Contact, Schedule

ENGLISH = Voice({}, "en")
URDU = Voice({}, "ur")


def contact(*schedules: Schedule, note: str = "") -> Contact:
    """A line with these hours."""
    return Contact(
        kind="short_code",
        value="1099",
        description={"en": "Line", "ur": "لائن"},
        confidence="confirmed",
        schedules=schedules,
        hours_note={"en": note, "ur": note} if note else None,
    )


def at(day: str, clock: str) -> datetime:
    """A time in Karachi, handed over in UTC as everything else is."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=KARACHI).astimezone(UTC)


MONDAY, FRIDAY, SATURDAY, SUNDAY = "2026-11-23", "2026-11-27", "2026-11-28", "2026-11-29"
OFFICE = Schedule(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
NIGHT = Schedule(freq="WEEKLY", byday="FR", opens_at="22:00", closes_at="06:00")
ALWAYS = Schedule(freq="DAILY")


@pytest.mark.parametrize(
    ("schedule", "when", "is_it_open"),
    [
        (OFFICE, at(MONDAY, "08:59"), False),
        (OFFICE, at(MONDAY, "09:00"), True),
        (OFFICE, at(MONDAY, "16:59"), True),
        (OFFICE, at(MONDAY, "17:00"), False),
        (OFFICE, at(SUNDAY, "12:00"), False),
        (NIGHT, at(FRIDAY, "21:59"), False),
        (NIGHT, at(FRIDAY, "22:00"), True),
        (NIGHT, at(FRIDAY, "23:59"), True),
        (NIGHT, at(SATURDAY, "00:00"), True),
        (NIGHT, at(SATURDAY, "05:59"), True),
        (NIGHT, at(SATURDAY, "06:00"), False),
        (NIGHT, at(SATURDAY, "22:30"), False),
        (NIGHT, at(FRIDAY, "03:00"), False),
        (ALWAYS, at(SUNDAY, "00:00"), True),
        (ALWAYS, at(SUNDAY, "23:59"), True),
        (Schedule(freq="DAILY", opens_at="08:00", closes_at="24:00"), at(SUNDAY, "23:59"), True),
        (Schedule(freq="DAILY", opens_at="20:00", closes_at="02:00"), at(SUNDAY, "01:00"), True),
    ],
)
def test_a_line_is_open_when_a_schedule_covers_the_minute(schedule: Schedule, when: datetime, is_it_open: bool) -> None:
    assert is_open(contact(schedule), when) is is_it_open


def test_one_of_several_schedules_is_enough() -> None:
    both = contact(OFFICE, NIGHT)
    assert is_open(both, at(MONDAY, "10:00")) is True
    assert is_open(both, at(FRIDAY, "23:00")) is True
    assert is_open(both, at(MONDAY, "23:00")) is False


def test_hours_that_are_not_known_are_neither_open_nor_closed() -> None:
    assert is_open(contact(), at(MONDAY, "12:00")) is None
    assert describe_hours(contact(), ENGLISH) == "hours not known"
    assert not is_always_open(contact())


def test_a_note_does_not_make_unknown_hours_known() -> None:
    assert describe_hours(contact(note="mornings"), ENGLISH) == "hours not known"


def test_day_and_night_is_said_in_words() -> None:
    assert describe_hours(contact(ALWAYS), ENGLISH) == "day and night"
    assert describe_hours(contact(ALWAYS, note="not on Eid"), ENGLISH) == "day and night, not on Eid"


def test_a_span_keeps_its_order_in_urdu() -> None:
    """Without the isolation 09:00–17:00 would be read as 17:00–09:00."""
    assert describe_hours(contact(OFFICE), ENGLISH) == "09:00–17:00 (Mon-Fri)"
    assert describe_hours(contact(OFFICE), URDU).startswith("\u206609:00–17:00\u2069")


def test_the_clock_is_that_of_karachi() -> None:
    assert is_open(contact(OFFICE), datetime(2026, 11, 23, 4, 0, tzinfo=UTC)) is True
    assert is_open(contact(OFFICE), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)) is False
