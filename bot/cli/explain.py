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
    whole = dict(matcher.scores(understanding.words).ranked())
    for candidate in understanding.candidates:
        row = f"  {candidate.intent:22} {candidate.confidence:.3f}"
        evidence = []
        for word in dict.fromkeys(understanding.words):
            rest = [w for w in understanding.words if w != word]
            lost = whole.get(candidate.intent, 0.0) - dict(matcher.scores(rest).ranked()).get(candidate.intent, 0.0)
            if lost > 0.02:
                evidence.append((lost, word))
        evidence.sort(reverse=True)
        rows.append(row + "  " + " ".join(f"{word}+{lost:.2f}" for lost, word in evidence[:5]))
    return "\n".join(rows)
