"""The assistant over one snapshot of content, as the service wants it."""

from datetime import UTC, datetime

from bot.cli.content_places import places
from bot.content.build import load
from bot.content.snapshot import Content
from bot.conversation.decide import decide
from bot.conversation.front import front, inline_answers, neutral_line, sorry
from bot.service.assistant import Assistant, Profile
from bot.vocabulary import ReplyLanguage


def load_assistant() -> Assistant:
    """Load the content and wrap the heart around it. Raises RaastaError when the content is broken."""
    content = load(places())

    def found(query: str, language: ReplyLanguage) -> list[tuple[str, str, str]]:
        rows = inline_answers(content, query, language, datetime.now(UTC))
        return [(row.id, row.title, row.message.plain) for row in rows]

    return Assistant(
        decide=lambda state, event, now: decide(state, event, content, now),
        neutral_line=lambda language: neutral_line(content, language),
        sorry=lambda language: sorry(content, language),
        region_of=content.region_at,
        inline_answers=found,
        profile=profile(content),
    )


def profile(content: Content) -> Profile:
    """The innocent front in Telegram's languages; everybody else reads both."""
    english, urdu = front(content, "en"), front(content, "ur")
    return Profile(
        key=content.key,
        commands={"": english.commands, "en": english.commands, "ur": urdu.commands},
        description={
            "": f"{urdu.description}\n{english.description}",
            "en": english.description,
            "ur": urdu.description,
        },
        short_description={
            "": f"{urdu.short_description} {english.short_description}",
            "en": english.short_description,
            "ur": urdu.short_description,
        },
    )
