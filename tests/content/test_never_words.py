"""The words that hurt, and the promises that nobody can keep, stand in no reply, in no script."""

import re

import pytest

from bot.content.snapshot import Content
from bot.content.text_rules import FORBIDDEN
from tests.content.walk import Walk

_ONE = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in FORBIDDEN))


def test_no_reply_holds_a_forbidden_word(walked: Walk) -> None:
    said = {f"{label}: {found[0]}" for text, label in walked.paragraphs.items() if (found := _ONE.search(text.lower()))}
    assert said == set()


def test_no_interface_text_holds_a_forbidden_word(content: Content) -> None:
    texts = [text for rows in content.facts.texts.values() for pair in rows.items() for text in pair]
    assert [text for text in texts if _ONE.search(text.lower())] == []


def test_no_guide_and_no_body_is_described_with_a_forbidden_word(content: Content) -> None:
    texts = [text for guide in content.facts.guides.values() for text in guide.values()]
    for agency in content.directory.agencies.values():
        for contact in agency.shown_contacts():
            texts.extend(contact.description.values())
            texts.extend((contact.hours_note or {}).values())
    assert [text for text in texts if _ONE.search(text.lower())] == []


@pytest.mark.parametrize(
    "text",
    [
        "please have patience", "sabr karein", "صبر کریں", "ghar ki baat hai", "گھر کی بات", "help is on its way",
        "guaranteed", "100 % confidential", "stay anonymous", "bhaag gayi", "یہ آپ کی غلطی ہے", "wapas chali jao",
        "jirga", "پنچایت", "victim", "haram maut", "sulah kar lein", "صلح", "pagal", "ہیجڑا",
    ],
)  # fmt: skip
def test_the_list_knows_the_word(text: str) -> None:
    assert _ONE.search(text)


@pytest.mark.parametrize("text", ["sabr", "انتظار نہ کریں", "honour", "Do not wait 24 hours."])
def test_the_list_is_not_too_wide(text: str) -> None:
    assert not _ONE.search(text)
