"""The closed word lists that every room shares: languages, regions, and nothing else."""

from typing import Final, Literal

Language = Literal["en", "ur", "ur-Latn", "other"]
"""What a message is written in, as BCP 47; `other` is any language that we name but do not speak."""

ReplyLanguage = Literal["en", "ur", "ur-Latn"]
"""What a reply is written in. `ur-Latn` is Urdu script whose first lines also stand in Roman Urdu."""

Region = Literal["ict", "punjab", "sindh", "kp", "balochistan", "gb", "ajk", "abroad", "none"]

REPLY_LANGUAGES: Final[tuple[ReplyLanguage, ...]] = ("en", "ur", "ur-Latn")
REGIONS: Final[tuple[Region, ...]] = ("ict", "punjab", "sindh", "kp", "balochistan", "gb", "ajk", "abroad", "none")
HOME_REGIONS: Final[tuple[Region, ...]] = REGIONS[:7]
OUT_OF_SCOPE: Final = "out_of_scope"

Texts = dict[Literal["en", "ur", "ur-Latn"], str]
"""One text in the languages it stands in, `en` and `ur` always (rule 9), `ur-Latn` where a danger needs it."""


def reply_language(language: Language) -> ReplyLanguage:
    """The language of a reply to a message in `language`: `other` is answered as Roman Urdu is."""
    return "ur-Latn" if language == "other" else language
