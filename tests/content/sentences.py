"""The sentences that stand beside the content, and whether each is understood as it must be."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bot.cli.match import shown_contacts
from bot.content.intent import Must
from bot.content.snapshot import Content
from bot.conversation.decide import decide
from bot.conversation.effects import Say
from bot.conversation.events import Said
from bot.conversation.state import ChatState
from bot.understanding.understand import Understanding
from bot.vocabulary import OUT_OF_SCOPE
from tests.conftest import NOON

Kind = Literal["must", "must_not", "belongs_to", "variant", "direct"]
DIRECT: Final = Path("tests/evaluation/direct.jsonl")
KNOWN: Final = Path("tests/content/known_failures.txt")


@dataclass(frozen=True)
class Sentence:
    """One sentence. `intent` is the file it stands in; `wanted` what it must be understood as."""

    intent: str
    kind: Kind
    text: str
    wanted: str
    row: Must | None = None

    @property
    def line(self) -> str:
        """As it stands in the list of known failures."""
        return f"{self.intent}\t{self.kind}\t{' '.join(self.text.split())}"


def sentences(content: Content, root: Path) -> Iterator[Sentence]:
    """Every sentence of intents/*.yaml and of the direct set."""
    for intent in content.intents.values():
        for must in intent.tests.must:
            yield Sentence(intent.id, "must", must.text, intent.id, must)
        for near in intent.tests.must_not:
            yield Sentence(intent.id, "must_not", near.text, intent.id)
            yield Sentence(intent.id, "belongs_to", near.text, near.belongs_to)
        for variant in intent.variants:
            for must in variant.tests:
                named = Must(
                    text=must.text,
                    variant=variant.id,
                    region=must.region,
                    emergency=must.emergency,
                    also=must.also,
                    shows=must.shows,
                )
                yield Sentence(intent.id, "variant", must.text, intent.id, named)
    for line in (root / DIRECT).read_text("utf-8").splitlines():
        data = json.loads(line)
        yield Sentence(data["intent"], "direct", data["text"], data["intent"])


def failure(content: Content, sentence: Sentence) -> str:
    """What is wrong with how the sentence is understood; the empty text when nothing is."""
    understanding = content.understander.understand(sentence.text)
    if sentence.kind == "must_not":
        return f"is {sentence.wanted}" if _is(understanding, sentence.wanted) and _is_answered(understanding) else ""
    if not _is(understanding, sentence.wanted):
        return f"is {understanding.intent} ({understanding.decision})"
    return "; ".join(_differences(content, understanding, sentence.row)) if sentence.row else ""


def _is_answered(understanding: Understanding) -> bool:
    return understanding.decision == "answer"


def _is(understanding: Understanding, intent: str) -> bool:
    """Best guess; what is out of scope is right as long as it is not answered."""
    return understanding.intent == intent or (intent == OUT_OF_SCOPE and not _is_answered(understanding))


def _differences(content: Content, understanding: Understanding, row: Must) -> Iterator[str]:
    if row.variant is not None and understanding.variant != row.variant:
        yield f"variant '{understanding.variant}', not '{row.variant}'"
    if row.region is not None and understanding.region != row.region:
        yield f"region {understanding.region}, not {row.region}"
    if row.emergency is not None and understanding.is_emergency != row.emergency:
        yield f"emergency {understanding.is_emergency}"
    if missing := set(row.also) - set(understanding.also):
        yield f"not also {', '.join(sorted(missing))}"
    if row.shows:
        _, values = shown_contacts(content, understanding)
        shown = {*values, *map(content.shown_number, values)}
        if missing := {value for value in set(row.shows) - shown if not _is_read_out(content, row.text, value)}:
            yield f"does not show {', '.join(sorted(missing))}"


def _is_read_out(content: Content, text: str, value: str) -> bool:
    """Whether the number stands in the reply: what is no card (a cry for help, "a person, please") has no contacts."""
    effects = decide(ChatState(), Said(text), content, NOON).effects
    plain = "\n".join(effect.message.plain for effect in effects if isinstance(effect, Say))
    return re.search(rf"(?<![\d+-]){re.escape(value)}(?![\d-]*\d)", plain) is not None


def known(root: Path) -> list[str]:
    """The list of failures that stand today, a line each."""
    file = root / KNOWN
    return [line for line in file.read_text("utf-8").splitlines() if line] if file.is_file() else []
