"""The assistant over one snapshot of content, as the service wants it."""

from typing import Final

from bot.cli.content_places import places
from bot.content.build import load
from bot.conversation.decide import decide
from bot.conversation.message import Message, Paragraph
from bot.service.assistant import Assistant, Profile
from bot.vocabulary import Region, ReplyLanguage

NEUTRAL: Final[dict[str, str]] = {
    "en": "Your message could not be answered in time. Please write again.",
    "ur": "آپ کے پیغام کا جواب وقت پر نہیں پہنچ سکا۔ دوبارہ لکھیں۔",
}
SORRY: Final[dict[str, str]] = {
    "en": "Something went wrong here. In danger call 15 or 1122. Please write again.",
    "ur": "ہماری طرف کچھ غلط ہو گیا۔ خطرہ ہو تو 15 یا 1122 پر کال کریں۔ دوبارہ لکھیں۔",
}


def load_assistant() -> Assistant:
    """Load the content and wrap the heart around it. Raises RaastaError when the content is broken."""
    content = load(places())
    return Assistant(
        decide=lambda state, event, now: decide(state, event, content, now),
        neutral_line=lambda language: _message(NEUTRAL, language),
        sorry=lambda language: _message(SORRY, language),
        region_of=_region_of,
        inline_answers=lambda query, language: [],
        profile=Profile(content.key, {}, {}, {}),
    )


def _message(texts: dict[str, str], language: ReplyLanguage) -> Message:
    return Message((Paragraph(texts["en" if language == "en" else "ur"]),))


def _region_of(_latitude: float, _longitude: float) -> Region:
    return "none"
