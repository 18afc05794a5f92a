"""Telegram's HTML, read as strictly as Telegram reads it: https://core.telegram.org/bots/api#html-style"""

import html
import re

TAGS = frozenset("b strong i em u ins s strike del a code pre blockquote span tg-spoiler tg-emoji tg-time".split())
NAMED = frozenset({"lt", "gt", "amp", "quot"})
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*)\s*>|<|&(#?\w+);|&|[^<&]+"
)


class BadMarkup(Exception):
    """Telegram would answer 400: can't parse entities."""


def plain_text(text: str) -> str:
    """What a person reads of HTML markup. Raises BadMarkup where Telegram refuses it."""
    out: list[str] = []
    open_tags: list[str] = []
    for match in TOKEN.finditer(text):
        whole, is_end, tag, entity = match[0], match[1], match[2], match[4]
        if tag:
            _tag(tag.lower(), is_end, open_tags, match.start())
        elif whole == "<":
            raise BadMarkup(f'Unsupported start tag "" at byte offset {match.start()}')
        elif entity:
            if entity not in NAMED and not entity.startswith("#"):
                out.append(whole)
            else:
                out.append(html.unescape(whole))
        else:
            out.append(whole)
    if open_tags:
        raise BadMarkup(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join(out)


def _tag(tag: str, is_end: str, open_tags: list[str], at: int) -> None:
    if tag not in TAGS:
        raise BadMarkup(f'Unsupported start tag "{tag}" at byte offset {at}')
    if not is_end:
        open_tags.append(tag)
    elif not open_tags or open_tags.pop() != tag:
        raise BadMarkup(f"Unexpected end tag at byte offset {at}")


def utf16_units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2
