"""JSON Schemas for editors, made from the same dataclasses that read the files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from bot.content.intent import Intent
from bot.content.load import CONTACT_GROUPS, FIXED_KINDS, ExampleFile
from bot.directory.records import Agency, Contact

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by file name."""
    return {
        "intent.schema.json": _titled(TypeAdapter(Intent).json_schema(), "An intent of Raasta"),
        "examples.schema.json": _titled(TypeAdapter(ExampleFile).json_schema(), "Examples of an intent"),
        "agency.schema.json": _agency(),
    }


def _titled(schema: dict[str, Any], title: str) -> dict[str, Any]:
    schema.get("properties", {}).pop("path", None)
    return {"$schema": DIALECT, **schema, "title": title}


def _agency() -> dict[str, Any]:
    """The file's own form: contacts stand in groups, and the group says what its value is called."""
    schema = _titled(TypeAdapter(Agency).json_schema(), "A body of the directory")
    schema["properties"].pop("contacts")
    contact = TypeAdapter(Contact).json_schema()
    schema.setdefault("$defs", {}).update(contact.pop("$defs", {}))
    schema["$defs"].pop("Contact", None)
    for group, key in CONTACT_GROUPS.items():
        row = json.loads(json.dumps(contact))
        properties = row["properties"]
        value, kind, urdu = properties.pop("value"), properties.pop("kind"), properties.pop("value_ur")
        properties[key] = value
        required = [name for name in row["required"] if name not in ("value", "kind")]
        if group == "links":
            properties["name"] = value
        else:
            required.append(key)
        if group == "addresses":
            properties["address_ur"] = urdu
        if group not in FIXED_KINDS:
            properties["type"] = kind
            required.append("type")
        row["required"] = required
        row["title"] = group
        schema["properties"][group] = {"type": "array", "items": row}
    return schema


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write every schema into `folder` and yield the files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        file = folder / name
        file.write_text(json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
        yield file
