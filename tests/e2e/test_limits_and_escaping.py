"""Whatever people type arrives as they typed it, and no request goes over Telegram's limits."""

from tests.e2e.conftest import Start
from tests.telegram.fake import FakeTelegram
from tests.telegram.markup import utf16_units

TYPED = [
    "<b>bold</b> & <script>alert(1)</script> &amp; &lt; </b>",
    "a < b > c && d \"quoted\" 'single'",
    "\u202egnol si siht\u202c \u2066051\u2069",
    "zero\u200bwidth\u200cjoiner\u200d and \ufeff",
    "میری بیٹی \u0001\u0007 control",
    "👩‍👧‍👦🏳️‍🌈🇵🇰",
    "_*[]()~`>#+-=|{}.!",
    "x" * 4090,
    "half a letter \ud83d here",
]


async def test_what_people_type_comes_back_as_typed(telegram: FakeTelegram, bot: Start) -> None:
    async with bot():
        people = [telegram.person(name="<i>\u202eeman</i>") for _ in TYPED]
        for person, text in zip(people, TYPED, strict=True):
            await person.sends(text)
        for person, text in zip(people, TYPED, strict=True):
            shown = (await person.sees()).text
            if len(text) < 4000:
                assert shown == f"said: {text}".replace("\ud83d", "\ufffd").strip()


async def test_a_long_answer_is_cut_at_paragraphs_with_the_buttons_under_the_last_part(
    telegram: FakeTelegram, bot: Start
) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("long")
        parts = [await person.sees() for _ in range(3)]
        assert all(utf16_units(part.text) <= 4096 for part in parts)
        assert [bool(part.labels) for part in parts] == [False, False, True]
        assert sum(part.text.count("😀") for part in parts) == 12 * 300
        assert all(part.text[0].isdigit() for part in parts)


async def test_previews_are_off_and_nothing_is_protected(telegram: FakeTelegram, bot: Start) -> None:
    person = telegram.person()
    async with bot():
        await person.sends("https://example.org")
        data = (await person.sees()).seen.data
    assert data["link_preview_options"] == {"is_disabled": True}
    assert "protect_content" not in data
