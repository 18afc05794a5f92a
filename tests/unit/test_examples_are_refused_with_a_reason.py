"""Many hands add examples; what is double, nearly double or empty is refused, with its line and the reason."""

from pathlib import Path

import pytest
import yaml

from bot.content.examples import ExampleBook, Line, Refused, read_batch
from bot.content.load import ExampleFile

BOOK = (
    ExampleFile("missing_child", "en", now=("my son is missing",), examples=("what if a child goes missing one day",)),
    ExampleFile("thanks", "ur-Latn", examples=("shukriya",)),
)


def line(text: str, intent: str = "missing_child", language: str = "en", *, is_now: bool = False) -> Line:
    """A line of a batch."""
    return Line(1, intent, language, is_now, text)


@pytest.mark.parametrize(
    ("offered", "reason"),
    [
        (line("my son is missing"), "stands already under missing_child"),
        (line("MY SON, is missing!!"), "stands already under missing_child"),
        (line("Shukriya 🙂", "goodbye"), "stands already under thanks"),
        (line("what if the child goes missing one day"), "nearly the same as"),
        (line("🙂🙂"), "no words in it"),
        (line(""), "no words in it"),
    ],
)
def test_a_line_is_refused(offered: Line, reason: str) -> None:
    refused = ExampleBook(BOOK).add(offered)
    assert refused is not None
    assert reason in refused.reason
    assert (refused.number, refused.text) == (1, offered.text)


def test_a_line_is_taken_once() -> None:
    book = ExampleBook(BOOK)
    assert book.add(line("he went to the shop and never came back")) is None
    assert book.add(line("He went to the shop and never came back.")) is not None


def test_short_lines_are_not_near_duplicates() -> None:
    assert ExampleBook(BOOK).add(line("son is missing")) is None


def test_the_same_words_in_another_script_are_another_example() -> None:
    assert ExampleBook(BOOK).add(line("what if the child goes missing one day", language="ur-Latn")) is None


def test_a_batch_is_read_line_by_line(tmp_path: Path) -> None:
    batch = tmp_path / "batch.tsv"
    batch.write_text(
        "missing_child\ten\t1\tmy  son   is lost\n\nmissing_child\tfr\t0\tbonjour\nno tabs here\n"
        "missing_child\ten\tyes\tx\nthanks\tur\t0\tشکریہ\na\tb\tc\td\te\n",
        "utf-8",
    )
    rows = list(read_batch(batch))
    assert rows[0] == Line(1, "missing_child", "en", True, "my son is lost")
    assert rows[4] == Line(6, "thanks", "ur", False, "شکریہ")
    refused = [row for row in rows if isinstance(row, Refused)]
    assert [row.number for row in refused] == [3, 4, 5, 7]
    assert {row.reason for row in refused} == {"not intent<TAB>language<TAB>0|1<TAB>text"}


def test_what_is_written_can_be_read_again(tmp_path: Path) -> None:
    book = ExampleBook(BOOK)
    book.add(line("no: he said 'yes'", is_now=True))
    book.add(line("1122", "thanks", "ur-Latn"))
    book.write(tmp_path)
    data = yaml.load((tmp_path / "missing_child.en.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    assert data == {
        "intent": "missing_child",
        "language": "en",
        "now": ["my son is missing", "no: he said 'yes'"],
        "examples": ["what if a child goes missing one day"],
    }
    again = yaml.load((tmp_path / "thanks.ur-Latn.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
    assert again["examples"] == ["shukriya", "1122"]
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".yaml", ".yaml"]
