"""Operators write text, and text is what arrives; what stands twice is told, with its place."""

from pathlib import Path
from typing import Any

import pytest

from bot.content.source import Problem, Source, read_yaml


def read(tmp_path: Path, text: str) -> Source:
    """Read `text` as a file."""
    file = tmp_path / "x.yaml"
    file.write_text(text, "utf-8")
    return read_yaml(file, "x.yaml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("012", "012"), ("15:30", "15:30"), ("1099", "1099"), ("1e3", "1e3"),
        ("2026-11-21", "2026-11-21"), ("0x10", "0x10"), (".5", ".5"), ("True", "True"), ("NO", "NO"), ("=", "="),
        ("'true'", "true"), ('"null"', "null"), ("''", ""), ("true", True), ("false", False), ("null", None), ("~", None),
        ("", None), ("|\n  a\n  b\n", "a\nb\n"), ("[no, 012]", ["no", "012"]), ("{a: no}", {"a": "no"}), ("اردو", "اردو"),
    ],
)  # fmt: skip
def test_a_value_means_what_it_says(tmp_path: Path, written: str, meant: Any) -> None:
    source = read(tmp_path, f"a: {written}\n")
    assert source.problems == []
    assert source.data == {"a": meant}


def test_a_key_that_stands_twice_is_told_and_the_first_is_kept(tmp_path: Path) -> None:
    source = read(tmp_path, "a: 1\nb:\n  c: 2\n  c: 3\na: 4\n")
    assert source.data == {"a": "1", "b": {"c": "2"}}
    assert [str(p) for p in source.problems] == [
        "x.yaml:4:3 C003 the key 'c' stands twice",
        "x.yaml:5:1 C003 the key 'a' stands twice",
    ]


def test_every_value_has_its_place(tmp_path: Path) -> None:
    source = read(tmp_path, "a:\n  - b: 1\n    c: [x, y]\n")
    assert str(source.problem("R", "here", "a", 0, "c", 1)) == "x.yaml:3:12 R here"
    assert str(source.problem("R", "near", "a", 0, "missing")) == "x.yaml:2:5 R near"
    assert str(source.problem("R", "whole", "z")) == "x.yaml:1:1 R whole"


@pytest.mark.parametrize(
    "text",
    ["a: [", "a: 'x", "\ta: 1", "a: b: c", "%YAML 9", "a: &x 1\nb: *y", "--- a\n--- b", "a: !!python/object:os.system x",
     "\x00", "{", "a: 1\n b: 2"],
)  # fmt: skip
def test_what_is_no_yaml_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text)
    assert source.problems or isinstance(source.data, dict)
    assert all(p.line >= 1 and p.column >= 1 and p.message for p in source.problems)


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    source = read(tmp_path, "a: !!python/object/apply:os.system [exit]\n")
    assert source.data == {"a": ["exit"]}


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert [p.rule for p in read_yaml(tmp_path / "nowhere.yaml", "nowhere.yaml").problems] == ["C001"]
    assert [p.rule for p in read_yaml(tmp_path, "a folder").problems] == ["C001"]


def test_problems_sort_by_place() -> None:
    rows = [Problem("b", 1, 1, "C001", ""), Problem("a", 10, 1, "C001", ""), Problem("a", 9, 2, "C001", "")]
    assert [(p.path, p.line) for p in sorted(rows)] == [("a", 9), ("a", 10), ("b", 1)]
