"""The documentation is held to the code: what exists is mentioned, what is mentioned exists."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click
import pytest
import yaml

from bot.cli.main import cli
from bot.content import intent as intent_format
from bot.content.build import bundled_root
from bot.content.load import CONTACT_GROUPS, ExampleFile, load_content
from bot.directory import records
from bot.settings import Settings, variable
from tools import coverage, reference

ROOT: Final = Path(__file__).parents[2]
REFERENCE: Final = ROOT / "docs" / "reference"
PAGES: Final = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TARGETS: Final = re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
LINK: Final = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CONTACT_KEYS: Final = {"kind": ("type",), "value": ("number", "url", "address", "email"), "value_ur": ("address_ur",)}
HIDDEN: Final = {"path"}


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def all_text() -> str:
    return "\n".join(text_of(page) for page in PAGES)


def verbs(group: click.Group, name: str) -> Iterator[str]:
    context = click.Context(group)
    for verb in group.list_commands(context):
        command = group.get_command(context, verb)
        if isinstance(command, click.Group):
            yield from verbs(command, f"{name} {verb}")
        else:
            yield f"{name} {verb}"


def keys_of(kind: Any) -> set[str]:
    return {f.name for f in fields(kind)} - HIDDEN


@pytest.mark.parametrize("verb", list(verbs(cli, "raasta")))
def test_every_command_is_documented(verb: str) -> None:
    assert re.search(rf"`{verb}\b", text_of(REFERENCE / "commands.md"))


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_documented(target: str) -> None:
    assert f"`make {target}`" in text_of(REFERENCE / "commands.md")


def test_every_make_target_that_is_mentioned_exists() -> None:
    mentioned = set(re.findall(r"`make ([a-z-]+)`", all_text()))
    assert mentioned <= set(TARGETS)


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"## `{variable(name)}`" in text_of(REFERENCE / "settings.md")


def test_every_setting_that_is_mentioned_exists() -> None:
    known = {variable(name) for name in Settings.model_fields} | {"RAASTA_REQUIRE"}
    assert set(re.findall(r"\bRAASTA_[A-Z_]+[A-Z]\b", all_text())) <= known


def test_every_content_rule_is_documented() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "bot" / "content").glob("*.py"))
    for rule_id in sorted(set(re.findall(r'"([CD]\d{3})"', code))):
        assert f"| {rule_id} |" in text_of(REFERENCE / "rules.md"), rule_id


def test_every_key_of_an_intent_is_documented() -> None:
    page = text_of(REFERENCE / "content-format.md")
    kinds = (
        intent_format.Intent, intent_format.Answer, intent_format.Referrals, intent_format.Variant, intent_format.Pair,
        intent_format.Must, intent_format.MustNot, intent_format.Tests, ExampleFile,
    )  # fmt: skip
    missing = {key for kind in kinds for key in keys_of(kind) if not re.search(rf"\b{key}\b", page)}
    assert not missing


def test_every_key_of_an_agency_is_documented() -> None:
    page = text_of(REFERENCE / "directory-format.md")
    keys = keys_of(records.Agency) - {"contacts"} | set(CONTACT_GROUPS) | keys_of(records.Source)
    keys |= keys_of(records.Schedule)
    for key in keys_of(records.Contact):
        keys.update(CONTACT_KEYS.get(key, (key,)))
    assert not {key for key in keys if f"`{key}`" not in page}


def test_every_table_of_data_is_documented() -> None:
    page = text_of(REFERENCE / "data-tables.md")
    for file in sorted((ROOT / "data").glob("*.yaml")):
        assert f"`data/{file.name}`" in page
        for key in yaml.safe_load(text_of(file)):
            assert f"`{key}`" in page, f"{file.name}: {key}"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    page = text_of(ROOT / "docs" / "decisions" / "0002-libraries.md")
    for line in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.split(r"[\[<>=~ ]", line)[0]
        assert re.search(rf"\b{re.escape(name)}\b", page), name


@pytest.mark.parametrize("path", sorted(set(reference.PAGES) - {"docs/reference/coverage-holes.md"}))
def test_generated_pages_are_fresh(path: str) -> None:
    assert text_of(ROOT / path) == reference.PAGES[path](), "make docs"


def test_the_table_of_holes_is_fresh() -> None:
    assert text_of(coverage.PAGE) == coverage.page(load_content(bundled_root())), "make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(text_of(page)):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in {slug(title) for title in re.findall(r"^#+ (.+)$", text_of(target), re.MULTILINE)}, link


def slug(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_path_of_a_machine_stands_in_a_page(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users|mnt)/", text_of(page))


def test_readme_names_only_numbers_of_the_directory() -> None:
    shown = {c.value for a in load_content(bundled_root()).agencies.values() for c in a.shown_contacts() if c.is_number}
    named = re.findall(r"\*\*(\d[\d-]*)\*\*", text_of(ROOT / "README.md"))
    assert len(named) >= 4
    assert set(named) <= shown


def test_readme_says_the_two_commands() -> None:
    text = text_of(ROOT / "README.md")
    assert 'echo "my son is missing" | make run' in text
    assert re.search(r"^make run\b", text, re.MULTILINE)
    assert re.search(r"^make test\b", text, re.MULTILINE)


def test_pictures_of_readme_are_described() -> None:
    for description, _ in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text_of(ROOT / "README.md")):
        assert len(description) > 40
