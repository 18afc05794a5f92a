"""Product rule 1: no number that is not in the directory. Every reply is walked, every run of digits is traced."""

import re
from collections.abc import Iterable

import pytest

from bot.content.snapshot import Content
from bot.content.text_rules import ALLOWED_DIGITS
from bot.directory.numbers import END_ISOLATE, ISOLATE
from tests.content.walk import Walk

_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+\b")
_DAY = re.compile(r"(?<![\d-])20\d\d(?:-\d\d(?:-\d\d)?)?(?!-?\d)")
_HOURS = re.compile(r"(?<!\d)(?:[0-2]\d:[0-5]\d|24/7)(?!\d)")
_DIGITS = re.compile(r"\d{2,}")


class Tracer:
    """What digits may stand in a reply."""

    def __init__(self, content: Content) -> None:
        self.shown: set[str] = set()
        self.held: set[str] = set()
        self.names: set[str] = set()
        for agency in content.directory.agencies.values():
            for contact in agency.contacts:
                if not contact.is_number:
                    continue
                values = {contact.value, content.shown_number(contact.value)}
                (self.shown if agency.may_be_shown and contact.may_be_shown else self.held).update(values)
            self.names.update(_with_digits(agency.name.values()))
            if agency.may_be_shown:
                self.names.update(_with_digits((agency.alternate_name or {}).values()))
                self.names.update(
                    text
                    for contact in agency.shown_contacts()
                    if contact.kind in {"address", "app"}
                    for text in _with_digits((contact.value, contact.value_ur or ""))
                )
        self.held -= self.shown
        self._names = _any_of(self.names)
        self._shown = _any_of(self.shown)
        self._held = _any_of(self.held)

    def untraced(self, text: str) -> list[str]:
        """The runs of digits that come from nowhere."""
        rest = _plain(text)
        for known in (self._names, _LINK, _DAY, _HOURS, self._shown, *ALLOWED_DIGITS.values()):
            rest = known.sub(" ", rest)
        return _DIGITS.findall(rest)

    def held_back(self, text: str) -> list[str]:
        """The values in `text` that must not be shown."""
        return self._held.findall(_plain(text))


def _plain(text: str) -> str:
    return text.replace(ISOLATE, "").replace(END_ISOLATE, "")


def _with_digits(texts: Iterable[str]) -> Iterable[str]:
    return (text for text in texts if _DIGITS.search(text))


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile(r"(?<![\d+])(?<!\d-)(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w-]*\d)")


@pytest.fixture(scope="module")
def tracer(content: Content) -> Tracer:
    return Tracer(content)


def test_every_run_of_digits_is_traced(walked: Walk, tracer: Tracer) -> None:
    assert walked.count > 10_000
    strays = {
        f"{label}: {', '.join(found)} in “{_plain(text)[:160]}”"
        for text, label in walked.paragraphs.items()
        if (found := tracer.untraced(text))
    }
    assert strays == set()


def test_what_is_held_back_never_appears(walked: Walk, tracer: Tracer) -> None:
    assert len(tracer.held) > 10, "there are numbers that are held back"
    shown = {
        f"{label}: {tracer.held_back(text)}" for text, label in walked.paragraphs.items() if tracer.held_back(text)
    }
    assert shown == set()


def test_digits_are_western(walked: Walk) -> None:
    assert [label for text, label in walked.paragraphs.items() if re.search(r"[٠-٩۰-۹]", text)] == []


def test_no_placeholder_is_left(walked: Walk) -> None:
    assert [label for text, label in walked.paragraphs.items() if re.search(r"\{|\}|…(?! ?$)", text)] == []


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("Call 15 now.", []),
        ("Call 99999 now.", ["99999"]),
        ("+921234567890", ["921234567890"]),
        ("Open 09:00–17:00, seen on 2026-11-21, www.x99.pk", []),
        ("0311-7786264", []),
        ("0311-77862641", ["0311", "77862641"]),
        ("Wait 24 hours, 20 minutes. Dial *#06#.", []),
        ("Rs 25000", ["25000"]),
        ("Come at 16:30, day and night 24/7", []),
        ("1099-5", ["1099"]),
        ("1799000", ["1799000"]),
    ],
)
def test_the_tracer_is_no_sieve(tracer: Tracer, text: str, strays: list[str]) -> None:
    assert tracer.untraced(text) == strays
