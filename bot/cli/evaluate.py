"""`raasta evaluate`: the figures of a labelled set, by language and kind, with the confusions that hurt."""

import html
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from bot.content.snapshot import Content
from bot.evaluation.figures import Figures, Gold, Guess, Row, confusions, figures, macro_f1

OWN_SET = Path("tests/evaluation/own.jsonl")
ORDER = (
    "top-1", "top-3", "answered outright", "wrong answers", "right or offered", "out-of-scope answered", "OOS@95",
    "emergency recall", "false alarms", "region right",
)  # fmt: skip


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page with the confusion matrix."
)
@click.option("--errors", is_flag=True, help="List every message whose best guess is wrong.")
def evaluate(file: Path | None, report: Path | None, errors: bool) -> None:
    """Measure on FILE (default: the project's own set), JSON lines of id, text, lang, intents and more."""
    from bot.cli.content_places import places
    from bot.content.build import load

    source = file or OWN_SET
    if not source.is_file():
        raise click.ClickException(f"no set at {source}; name a file")
    rows = guessed(load(places()), read_gold(source))
    click.echo(table(rows))
    for cell in confusions(rows):
        click.echo(
            f"{cell.weight:8} {cell.true} answered as {cell.answered}: {len(cell.ids)} ({', '.join(cell.ids[:8])})"
        )
    if not any(cell.weight == "lethal" for cell in confusions(rows)):
        click.echo("lethal confusions: none")
    if errors:
        for row in rows:
            if row.guess.ranked[0] not in row.gold.intents:
                click.echo(f"{row.gold.id}\t{row.gold.intents[0]}\t{','.join(row.guess.ranked[:3])}\t{row.gold.text}")
    if report:
        report.write_text(page(rows, source.name), "utf-8")
        click.echo(f"written: {report}", err=True)


def read_gold(file: Path) -> list[Gold]:
    """Read a labelled set; a line that cannot be read stops with its number."""
    rows: list[Gold] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            rows.append(
                Gold(
                    str(data["id"]), data["text"], data["lang"], tuple(data["intents"]),
                    data.get("emergency"), data.get("region"), data.get("kind"),
                )
            )  # fmt: skip
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise click.ClickException(f"{file}:{number}: {error!r}") from error
    return rows


def guessed(content: Content, golds: Sequence[Gold]) -> list[Row]:
    """Understand every message of a set."""
    rows = []
    for gold in golds:
        u = content.understander.understand(gold.text)
        ranked = tuple(c.intent for c in u.candidates)
        rows.append(Row(gold, Guess(ranked, u.candidates[0].confidence, u.decision, u.is_emergency, u.region, u.also)))
    return rows


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """All rows, then by language, then by kind."""
    parts: dict[str, list[Row]] = {"all": list(rows)}
    by: list[tuple[str, Callable[[Row], str | None]]] = [
        ("", lambda r: r.gold.language),
        ("· ", lambda r: r.gold.kind),
    ]
    for mark, key in by:
        for name in sorted({k for r in rows if (k := key(r))}):
            parts[mark + name] = [r for r in rows if key(r) == name]
    return parts


def table(rows: Sequence[Row]) -> str:
    """The figures as text, one line a group."""
    parts = groups(rows)
    measured = {name: figures(part) for name, part in parts.items()}
    columns = [name for name in ORDER if name in measured["all"].shares]
    lines = [f"{'':18}{'rows':>6}" + "".join(f"{name:>{max(10, len(name) + 2)}}" for name in columns)]
    for name, figure in measured.items():
        lines.append(f"{name:18}{figure.count:6}" + "".join(_cell(figure, c) for c in columns))
    lines.append(f"macro-F1 {100 * macro_f1(rows):.1f}")
    return "\n".join(lines)


def _cell(figure: Figures, column: str) -> str:
    width = max(10, len(column) + 2)
    return f"{100 * figure.shares[column][0]:>{width}.1f}" if column in figure.shares else " " * width


def page(rows: Sequence[Row], name: str) -> str:
    """A page with the table and the confusion matrix; self-contained, no script."""
    labels = sorted({r.gold.intents[0] for r in rows} | {r.guess.ranked[0] for r in rows})
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        said = row.guess.ranked[0]
        true = said if said in row.gold.intents else row.gold.intents[0]
        counts[true, said] = counts.get((true, said), 0) + 1
    most = max(counts.values(), default=1)
    head = "".join(f"<th><span>{html.escape(label)}</span></th>" for label in labels)
    body = []
    for true in labels:
        cells = []
        for said in labels:
            n = counts.get((true, said), 0)
            hue = 140 if true == said else 10
            tint = f' style="background:hsl({hue} 70% {95 - 45 * n / most:.0f}%)"' if n else ""
            cells.append(f"<td{tint}>{n or ''}</td>")
        body.append(f"<tr><th>{html.escape(true)}</th>{''.join(cells)}</tr>")
    style = (
        "body{font:14px system-ui;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid #ddd;font-size:11px;"
        "text-align:center;min-width:1.6em}thead th{height:11em;vertical-align:bottom}thead span{writing-mode:vertical-rl}"
        "tbody th{text-align:right;padding-right:.5em}"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Accuracy: {html.escape(name)}</title>'
        f"<style>{style}</style><h1>{html.escape(name)}</h1><pre>{html.escape(table(rows))}</pre>"
        f"<h2>Confusion: rows true, columns best guess</h2><table><thead><tr><th></th>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></html>"
    )
