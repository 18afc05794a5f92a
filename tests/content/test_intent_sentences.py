"""Every sentence beside the content is understood as it says; what is not yet stands in a list that only shrinks."""

from pathlib import Path

import pytest

from bot.content.intent_rules import TAXONOMY
from bot.content.snapshot import Content
from tests.content.sentences import Sentence, failure, known, sentences

ADVICE = "python -m tools.known_failures writes the list anew"


@pytest.fixture(scope="module")
def by_intent(content: Content, root: Path) -> dict[str, list[Sentence]]:
    rows: dict[str, list[Sentence]] = {}
    for sentence in sentences(content, root):
        rows.setdefault(sentence.intent, []).append(sentence)
    return rows


@pytest.mark.parametrize("intent", sorted(TAXONOMY))
def test_sentences_are_understood(
    content: Content, root: Path, by_intent: dict[str, list[Sentence]], intent: str
) -> None:
    listed = {line for line in known(root) if line.partition("\t")[0] == intent}
    found = {sentence.line: failure(content, sentence) for sentence in by_intent.get(intent, [])}
    assert found, "an intent without a sentence"
    new = [f"{line}: {why}" for line, why in found.items() if why and line not in listed]
    mended = [line for line in listed if not found.get(line, "gone")]
    gone = [line for line in listed if line not in found]
    assert new == [], "understood wrongly"
    assert mended == [], f"understood rightly now: {ADVICE}"
    assert gone == [], f"no such sentence any more: {ADVICE}"


def test_the_list_is_sorted_and_names_intents(root: Path) -> None:
    lines = known(root)
    assert lines == sorted(set(lines))
    assert {line.partition("\t")[0] for line in lines} <= TAXONOMY


def test_direct_sentences_are_many_and_in_three_scripts(by_intent: dict[str, list[Sentence]]) -> None:
    direct = [s for rows in by_intent.values() for s in rows if s.kind == "direct"]
    assert len(direct) >= 300


def test_no_danger_stands_in_the_list_as_out_of_scope(content: Content, root: Path) -> None:
    """A direct sentence of danger that nobody answers is a fault that may not wait."""
    dangers = {intent.id for intent in content.intents.values() if intent.danger}
    waiting = [line for line in known(root) if line.split("\t")[:2] == [line.split("\t")[0], "direct"]]
    unanswered = [
        line
        for line in waiting
        if line.split("\t")[0] in dangers
        and not content.understander.understand(line.split("\t")[2]).is_emergency
        and content.understander.understand(line.split("\t")[2]).decision == "none"
    ]
    assert unanswered == []
