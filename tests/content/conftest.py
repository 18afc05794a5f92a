"""The raw content, read once for all tests of this folder. Tests that break it break a copy."""

from pathlib import Path

import pytest

from bot.content.build import bundled_root
from bot.content.load import RawContent, load_content
from bot.content.rules import check_all
from bot.content.snapshot import Content
from bot.content.source import Problem
from tests.conftest import NOON
from tests.content.walk import Walk, walk


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder that holds `intents/` and `data/`."""
    return bundled_root()


@pytest.fixture(scope="session")
def raw(root: Path) -> RawContent:
    """Every file as read. Never changed."""
    return load_content(root)


@pytest.fixture(scope="session")
def problems(raw: RawContent) -> list[Problem]:
    """What all rules say of the shipped content."""
    return check_all(raw)


@pytest.fixture(scope="session")
def walked(content: Content) -> Walk:
    """Every reply that the bot can give."""
    return walk(content, NOON)
