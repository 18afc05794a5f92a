"""What a message says once it has greeted: "Assalam o alaikum, ID card banwana hai" is about the card."""

from collections.abc import Sequence
from typing import Final

from bot.understanding.lexicon import Lexicon

GREETING: Final = "greeting"
ADDRESSES: Final = frozenset("o u wa e ji sir madam maam bhai dear team islam و جی سر میڈم بھای اسلام".split())
"""Words that belong to the greeting before or behind them."""

LEAST_LEFT: Final = 2
"""A message with fewer words behind the greeting is a greeting."""


def after_greeting(message: Sequence[str], lexicon: Lexicon) -> Sequence[str]:
    """The folded words behind the greeting a message begins with; the whole message where it greets alone or not at all."""
    place = 0
    while place < len(message) and _greets(message, place, lexicon):
        place += 1
    return message[place:] if len(message) - place >= LEAST_LEFT else message


def _greets(message: Sequence[str], place: int, lexicon: Lexicon) -> bool:
    if message[place] in ADDRESSES:
        return place > 0 or any(GREETING in lexicon.concepts_of(word) for word in message[1:2])
    return GREETING in lexicon.concepts_of(message[place])
