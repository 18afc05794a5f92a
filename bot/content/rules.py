"""The registry of content rules: each has an id, a small named function and a test of its own.

A rule reads the whole raw content and yields problems; all rules run always, so an operator sees every error at once.
"""

from collections.abc import Callable, Iterator

from bot.content.load import RawContent
from bot.content.source import Problem

Check = Callable[[RawContent], Iterator[Problem]]

RULES: dict[str, Check] = {}


def rule(rule_id: str) -> Callable[[Check], Check]:
    """Register a check under `rule_id`; an id stands for one check only."""

    def register(check: Check) -> Check:
        assert rule_id not in RULES, rule_id
        RULES[rule_id] = check
        return check

    return register


def check_all(raw: RawContent) -> list[Problem]:
    """Every problem of the content, sorted by place: those found on reading and those of all rules."""
    from bot.content import directory_rules, intent_rules, text_rules

    assert directory_rules and intent_rules and text_rules
    problems = list(raw.problems)
    for check in RULES.values():
        problems.extend(check(raw))
    return sorted(set(problems))
