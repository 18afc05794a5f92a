"""No region loses its last phone for a role unnoticed."""

import pytest

from bot.content.build import bundled_root
from bot.content.load import RawContent, load_content
from tools import coverage


@pytest.fixture(scope="module")
def raw() -> RawContent:
    return load_content(bundled_root())


@pytest.fixture(scope="module")
def committed() -> set[coverage.Hole]:
    return coverage.committed_holes(coverage.PAGE.read_text("utf-8"))


def test_no_hole_is_new(raw: RawContent, committed: set[coverage.Hole]) -> None:
    assert coverage.holes(raw) <= committed, "a role has lost its last phone in a region"


def test_closed_holes_leave_the_table(raw: RawContent, committed: set[coverage.Hole]) -> None:
    assert committed <= coverage.holes(raw), "a hole is closed: make docs"


def test_a_lost_phone_is_a_hole(raw: RawContent) -> None:
    without = RawContent(agencies=raw.agencies, roles={**raw.roles, "CHILD": {"kp": ()}})
    assert ("CHILD", "kp") in coverage.holes(without)
