"""Raw content: every YAML file read into its frozen dataclass, with every error found on the way.

Nothing is resolved here; `bot.content.rules` checks what files say about each other, `bot.content.build` compiles.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from bot.content.intent import Intent
from bot.content.source import Problem, Source, read_yaml
from bot.directory.records import Agency
from bot.vocabulary import Region, Texts

ExampleLanguage = Literal["en", "ur", "ur-Latn"]
EXAMPLE_LANGUAGES: tuple[ExampleLanguage, ...] = get_args(ExampleLanguage)

CONTACT_GROUPS: Final = {"phones": "number", "links": "url", "addresses": "address", "emails": "email"}
FIXED_KINDS: Final = {"addresses": "address", "emails": "email"}


@dataclass(frozen=True)
class ExampleFile:
    """The examples of one intent in one script; `now` are those in which somebody is in danger at this moment."""

    __pydantic_config__ = {"extra": "forbid"}
    intent: str
    language: ExampleLanguage
    now: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass
class RawContent:
    """All files as read. `sources` keeps the places for error messages, keyed by shown path."""

    intents: dict[str, Intent] = field(default_factory=dict)
    examples: list[ExampleFile] = field(default_factory=list)
    agencies: dict[str, Agency] = field(default_factory=dict)
    roles: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    role_titles: dict[str, Texts] = field(default_factory=dict)
    guides: dict[str, Texts] = field(default_factory=dict)
    lexicon: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)
    calm: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    follow_ups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    points: dict[Region, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def source_of(self, item: Intent | Agency) -> Source:
        """The file that an intent or agency came from."""
        return self.sources[item.path]


def load_content(root: Path) -> RawContent:
    """Read everything under `root` (`intents/`, `data/`). Never raises for what the files hold."""
    raw = RawContent()
    for source in _files(root, "intents", raw):
        _load_intent(source, raw)
    for source in _files(root, "intents/examples", raw):
        _load_examples(source, raw)
    for source in _files(root, "data/agencies", raw):
        _load_agency(source, raw)
    _load_tables(root, raw)
    raw.problems.sort()
    return raw


def _files(root: Path, folder: str, raw: RawContent) -> Iterator[Source]:
    files = sorted((root / folder).glob("*.yaml"))
    if not files:
        raw.problems.append(Problem(folder, 1, 1, "C001", "no .yaml file stands in this folder"))
    for file in files:
        source = read_yaml(file, f"{folder}/{file.name}")
        raw.sources[source.path] = source
        raw.problems.extend(source.problems)
        if source.data is not None and not isinstance(source.data, dict):
            raw.problems.append(source.problem("C004", "the file must be a block of `key: value`"))
        elif source.data is not None:
            yield source


def _shape(
    kind: Any, data: Any, source: Source, raw: RawContent, alias: dict[Any, tuple[Any, ...]] | None = None
) -> Any:
    """Turn plain data into dataclasses; each error of shape becomes a problem C004 or C005 at its place."""
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        for detail in error.errors():
            at = tuple(part for part in detail["loc"] if not str(part).startswith(("tuple[", "dict[", "nullable")))
            if alias and at[:2] in alias:
                at = alias[at[:2]] + at[2:]
            unknown = detail["type"] in {"unexpected_keyword_argument", "extra_forbidden"}
            name = ".".join(str(part) for part in at) or "the file"
            rule, said = ("C005", f"unknown key '{at[-1] if at else ''}'") if unknown else ("C004", detail["msg"])
            raw.problems.append(source.problem(rule, said if unknown else f"{name}: {said}", *at))
        return None


def _load_intent(source: Source, raw: RawContent) -> None:
    intent = _shape(Intent, {**source.data, "path": source.path}, source, raw)
    if intent is None:
        return
    if source.path != f"intents/{intent.id}.yaml":
        raw.problems.append(source.problem("C006", f"the id '{intent.id}' and the file name differ", "id"))
    raw.intents[intent.id] = intent


def _load_examples(source: Source, raw: RawContent) -> None:
    examples = _shape(ExampleFile, source.data, source, raw)
    if examples is None:
        return
    if source.path != f"intents/examples/{examples.intent}.{examples.language}.yaml":
        raw.problems.append(source.problem("C006", "intent and language differ from the file name", "intent"))
    raw.examples.append(examples)


def _load_agency(source: Source, raw: RawContent) -> None:
    data, alias = _flat_contacts(source.data)
    agency = _shape(Agency, {**data, "path": source.path}, source, raw, alias)
    if agency is None:
        return
    if source.path != f"data/agencies/{agency.id}.yaml":
        raw.problems.append(source.problem("C006", f"the id '{agency.id}' and the file name differ", "id"))
    raw.agencies[agency.id] = agency


def _flat_contacts(data: dict[str, Any]) -> tuple[dict[str, Any], dict[Any, tuple[Any, ...]]]:
    """Phones, links, addresses and emails as one row of contacts, and where each stood."""
    rest = {key: value for key, value in data.items() if key not in CONTACT_GROUPS}
    contacts: list[Any] = []
    alias: dict[Any, tuple[Any, ...]] = {}
    for group, value_key in CONTACT_GROUPS.items():
        rows = data.get(group) or []
        if not isinstance(rows, list):
            rest[group] = rows
            continue
        for place, row in enumerate(rows):
            alias["contacts", len(contacts)] = (group, place)
            if not isinstance(row, dict):
                contacts.append(row)
                continue
            row = dict(row)
            row["kind"] = FIXED_KINDS.get(group) or row.pop("type", None)
            row["value"] = row.pop(value_key, None) or row.pop("name", None)
            row["value_ur"] = row.pop("address_ur", None)
            contacts.append(row)
    rest["contacts"] = contacts
    return rest, alias


def _load_tables(root: Path, raw: RawContent) -> None:
    roles = _table(root, "roles", raw).get("roles") or {}
    source = raw.sources.get("data/roles.yaml")
    for role, row in roles.items() if isinstance(roles, dict) else ():
        assert source is not None
        titled = _shape(Texts, row.get("title"), source, raw) if isinstance(row, dict) else None
        rows = {key: value for key, value in row.items() if key != "title"} if isinstance(row, dict) else {}
        raw.role_titles[role] = titled or {}
        raw.roles[role] = _shape(dict[str, tuple[str, ...]], rows, source, raw) or {}
    raw.guides = _typed(dict[str, Texts], root, "guides", "guides", raw)
    raw.lexicon = _typed(dict[str, dict[str, tuple[str, ...]]], root, "lexicon", "concepts", raw)
    raw.places = _table(root, "places", raw)
    raw.follow_ups = _typed(dict[str, tuple[str, ...]], root, "followups", "follow_ups", raw)
    raw.points = _typed(dict[Region, tuple[tuple[float, float], ...]], root, "points", "points", raw)
    raw.calm = _typed(dict[str, tuple[str, ...]], root, "emergency", "calm", raw)
    raw.cries = _typed(dict[str, tuple[str, ...]], root, "emergency", "cries", raw)


def _table(root: Path, name: str, raw: RawContent) -> dict[str, Any]:
    source = read_yaml(root / "data" / f"{name}.yaml", f"data/{name}.yaml")
    raw.sources[source.path] = source
    raw.problems.extend(source.problems)
    return source.data if isinstance(source.data, dict) else {}


def _typed(kind: Any, root: Path, name: str, key: str, raw: RawContent) -> Any:
    table = _table(root, name, raw)
    if key not in table:
        if table:
            raw.problems.append(raw.sources[f"data/{name}.yaml"].problem("C004", f"the key '{key}' is missing"))
        return {}
    return _shape(kind, table[key], raw.sources[f"data/{name}.yaml"], raw) or {}
