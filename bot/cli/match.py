"""`raasta match --jsonl`: JSON lines in, JSON lines out, for evaluation by anybody."""

import json
import sys
from collections.abc import Iterator
from typing import IO, Any

import click

from bot.content.snapshot import Content
from bot.conversation import cards
from bot.conversation.buttons import Card
from bot.understanding.understand import Understanding
from bot.vocabulary import OUT_OF_SCOPE, Region


@click.command()
@click.option(
    "--jsonl", is_flag=True, required=True, help='Standard input {"id","text"} a line; standard output one line each.'
)
def match(jsonl: bool) -> None:
    """Understand many messages: one JSON object a line in, one a line out, in the same order."""
    from bot.cli.content_places import places
    from bot.content.build import load

    content = load(places())
    for row in _rows(sys.stdin):
        print(json.dumps(matched(content, row), ensure_ascii=False), flush=True)


def _rows(stream: IO[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise click.ClickException(f"line {number}: not JSON ({error.msg})") from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise click.ClickException(f'line {number}: needs {{"id": …, "text": "…"}}')
        yield row


def matched(content: Content, row: dict[str, Any]) -> dict[str, Any]:
    """What was understood of one row, in the form of the contract."""
    understanding = content.understander.understand(row["text"])
    names, values = shown_contacts(content, understanding)
    result: dict[str, Any] = {
        "id": row.get("id"),
        "language": understanding.language,
        "intent": understanding.intent,
        "confidence": understanding.candidates[0].confidence,
        "decision": understanding.decision,
        "alternatives": [{"intent": c.intent, "confidence": c.confidence} for c in understanding.candidates[1:5]],
        "emergency": understanding.is_emergency,
        "region": understanding.region,
        "agencies": names,
        "contacts": values,
    }
    if understanding.also:
        result["also"] = list(understanding.also)
    if understanding.variant:
        result["variant"] = understanding.variant
    return result


def shown_contacts(content: Content, understanding: Understanding) -> tuple[list[str], list[str]]:
    """Ids of the bodies and values of the contacts that the first card names, in its order."""
    intent = content.intents.get(understanding.intent)
    if intent is None or intent.kind != "service":
        if not understanding.is_emergency:
            return [], []
        general = content.directory.resolve(["police-15 15", "RESCUE"], "none")
        return [r.agency.id for r in general if r.agency], [r.contact.value for r in general if r.contact]
    region: Region = understanding.region
    card = Card(intent.id, understanding.variant, region, understanding.whereabouts.writer_abroad)
    referrals = list(cards.sheet(content, card).referrals)
    for also in understanding.also:
        if also != OUT_OF_SCOPE and content.intents[also].kind == "service":
            referrals.extend(r for r in cards.sheet(content, Card(also, "", region)).referrals[:1])
    agencies = dict.fromkeys(r.agency.id for r in referrals if r.agency)
    values = dict.fromkeys(r.contact.value for r in referrals if r.contact and r.means == "contact")
    return list(agencies), list(values)
