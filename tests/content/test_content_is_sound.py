"""The shipped content passes all of its rules."""

from bot.content.source import Problem


def test_no_rule_finds_anything(problems: list[Problem]) -> None:
    assert [str(problem) for problem in problems] == []
