"""Where it happened is read from the text: spellings, the longest name, and the place of the event before the writer's."""

import pytest

from bot.content.snapshot import Content


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("my son is missing since morning in Karachi", "sindh"),
        ("malik 3 mahine se tankhwa nahi de raha lahore", "punjab"),
        ("pindi me ghar se bahar nikal diya", "punjab"),
        ("پشاور میں میرا بھائی", "kp"),
        ("KPK police complaint", "kp"),
        ("azad kashmir muzaffarabad", "ajk"),
        ("Mirpur Khas mein", "sindh"),
        ("mirpur ajk", "ajk"),
        ("gilgit se", "gb"),
        ("quetta balochistan", "balochistan"),
        ("isb g-11 mein", "ict"),
        ("میں دبئی میں پھنس گیا ہوں", "abroad"),
        ("pani ki tank me gir gaya", "none"),
        ("mera beta gum ho gaya", "none"),
    ],
)
def test_region(content: Content, text: str, region: str) -> None:
    assert content.understander.understand(text).region == region


@pytest.mark.parametrize(
    ("text", "region", "abroad"),
    [
        ("I am in Dubai, my wife in Lahore is being beaten by her brothers", "punjab", True),
        ("main Riyadh mein hun, gaon Multan mein zameen par qabza ho gaya", "punjab", True),
        ("my brother works in Lahore", "punjab", False),
    ],
)
def test_the_place_where_it_happened_wins_over_where_the_writer_lives(
    content: Content, text: str, region: str, abroad: bool
) -> None:
    where = content.understander.understand(text).whereabouts
    assert (where.region, where.writer_abroad) == (region, abroad)


@pytest.mark.parametrize(
    ("latitude", "longitude", "region"),
    [
        (24.87, 67.05, "sindh"),
        (31.5, 74.3, "punjab"),
        (33.7, 73.05, "ict"),
        (35.9, 74.3, "gb"),
        (25.2, 55.27, "abroad"),
        (999, 0, "none"),
        (float("nan"), 1, "none"),
    ],
)
def test_a_location_gives_its_region(content: Content, latitude: float, longitude: float, region: str) -> None:
    assert content.region_at(latitude, longitude) == region
