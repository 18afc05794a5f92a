"""Taking out of a text what could identify somebody, before it is kept for review."""

import re
from typing import Final

_DIGIT = r"[0-9\u06f0-\u06f9\u0660-\u0669]"

RULES: Final = (
    ("[link]", re.compile(r"(?i)\b(?:https?://|www\.)\S+|\b(?:t\.me|wa\.me|fb\.com|youtu\.be)/\S+")),
    ("[mail]", re.compile(r"(?i)[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("[cnic]", re.compile(rf"(?<!{_DIGIT}){_DIGIT}{{5}}[\s.-]?{_DIGIT}{{7}}[\s.-]?{_DIGIT}(?!{_DIGIT})")),
    ("[phone]", re.compile(rf"(?<!{_DIGIT})\+?{_DIGIT}(?:[\s().-]{{0,2}}{_DIGIT}){{6,14}}(?!{_DIGIT})")),
    ("[name]", re.compile(r"(?<![\w@])@\w{2,}")),
)
"""Order matters: an address holds an @name, a CNIC would also pass for a phone number."""


def redact(text: str) -> str:
    """`text` with links, mail addresses, CNIC and phone numbers and @names replaced. Names in plain words stay."""
    for placeholder, pattern in RULES:
        text = pattern.sub(placeholder, text)
    return text
