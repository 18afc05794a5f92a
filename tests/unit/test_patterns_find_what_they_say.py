"""The pattern language that operators write emergency rules, variants and pairs in."""

import pytest

from bot.understanding.lexicon import Lexicon
from bot.understanding.normalise import words
from bot.understanding.patterns import PatternError, PatternIndex, PatternSet, compile_pattern

LEXICON = Lexicon(
    {"child": {"en": ["child", "son"], "ur": ["بچہ"], "ur-Latn": ["bacha", "beta"]}, "cat": {"en": ["cat"]}}
)


@pytest.mark.parametrize(
    ("pattern", "message", "found"),
    [
        ("{child} missing", "my son is missing", True),
        ("{child} missing", "my son said that he is missing", False),
        ("{child} ... missing", "my son said that he is missing", True),
        ("{child} missing", "missing is my son", False),
        ("{child} & missing", "missing is my son", True),
        ("{child} missing -{cat}", "my son and cat missing", False),
        ("ghar+se gaya", "ghar se wo gaya", True),
        ("ghar+se gaya", "ghar wale se gaya", False),
        ("{child} gum|lapata", "mera bachaa lapata hai", True),
        ("{child} gum", "میرا بچہ gum", True),
        ("lapat*", "lapatay", True),
        ("nahi aya", "nahin aaya", True),
        ("nahi aya", "aya nahi", False),
    ],
)
def test_pattern(pattern: str, message: str, found: bool) -> None:
    together = PatternSet([("it", pattern)], PatternIndex(LEXICON))
    assert together.finds(words(message)) is found


@pytest.mark.parametrize("pattern", ["", "-cat", "{nobody} gum", "a & & b", "{child", "*"])
def test_a_pattern_that_cannot_be_read_says_why(pattern: str) -> None:
    with pytest.raises(PatternError, match=r".+"):
        compile_pattern(pattern, LEXICON)
