"""Folding: one spelling for what people type in many. The same fold serves examples, lexicon, rules and messages.

Urdu is typed with Arabic letters, with and without diacritics, with zero-width joiners; phones give digits of three scripts;
Roman Urdu has no spelling at all. `fold` removes what never carries meaning; `roman_key` and `skeleton` remove more, and are
used beside the folded word, never instead of it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_CHARACTERS: Final = 4096
"""Longer messages are cut here; Telegram's own limit for one message."""

_LETTERS: Final = {
    "ي": "ی", "ى": "ی", "ئ": "ی", "ې": "ی", "ۍ": "ی", "ے": "ی", "ۓ": "ی", "ێ": "ی",
    "ك": "ک", "ڪ": "ک", "ګ": "گ",
    "ه": "ہ", "ھ": "ہ", "ۀ": "ہ", "ۂ": "ہ", "ۃ": "ہ", "ة": "ہ", "ە": "ہ",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ۆ": "و", "ں": "ن", "ڼ": "ن", "ټ": "ٹ", "ډ": "ڈ", "ړ": "ڑ",
    "ء": "", "ـ": "",
}  # fmt: skip
_TABLE: Final = str.maketrans(_LETTERS)
_APOSTROPHES: Final = re.compile(r"(?<=[a-z])['’‘`´](?=[a-z])")
_REPEATS: Final = re.compile(r"([^\W\d_])\1{2,}")
_WORD: Final = re.compile(r"[^\W_]+")
_URDU: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


def fold(text: str) -> str:
    """Return `text` folded: NFKC, lower case, one letter for each Urdu sound sign, western digits, no diacritics.

    Idempotent. Zero-width non-joiners become spaces (people type them between words); other invisible signs go.
    Letters repeated three times and more (`heeelp`) are kept twice in Latin and once in Urdu script.
    """
    text = unicodedata.normalize("NFKC", text.replace("\u200c", " ")).casefold().translate(_TABLE)
    kept = "".join(map(_folded, unicodedata.normalize("NFD", text)))
    text = _APOSTROPHES.sub("", kept.translate(_TABLE))
    text = _REPEATS.sub(lambda m: m[1] if _URDU.match(m[1]) else m[1] * 2, text)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    """One sign of a decomposed text: a letter or digit, a space for what separates, nothing for what only adorns."""
    category = unicodedata.category(sign)
    if category == "Mn" or category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(sign))
    return sign if category[0] in "LN" or sign in "'’‘`´+&" else " "


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, in order; nothing but letters and digits.

    Only the first `MAX_CHARACTERS` characters are read.
    """
    return tuple(_WORD.findall(fold(text[:MAX_CHARACTERS])))


@lru_cache(maxsize=16384)
def is_urdu(word: str) -> bool:
    """Whether a word holds a letter of the Arabic script (Urdu, Pashto, Sindhi …)."""
    return not word.isascii() and bool(_URDU.search(word))


_ROMAN_STEPS: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"ee+|ie|ea|y(?=$)", "i"),
        (r"oo+|ou|au", "u"),
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[a-z])y(?![aeiou])", "i"),
        (r"o", "u"),
        (r"ai|ei|ae|[ae]y(?![aeiou])", "e"),
        (r"ph", "f"),
        (r"q|ck", "k"),
        (r"c(?!h)", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"z|j(?=h)", "z"),
        (r"(?<=[bcdgjkpstr])h", ""),
        (r"(?<=[aeiu])h(?=$|[^aeiou])", ""),
        (r"(?<=[aeiu])n$", ""),
        (r"([a-z])\1+", r"\1"),
    )
)


@lru_cache(maxsize=8192)
def roman_key(word: str) -> str:
    """A coarser spelling of a Roman Urdu word: `nahin`, `nahi`, `nahee` → one key. Other words come back as they are.

    Vowel length, aspiration and nasal endings, which people write as they like, are removed; consonants stay.
    """
    if is_urdu(word) or word.isdigit():
        return word
    key = word
    for pattern, put in _ROMAN_STEPS:
        key = pattern.sub(put, key)
    return key or word


_SOUNDS_URDU: Final = {
    "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ط": "t", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "c", "ح": "h",
    "خ": "x", "د": "d", "ڈ": "d", "ذ": "z", "ز": "z", "ض": "z", "ظ": "z", "ژ": "z", "ر": "r", "ڑ": "r", "ش": "S",
    "غ": "g", "ف": "f", "ق": "k", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ہ": "h",
}  # fmt: skip
_SOUNDS_ROMAN: Final = {
    "b": "b", "p": "p", "t": "t", "s": "s", "j": "j", "d": "d", "z": "z", "r": "r", "f": "f", "k": "k", "q": "k",
    "g": "g", "l": "l", "m": "m", "n": "n", "h": "h", "c": "c", "x": "ks", "v": "", "w": "", "y": "",
}  # fmt: skip
_PAIRS_ROMAN: Final = (("kh", "x"), ("gh", "g"), ("sh", "S"), ("ch", "c"), ("ph", "f"), ("th", "t"), ("dh", "d"))


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The consonants of a word as one phonetic string for both scripts: `gumshuda` and `گمشدہ` → `gmSd`.

    Vowels, `v/w/y/و/ی/ع` and every `h` that is not the first letter are left out; an initial vowel stands as `a`.
    Words of other scripts and numbers have the empty skeleton.
    """
    if not word or word.isdigit():
        return ""
    if is_urdu(word):
        out = [_SOUNDS_URDU.get(sign, "") for sign in word]
        first_is_vowel = word[0] in "اعوی"
    else:
        text = word
        for pair, sound in _PAIRS_ROMAN:
            text = text.replace(pair, sound.upper() if sound != "x" else "X")
        table = {**_SOUNDS_ROMAN, "X": "x", "G": "g", "S": "S", "C": "c", "F": "f", "T": "t", "D": "d"}
        out = [table.get(sign, "") for sign in text]
        first_is_vowel = word[0] in "aeiou"
    kept: list[str] = []
    for place, sound in enumerate(out):
        if sound == "h" and place > 0:
            continue
        if sound and (not kept or kept[-1] != sound):
            kept.append(sound)
    return ("a" if first_is_vowel else "") + "".join(kept)
