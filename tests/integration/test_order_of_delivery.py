"""The schedule: emergencies first, order within a chat, turns between chats, Telegram's pace."""

from hypothesis import given
from hypothesis import strategies as st

from bot.service.bucket import Bucket
from bot.service.schedule import IDLE_KEPT, Schedule
from bot.store.outbox import Lane, Waiting


def row(order: int, chat: str = "a", lane: Lane = Lane.REPLY, due: float = 0.0, *, is_group: bool = False) -> Waiting:
    return Waiting(f"{chat}{order}", chat, lane, order, 0.0, due, 0, False, is_group)


def served(schedule: Schedule, seconds: float, step: float = 0.05) -> list[tuple[float, str]]:
    """What goes out when every send takes no time."""
    out, now = [], 1000.0
    while now < 1000.0 + seconds:
        found = schedule.next(now)
        if isinstance(found, Waiting):
            out.append((now - 1000.0, found.id))
            schedule.finish(found)
        else:
            now += max(min(found, step), 0.001)
    return out


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Lane))), max_size=30))
def test_within_a_chat_and_lane_the_order_is_kept(rows: list[tuple[str, Lane]]) -> None:
    schedule = Schedule(30)
    waiting = [row(number, chat, lane) for number, (chat, lane) in enumerate(rows)]
    for one in waiting:
        schedule.add(one)
    went = [id_ for _, id_ in served(schedule, 60)]
    assert sorted(went) == sorted(one.id for one in waiting)
    for chat in "abc":
        for lane in Lane:
            expected = [one.id for one in waiting if one.chat_index == chat and one.lane == lane]
            assert [id_ for id_ in went if id_ in expected] == expected


def test_a_chat_has_one_parcel_in_flight() -> None:
    schedule = Schedule(30)
    schedule.add(row(1))
    schedule.add(row(2))
    first = schedule.next(1.0)
    assert isinstance(first, Waiting) and isinstance(schedule.next(1.0), float)
    schedule.finish(first)
    assert schedule.next(1.0) == row(2)


def test_a_private_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    schedule = Schedule(30)
    for number in range(6):
        schedule.add(row(number))
    assert [round(at) for at, _ in served(schedule, 10)] == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute() -> None:
    schedule = Schedule(30)
    for number in range(40):
        schedule.add(row(number, is_group=True))
    assert len(served(schedule, 60)) <= 23


def test_the_whole_bot_keeps_its_rate() -> None:
    schedule = Schedule(10)
    for number in range(100):
        schedule.add(row(number, chat=f"chat {number}"))
    assert len(served(schedule, 5)) <= 61


def test_one_throttled_chat_holds_up_only_itself_and_two_mean_everybody() -> None:
    schedule = Schedule(30)
    for number, chat in enumerate("abc"):
        schedule.add(row(number, chat))
    first = schedule.next(1.0)
    assert isinstance(first, Waiting)
    schedule.throttle("a", 1.0, 5.0)
    schedule.postpone(first, 5.0)
    second = schedule.next(1.0)
    assert isinstance(second, Waiting) and second.chat_index == "b"
    schedule.throttle("b", 1.0, 4.0)
    schedule.postpone(second, 4.0)
    wait = schedule.next(1.0)
    assert isinstance(wait, float) and 2.9 < wait <= 3.0


def test_an_emergency_goes_before_what_waited_longer() -> None:
    schedule = Schedule(30)
    for number in range(5):
        schedule.add(row(number))
    schedule.add(row(9, "b", Lane.EMERGENCY))
    schedule.add(row(10, "a", Lane.EMERGENCY))
    went = [id_ for _, id_ in served(schedule, 1)]
    assert set(went[:2]) == {"b9", "a10"}


def test_chats_with_nothing_to_say_are_forgotten() -> None:
    schedule = Schedule(30)
    for number in range(1000):
        schedule.add(row(number, f"chat {number}", Lane.EMERGENCY))
    served(schedule, 60)
    schedule.next(10_000.0)
    assert len(schedule._chats) <= IDLE_KEPT


@given(st.lists(st.floats(0, 5), max_size=30))
def test_a_bucket_never_gives_more_than_it_gains(pauses: list[float]) -> None:
    bucket, now, taken = Bucket(3, 1), 0.0, 0
    for pause in pauses:
        now += pause
        if bucket.ready_at(now) <= now:
            bucket.take(now)
            taken += 1
    assert taken <= 3 + now + 1e-6
