"""Rules of the words that a person reads: both languages, length, numbers, and what is never said."""

import re
from collections.abc import Iterator
from typing import Any, Final

from bot.content.intent import Answer, Intent
from bot.content.load import RawContent
from bot.content.rules import rule
from bot.content.source import Problem
from bot.directory.directory import Directory
from bot.understanding.normalise import fold

Place = tuple[str | int, ...]

MAX_TITLE: Final = 28
MAX_ASKS: Final = 48
MAX_STEPS: Final = 3
MAX_SENTENCE_WORDS: Final = 14
"""Twelve is the aim (product.md, Manner); a placeholder counts as one word, two are grace for quoted speech."""

PLACEHOLDER: Final = re.compile(r"\{phone:([^{}]+)\}")

ALLOWED_DIGITS: Final = {
    "hours": re.compile(r"\b24 (?:hours|گھنٹے|گھنٹوں|ghant\w+)"),
    "age": re.compile(r"\b18\b"),
    "age of a child": re.compile(r"\b1[0-7]\b(?= (?:years|سال|saal))"),
    "minutes": re.compile(r"\b(?:5|10|20|30) (?:minutes|منٹ|min\w*)"),
    "days": re.compile(r"\b(?:2|3|7|10|30|60) (?:working )?(?:days|دن|din)"),
    "menu key": re.compile(r"(?:press |دبائیں |dabayein )?[37]\b(?: دبائیں| dabayein)?"),
    "imei": re.compile(r"\*#06#"),
    "copies": re.compile(r"\b[1-9] (?:copies|کاپیاں|copiyan)"),
}
"""Rule C031: the digits that are no phone number, each with a name. Everything else must be a placeholder."""

FORBIDDEN: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bsabr kar", r"صبر کر", r"\bsamjhauta", r"\bsulah\b", r"\brazi nama", r"سمجھوتہ", r"\bصلح\b", r"راضی نامہ",
        r"ghar ki baat", r"گھر کی بات", r"\bizzat\b", r"\bghairat\b", r"\bعزت\b", r"\bغیرت\b", r"besharmi", r"بے شرمی",
        r"aap ki ghalti", r"آپ کی غلطی", r"kyun kiya", r"kyun gay", r"کیوں کیا", r"کیوں گئی", r"wapas chali ja",
        r"واپس چلی ج", r"bhaag ga", r"ghar se bhaag", r"بھاگ گئی", r"haram maut", r"حرام موت", r"خودکشی حرام",
        r"\bpagal\b", r"zehni mareez", r"\bپاگل\b", r"ذہنی مریض", r"\bjirga\b", r"\bpanchayat\b", r"buzurgon se faisla",
        r"\bجرگہ\b", r"پنچایت", r"\blawaris\b", r"\bnajaiz\b", r"لاوارث", r"ناجائز", r"\bvictim\b", r"مظلومہ",
        r"naukrani", r"نوکرانی", r"\bhijra\b", r"\bkhusra\b", r"ہیجڑ", r"کھسر", r"lost honou?r", r"\balleged", r"so-called",
        r"we have reported", r"help is on its way", r"guarantee", r"100 ?% confidential", r"\banonym", r"گمنام رہیں",
        r"استحصال", r"دادرسی", r"مستغیث", r"\bcommit suicide", r"\bpatience\b", r"\bcompromise\b",
    )
)  # fmt: skip
"""What is never said to a person (the brief's list, three scripts), as patterns over lower-cased text."""


def texts_of(intent: Intent) -> Iterator[tuple[Place, dict[Any, str]]]:
    """Every text of an intent that a person can read, with its place in the file."""
    yield ("title",), intent.title
    yield ("asks",), intent.asks
    if intent.reply:
        yield ("reply",), intent.reply
    yield from _answer_texts(intent.answer, ("answer",))
    for number, variant in enumerate(intent.variants):
        yield ("variants", number, "title"), variant.title
        yield from _answer_texts(variant.answer, ("variants", number, "answer"))


def _answer_texts(answer: Answer, at: Place) -> Iterator[tuple[Place, dict[Any, str]]]:
    for key in ("first_line", "about", "say", "keep", "next", "warn", "refused"):
        texts = getattr(answer, key)
        if texts is not None:
            yield (*at, key), texts
    for number, step in enumerate(answer.do_now):
        yield (*at, "do_now", number), step


def _all_texts(raw: RawContent) -> Iterator[tuple[Intent, Place, dict[Any, str]]]:
    for intent in raw.intents.values():
        for place, texts in texts_of(intent):
            yield intent, place, texts


@rule("C030")
def texts_stand_in_every_language(raw: RawContent) -> Iterator[Problem]:
    """Both languages or not at all; titles, asks, and the first lines and steps of dangers in Roman Urdu too."""
    for intent, place, texts in _all_texts(raw):
        needed = {"en", "ur"}
        roman = place[0] in ("title", "asks", "reply") or (intent.danger and place[-1] == "first_line")
        if roman or (intent.danger and "do_now" in place) or place[-1] == "title":
            needed.add("ur-Latn")
        missing = {language for language in needed if not texts.get(language)}
        if missing:
            yield raw.source_of(intent).problem("C030", f"lacks {', '.join(sorted(missing))}", *place)


@rule("C031")
def digits_are_placeholders_or_known(raw: RawContent) -> Iterator[Problem]:
    """Numbers for people are placeholders; other digits match one of ALLOWED_DIGITS; digits are western."""
    for intent, place, texts in _all_texts(raw):
        for language, text in texts.items():
            rest = PLACEHOLDER.sub(" ", text)
            if re.search(r"[٠-٩۰-۹]", rest):
                yield raw.source_of(intent).problem("C031", "digits must be 0-9", *place, language)
            for pattern in ALLOWED_DIGITS.values():
                rest = pattern.sub(" ", rest)
            if found := re.search(r"\d+", rest):
                yield raw.source_of(intent).problem(
                    "C031", f"'{found[0]}': write numbers as {{phone:…}}", *place, language
                )


@rule("C032")
def placeholders_lead_to_numbers(raw: RawContent) -> Iterator[Problem]:
    """Every `{phone:…}` leads to a number that may be shown."""
    directory = Directory(raw.agencies, raw.roles, raw.role_titles, raw.guides)
    for intent, place, texts in _all_texts(raw):
        for language, text in texts.items():
            for what in PLACEHOLDER.findall(text):
                if directory.first_number(what, "none") is None and directory.first_number(what, "punjab") is None:
                    yield raw.source_of(intent).problem("C032", f"no number for '{what}'", *place, language)
            if "{" in PLACEHOLDER.sub("", text):
                yield raw.source_of(intent).problem("C032", "a stray '{'", *place, language)


@rule("C033")
def forbidden_words_are_absent(raw: RawContent) -> Iterator[Problem]:
    """None of the words that hurt stands in an answer, in any script."""
    for intent, place, texts in _all_texts(raw):
        for language, text in texts.items():
            for pattern in FORBIDDEN:
                if found := pattern.search(text.lower()):
                    yield raw.source_of(intent).problem("C033", f"never say '{found[0]}'", *place, language)


@rule("C034")
def texts_are_short(raw: RawContent) -> Iterator[Problem]:
    """Titles fit a button, sentences stay short, and there are at most three steps."""
    for intent, place, texts in _all_texts(raw):
        source = raw.source_of(intent)
        limit = {"title": MAX_TITLE, "asks": MAX_ASKS}.get(str(place[-1]))
        for language, text in texts.items():
            if limit and len(text) > limit and "variants" not in place:
                yield source.problem("C034", f"{len(text)} characters, at most {limit}", *place, language)
            for sentence in re.split(r"[.!?۔؟:;]\s", PLACEHOLDER.sub("N", text)):
                count = len(fold(sentence).split())
                if count > MAX_SENTENCE_WORDS and language == "en":
                    yield source.problem("C034", f"a sentence of {count} words: '{sentence[:40]}…'", *place, language)
        if place[-2:-1] == ("do_now",) and place[-1] == MAX_STEPS:
            yield source.problem("C034", "more than three steps", *place)
