"""The verbs: what they print, in which order, and one clear line when something is wrong."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli import directory as directory_verbs
from bot.cli.main import VERBS, cli, main
from bot.content.load import RawContent, load_content
from bot.content.snapshot import Content
from tests.conftest import ROOT


@pytest.fixture
def run(content: Content, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a verb over the content that is loaded already."""
    monkeypatch.setattr("bot.content.build.load", lambda places: content)

    def call(*arguments: str, stdin: str = "") -> Any:
        return CliRunner().invoke(cli, arguments, input=stdin)

    return call


@pytest.fixture(scope="module")
def raw() -> RawContent:
    return load_content(ROOT)


def test_help_names_every_verb(run: Any) -> None:
    said = run("--help").output
    assert [verb for verb in VERBS if verb != "has-token" and f"  {verb} " not in said] == []


def test_ask_reads_out_what_a_person_reads(run: Any) -> None:
    result = run("ask", "my son is missing since morning in Karachi")
    assert result.exit_code == 0
    assert result.stdout.startswith("15 ")
    assert "1099" in result.stdout


def test_ask_as_json(run: Any) -> None:
    result = run("ask", "--json", "malik 3 mahine se tankhwa nahi de raha lahore")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {
        "id", "language", "intent", "confidence", "decision", "alternatives", "emergency", "region", "agencies", "contacts",
        "reply",
    } <= set(data)  # fmt: skip
    assert (data["intent"], data["region"], data["language"]) == ("labour_complaint", "punjab", "ur-Latn")
    assert data["emergency"] is False
    assert 0 <= data["confidence"] <= 1
    assert len(data["alternatives"]) <= 4
    assert data["reply"]
    assert all(isinstance(text, str) and text for text in data["reply"])


def test_ask_in_a_language_and_a_region_of_ones_choice(run: Any) -> None:
    result = run("ask", "--lang", "ur", "--region", "sindh", "no wages for three months")
    assert "dglabour.gos.pk" in result.stdout
    assert "کسے کال کریں" in result.stdout
    assert run("ask", "--lang", "fr", "x").exit_code == 2
    assert run("ask", "--region", "mars", "x").exit_code == 2


def test_ask_explains(run: Any) -> None:
    said = run("ask", "--explain", "mera beta gum ho gaya hai karachi").stdout
    for word in ("language", "folded", "region", "sindh", "emergency", "missing_child"):
        assert word in said


@pytest.mark.parametrize("text", ["", "🙂", "a" * 100_000, "\x00\x01"])
def test_ask_answers_bad_input(run: Any, text: str) -> None:
    result = run("ask", text)
    assert (result.exit_code, result.exception) == (0, None)
    assert result.stdout.strip()


def test_match_keeps_order_and_ids(run: Any) -> None:
    rows = [
        {"id": "b", "text": "my son is missing"},
        {"id": 1, "text": ""},
        {"text": "mujhe umang ka number"},
        {"id": None, "text": "🙂", "extra": [1]},
        {"id": "a", "text": "میرا شناختی کارڈ گم ہو گیا"},
    ]
    result = run("match", "--jsonl", stdin="\n".join(json.dumps(row) for row in rows) + "\n\n")
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [row["id"] for row in out] == ["b", 1, None, None, "a"]
    assert out[0]["intent"] == "missing_child"
    assert out[0]["emergency"] is True
    assert out[0]["contacts"][:2] == ["15", "1099"]
    assert out[1]["decision"] == "none"
    assert out[4]["intent"] == "identity_documents"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "line 2: not JSON"),
        ("[]", "line 2: needs"),
        ('{"id": 1}', "line 2: needs"),
        ('{"text": 7}', "line 2: needs"),
    ],
)
def test_match_names_the_line_that_is_wrong(run: Any, line: str, said: str) -> None:
    result = run("match", "--jsonl", stdin=f'{{"id": 1, "text": "hello"}}\n{line}\n')
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1, "what came before is answered"
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_chat_reads_lines_and_ends(run: Any) -> None:
    result = run("chat", stdin="my son is missing\n/help\n²\n")
    assert (result.exit_code, result.exception) == (0, None)
    assert result.stdout.startswith("15 ")
    assert "/topics" in result.stdout


THANKS = "id: thanks\nkind: conversation\n"


def broken(tmp_path: Path) -> Path:
    """A content folder with a mistake on line 1."""
    (tmp_path / "intents").mkdir()
    (tmp_path / "intents/thanks.yaml").write_text("id: [thanks\n", "utf-8")
    return tmp_path


def test_validate_ends_well_when_all_is_well(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.content.rules.check_all", lambda raw: [])
    monkeypatch.setattr("bot.content.load.load_content", lambda root: RawContent())
    result = run("validate")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "The content is sound.\n")


def test_validate_names_every_error_and_ends_with_1(tmp_path: Path, run: Any) -> None:
    result = run("validate", str(broken(tmp_path)))
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert any(line.startswith("intents/thanks.yaml:2:1 C001 not YAML") for line in lines)
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], *map(int, line.split(":")[1:2])))
    assert result.stderr == f"{len(lines)} errors\n"


@pytest.mark.parametrize(
    ("arguments", "folder", "status", "said"),
    [
        (["ask", "hello"], "nowhere", 2, "RAASTA_CONTENT_DIR: '{folder}' holds no intents/ folder"),
        (["validate", "{folder}"], "nowhere", 2, "the folder: '{folder}' holds no intents/ folder"),
        (["ask", "hello"], "broken", 1, "the content has "),
        (["match", "--jsonl"], "broken", 1, "the content has "),
    ],
)
def test_a_broken_content_folder_gives_one_clear_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    folder: str,
    status: int,
    said: str,
) -> None:
    place = broken(tmp_path) if folder == "broken" else tmp_path / "nowhere"
    monkeypatch.setenv("RAASTA_CONTENT_DIR", str(place))
    monkeypatch.setenv("RAASTA_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("bot.content.build._build_apart", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["raasta", *(part.format(folder=place) for part in arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if not line.startswith("Raasta: reading")]
    assert ended.value.code == status
    assert out == ""
    assert len(lines) == 1
    assert lines[0].startswith("raasta: " + said.format(folder=place))
    if folder == "broken":
        assert "intents/thanks.yaml:2:1 C001" in lines[0] or "C001" in lines[0]


@pytest.fixture
def shelf(raw: RawContent, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The directory verbs over content that is read once."""
    monkeypatch.setattr(directory_verbs, "_raw", lambda: raw)

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(cli, ["directory", *arguments])

    return call


def test_directory_show_tells_everything(shelf: Any) -> None:
    said = shelf("show", "nccia").output
    assert "1799" in said
    assert "[NOT SHOWN: held back until somebody has dialled" in said
    assert "https://www.arabnews.pk/node/2603229" in said
    assert "2025-06-04" in said


def test_directory_show_knows_former_ids(shelf: Any) -> None:
    assert "id pcsw" in shelf("show", "punjab-women-helpline-1043").output


@pytest.mark.parametrize(("typed", "near"), [("nadraa", "nadra"), ("polic-15", "police-15"), ("missing", "")])
def test_directory_show_offers_near_names(shelf: Any, typed: str, near: str) -> None:
    result = shelf("show", typed)
    assert result.exit_code == 1
    assert f"no body '{typed}'" in result.stderr
    assert (f"did you mean {near}" in result.stderr) == bool(near)


def test_directory_list_narrows_by_region_and_intent(shelf: Any) -> None:
    everything = shelf("list").stdout.splitlines()
    punjab = shelf("list", "--region", "punjab").stdout.splitlines()
    gb = shelf("list", "--region", "gb", "--intent", "child_abuse").stdout.splitlines()
    assert len(everything) > len(punjab) > len(gb) > 0
    assert any(line.startswith("cpwb-punjab ") for line in punjab)
    assert not any(line.startswith("cpwb-punjab ") for line in gb)
    assert any(line.startswith("gb-social-welfare ") for line in gb)


def test_directory_list_shows_no_number_that_is_held_back(shelf: Any) -> None:
    rows = {line.split()[0]: line.split()[1:3] for line in shelf("list").stdout.splitlines()}
    assert rows["fia-cyber-crime-wing"] == ["superseded", "–"]
    assert rows["nadra"] == ["active", "1777"]


def test_directory_stale_counts_from_a_day(shelf: Any) -> None:
    none = shelf("stale", "--days", "3650", "--today", "2026-11-22")
    some = shelf("stale", "--days", "365", "--today", "2026-11-22")
    every = shelf("stale", "--days", "0", "--today", "2036-01-01")
    assert none.stderr.startswith("0 contacts are older than 3650 days")
    ages = [int(line.split()[0]) for line in some.stdout.splitlines()]
    assert ages == sorted(ages, reverse=True)
    assert min(ages) > 365
    assert len(every.stdout.splitlines()) > len(ages)
    assert shelf("stale", "--days", "-1").exit_code == 2
