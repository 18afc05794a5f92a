"""Holding an HSDS export against a JSON Schema. Needs the `jsonschema` package, which operators need not have."""

from collections.abc import Iterator
from typing import Any

from bot.errors import RaastaError


def violations(data: Any, schema: dict[str, Any]) -> Iterator[str]:
    """Yield each place where `data` does not hold to `schema`, as `path: message`.

    A schema of one organization is held against each of them. Raises RaastaError when jsonschema is not
    installed or the schema is none.
    """
    try:
        from jsonschema.exceptions import SchemaError
        from jsonschema.validators import validator_for
    except ImportError as error:
        raise RaastaError("the check needs the package 'jsonschema': pip install jsonschema") from error
    kind = validator_for(schema)
    try:
        kind.check_schema(schema)
    except SchemaError as error:
        raise RaastaError(f"not a JSON Schema: {error.message}") from error
    validator = kind(schema)
    rows = data if schema.get("type") != "array" else [data]
    for number, row in enumerate(rows):
        for found in sorted(validator.iter_errors(row), key=lambda e: list(map(str, e.path))):
            yield f"{number}/{'/'.join(str(part) for part in found.path)}: {found.message}"
