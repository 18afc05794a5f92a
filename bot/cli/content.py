"""`raasta validate` and `raasta content …`: what operators do with the YAML."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def validate(folder: Path | None) -> None:
    """Check the content: every error as path:line:column rule message; exit 1 if there is one."""
    from bot.cli.content_places import places
    from bot.content.load import load_content
    from bot.content.rules import check_all

    problems = check_all(load_content(places(folder).root))
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} errors", err=True)
        sys.exit(1)
    click.echo("The content is sound.", err=True)


@click.group()
def content() -> None:
    """Build, add, report and describe the content."""


@content.command("build")
@click.option("--force", is_flag=True, help="Build even if the cache is fresh.")
def build_command(force: bool) -> None:
    """Compile the content into the cache, so that the first answer is not the slow one."""
    from bot.cli.content_places import places
    from bot.content.build import ContentError, build, load

    try:
        built = build(places()) if force else load(places())
    except ContentError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise
    click.echo(f"Raasta: content {built.key} is ready", err=True)


@content.command("add")
@click.argument("batches", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add(batches: tuple[Path, ...]) -> None:
    """Add examples from files of `intent<TAB>language<TAB>0|1<TAB>text`; duplicates are refused, each with its reason."""
    from bot.cli.content_places import places
    from bot.content.examples import ExampleBook, Refused, read_batch
    from bot.content.load import load_content

    root = places().root
    book = ExampleBook(load_content(root).examples)
    taken = refused = 0
    for batch in batches:
        for line in read_batch(batch):
            reason = line if isinstance(line, Refused) else book.add(line)
            if reason is None:
                taken += 1
            else:
                refused += 1
                click.echo(f"{batch.name}:{reason.number} {reason.reason}: {reason.text}", err=True)
    book.write(root / "intents" / "examples")
    click.echo(f"{taken} taken, {refused} refused")


@content.command("report")
def report() -> None:
    """How many examples each intent has in each script, and how many of them are of danger now."""
    from bot.cli.content_places import places
    from bot.content.load import EXAMPLE_LANGUAGES, load_content

    raw = load_content(places().root)
    counts = {(f.intent, f.language): (len(f.now) + len(f.examples), len(f.now)) for f in raw.examples}
    names = sorted({f.intent for f in raw.examples})
    click.echo(f"{'intent':24}" + "".join(f"{language:>12}" for language in EXAMPLE_LANGUAGES))
    for name in names:
        cells = [counts.get((name, language), (0, 0)) for language in EXAMPLE_LANGUAGES]
        click.echo(f"{name:24}" + "".join(f"{f'{total} ({now})':>12}" for total, now in cells))
    click.echo(f"{sum(total for total, _ in counts.values())} examples")


@content.command("schema")
def schema() -> None:
    """Write the JSON Schemas that editors use into docs/reference/schema/."""
    from bot.cli.content_places import places
    from bot.content.schemas import write_schemas

    for file in write_schemas(places().root / "docs" / "reference" / "schema"):
        click.echo(str(file))
