"""Reading YAML with the place of every value, so that an error can say `path:line:column`.

Scalars stay text: `no`, `012` and `15:30` mean what they say. Only plain `true`, `false` and `null` (and nothing) are
more than text. A key that stands twice is an error.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[int, int]
"""Line and column, both from 1."""

_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, order=True)
class Problem:
    """One content error: what an operator needs to find and mend it."""

    path: str
    line: int
    column: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column} {self.rule} {self.message}"


@dataclass
class Source:
    """A parsed YAML file: its `data` and where each part of it stands."""

    path: str
    data: Any = None
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, rule: str, message: str, *at: str | int) -> Problem:
        """Make a problem at the value `at` points to, or at the nearest part around it."""
        where = tuple(at)
        while where and where not in self.places:
            where = where[:-1]
        line, column = self.places.get(where, (1, 1))
        return Problem(self.path, line, column, rule, message)


def read_yaml(file: Path, shown_path: str) -> Source:
    """Read one file. Never raises for what the file holds: what is wrong stands in `problems`."""
    source = Source(shown_path)
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        source.problems.append(Problem(shown_path, 1, 1, "C001", f"not UTF-8: {error.reason} at byte {error.start}"))
        return source
    except OSError as error:
        source.problems.append(Problem(shown_path, 1, 1, "C001", f"cannot be read: {error.strerror}"))
        return source
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.problems.append(Problem(shown_path, line, column, "C001", f"not YAML: {error.problem}"))
        return source
    except yaml.YAMLError as error:
        source.problems.append(Problem(shown_path, 1, 1, "C001", f"not YAML: {str(error).splitlines()[0]}"))
        return source
    finally:
        loader.dispose()
    if node is None:
        source.problems.append(Problem(shown_path, 1, 1, "C002", "the file is empty"))
    else:
        source.data = _value(node, (), source)
    return source


def _value(node: yaml.Node, at: tuple[str | int, ...], source: Source) -> Any:
    source.places[at] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, source)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*at, place), source) for place, child in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    if not node.style and node.value in _PLAIN:
        return _PLAIN[node.value]
    return node.value


def _mapping(node: yaml.MappingNode, at: tuple[str | int, ...], source: Source) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if not isinstance(key_node, yaml.ScalarNode):
            source.problems.append(Problem(source.path, line, column, "C003", "a key must be a plain word"))
            continue
        key = key_node.value
        if key in data:
            source.problems.append(Problem(source.path, line, column, "C003", f"the key '{key}' stands twice"))
            continue
        data[key] = _value(value_node, (*at, key), source)
        source.places[(*at, key, "")] = (line, column)
    return data
