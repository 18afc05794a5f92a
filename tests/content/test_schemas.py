"""The JSON Schemas that editors use are those of the code, and every file holds to its schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.content.schemas import schemas, write_schemas
from bot.content.source import read_yaml

KINDS = {
    "intents": "intent.schema.json",
    "intents/examples": "examples.schema.json",
    "data/agencies": "agency.schema.json",
}


def test_committed_schemas_are_those_of_the_code(root: Path) -> None:
    """`make schema` writes them anew."""
    folder = root / "docs" / "reference" / "schema"
    for name, schema in schemas().items():
        assert json.loads((folder / name).read_text("utf-8")) == json.loads(json.dumps(schema)), (
            f"run: make schema ({name})"
        )


def test_schemas_are_schemas() -> None:
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


def test_schemas_are_written_the_same_each_time(tmp_path: Path) -> None:
    first = {file.name: file.read_bytes() for file in write_schemas(tmp_path)}
    assert first == {file.name: file.read_bytes() for file in write_schemas(tmp_path)}
    assert set(first) == set(KINDS.values())


@pytest.mark.parametrize(("folder", "name"), KINDS.items())
def test_every_file_holds_to_its_schema(root: Path, folder: str, name: str) -> None:
    validator = Draft202012Validator(json.loads(json.dumps(schemas()[name])))
    files = sorted((root / folder).glob("*.yaml"))
    assert files
    found = [
        f"{folder}/{file.name}: {'/'.join(map(str, error.path))}: {error.message[:120]}"
        for file in files
        for error in validator.iter_errors(read_yaml(file, file.name).data)
    ]
    assert found == []


THANKS: dict[str, Any] = {
    "id": "thanks",
    "kind": "conversation",
    "title": {"en": "Thanks"},
    "asks": {"en": "Thanks"},
}


@pytest.mark.parametrize(
    "change",
    [{"kind": "song"}, {"replay": {"en": "x"}}, {"tests": {"must": [{"emergency": True}]}}, {"id": None}],
    ids=["wrong choice", "unknown key", "a test without text", "no id"],
)
def test_what_the_reader_refuses_the_schema_refuses(change: dict[str, Any]) -> None:
    validator = Draft202012Validator(schemas()["intent.schema.json"])
    assert list(validator.iter_errors(THANKS)) == []
    assert list(validator.iter_errors({**THANKS, **change})) != []
