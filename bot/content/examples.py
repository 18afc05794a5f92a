"""Adding examples: many hands write `intent<TAB>language<TAB>now<TAB>text`; duplicates are refused on entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bot.content.load import EXAMPLE_LANGUAGES, ExampleFile
from bot.understanding.normalise import words

NEAR_DUPLICATE: Final = 90
"""Token-set ratio (0-100) from which two folded examples of one intent and script count as the same."""


@dataclass(frozen=True)
class Line:
    """One line of a batch."""

    number: int
    intent: str
    language: str
    is_now: bool
    text: str


@dataclass(frozen=True)
class Refused:
    """A line that was not taken, and why."""

    number: int
    reason: str
    text: str


def read_batch(file: Path) -> Iterator[Line | Refused]:
    """Read a batch file (UTF-8, tab-separated, four columns). What is no line of that form is refused, not guessed."""
    for number, row in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not row.strip():
            continue
        cells = row.split("\t")
        if len(cells) != 4 or cells[1] not in EXAMPLE_LANGUAGES or cells[2] not in {"0", "1"}:
            yield Refused(number, "not intent<TAB>language<TAB>0|1<TAB>text", row)
        else:
            yield Line(number, cells[0], cells[1], cells[2] == "1", " ".join(cells[3].split()))


class ExampleBook:
    """All examples by intent and script, and which folded sentences stand where."""

    def __init__(self, files: Iterable[ExampleFile]) -> None:
        self._rows: dict[tuple[str, str], dict[str, bool]] = {}
        self._folded: dict[tuple[str, ...], str] = {}
        self._near: dict[tuple[str, str], list[str]] = {}
        for file in files:
            for is_now, texts in ((True, file.now), (False, file.examples)):
                for text in texts:
                    self._put(file.intent, file.language, text, is_now)

    def _put(self, intent: str, language: str, text: str, is_now: bool) -> None:
        self._rows.setdefault((intent, language), {})[text] = is_now
        self._folded[words(text)] = intent
        self._near.setdefault((intent, language), []).append(" ".join(words(text)))

    def add(self, line: Line) -> Refused | None:
        """Take one line in, or say why not: no words, the same folded sentence anywhere, a near duplicate beside it."""
        from rapidfuzz import fuzz, process

        folded = words(line.text)
        if not folded:
            return Refused(line.number, "no words in it", line.text)
        if folded in self._folded:
            return Refused(line.number, f"stands already under {self._folded[folded]}", line.text)
        rows = self._near.get((line.intent, line.language), [])
        if len(folded) > 3:
            near = process.extractOne(
                " ".join(folded), rows, scorer=fuzz.token_sort_ratio, processor=None, score_cutoff=NEAR_DUPLICATE
            )
            if near:
                return Refused(line.number, f"nearly the same as: {near[0]}", line.text)
        self._put(line.intent, line.language, line.text, line.is_now)
        return None

    def write(self, folder: Path) -> None:
        """Write every file anew: `now` first, then `examples`, each in the order in which they came."""
        folder.mkdir(parents=True, exist_ok=True)
        for (intent, language), texts in sorted(self._rows.items()):
            data: dict[str, object] = {"intent": intent, "language": language}
            for key, wanted in (("now", True), ("examples", False)):
                if rows := [text for text, is_now in texts.items() if is_now is wanted]:
                    data[key] = rows
            text = yaml.dump(data, allow_unicode=True, sort_keys=False, width=1000, Dumper=_Quoting)
            target = folder / f"{intent}.{language}.yaml"
            draft = target.with_suffix(".draft")
            draft.write_text(text, "utf-8")
            draft.replace(target)


class _Quoting(yaml.SafeDumper):
    """Block lists, indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)
