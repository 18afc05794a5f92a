"""Callback data: what a button means, short enough for Telegram and readable after a restart or a reload."""

from dataclasses import dataclass, replace
from typing import Final

from bot.conversation.message import MAX_CALLBACK_BYTES, Button
from bot.vocabulary import REGIONS, Region

SEPARATOR: Final = "|"


@dataclass(frozen=True)
class Card:
    """Which card: intent, variant, region, and whether the writer is abroad."""

    intent: str
    variant: str = ""
    region: Region = "none"
    writer_abroad: bool = False

    def at(self, region: Region) -> "Card":
        """The same card for another region."""
        return replace(self, region=region)


NO_CARD: Final = Card("")


@dataclass(frozen=True)
class Press:
    """What was pressed: an action, the card it stood under, and one argument."""

    action: str
    card: Card = NO_CARD
    argument: str = ""


def button(label: str, action: str, card: Card = NO_CARD, argument: str = "") -> Button:
    """Make a button. Data over Telegram's 64 bytes is a mistake of ours and fails loudly."""
    parts = (action, card.intent, card.variant, card.region, "a" if card.writer_abroad else "", argument)
    data = SEPARATOR.join(parts).rstrip(SEPARATOR)
    if len(data.encode()) > MAX_CALLBACK_BYTES:
        raise ValueError(f"callback data over {MAX_CALLBACK_BYTES} bytes: {data}")
    return Button(label, data)


def read_press(data: str) -> Press:
    """Read callback data. Anything can arrive here; what is missing or strange becomes empty."""
    parts = (*data[:MAX_CALLBACK_BYTES].split(SEPARATOR), "", "", "", "", "", "")[:6]
    region: Region = parts[3] if parts[3] in REGIONS else "none"
    return Press(parts[0], Card(parts[1], parts[2], region, parts[4] == "a"), parts[5])
