"""`--explain`: why a message was understood as it was."""

from bot.content.snapshot import Content


def explained(content: Content, text: str) -> str:
    """Script, folded form, concepts, region, emergency rule, the five best with the words that spoke for them."""
    understanding = content.understander.understand(text)
    lexicon, matcher = content.understander.lexicon, content.understander.matcher
    limits = content.understander.thresholds
    rows = [
        f"language    {understanding.language}"
        + (f" ({understanding.reading.named})" if understanding.reading.named else ""),
        f"folded      {' '.join(understanding.words)}",
        "concepts    "
        + ", ".join(f"{w}={'/'.join(sorted(c))}" for w in understanding.words if (c := lexicon.concepts_of(w))),
        f"region      {understanding.region}"
        + "".join(
            f" [{' '.join(understanding.words[f.start : f.end])}→{f.region}]" for f in understanding.whereabouts.found
        )
        + (" writer abroad" if understanding.whereabouts.writer_abroad else ""),
        f"emergency   {understanding.is_emergency}"
        + "".join(f" rule {alarm.rule}" for alarm in understanding.alarms)
        + f" odds {understanding.danger_odds:.2f} (from {limits.now:.2f})",
        f"decision    {understanding.decision}"
        + (f", variant {understanding.variant}" if understanding.variant else ""),
    ]
    if understanding.also:
        rows.append(f"also        {', '.join(understanding.also)}")
    for candidate in understanding.candidates:
        row = f"  {candidate.intent:22} {candidate.confidence:.3f}"
        evidence = matcher.evidence(content.understander.tokens_of(understanding.words), candidate.intent)
        rows.append(row + "  " + " ".join(f"{unit}+{share:.2f}" for unit, share in evidence))
    return "\n".join(rows)
