"""Extract the interface texts from the code and bring the catalogues up to date (`make locales`).

Texts are the first argument of `Voice.text` and `Voice.label`. Translations that are there stay; what no code says any more goes.
"""

import ast
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.content.catalogues import DOMAIN, LOCALES

ROOT = Path(__file__).resolve().parent.parent
CALLS = {"ur": {"text", "label"}, "ur-Latn": {"label"}}
"""Which calls speak in which catalogue: the body of a message is in Urdu script, Roman Urdu stands on buttons."""


def extracted(calls: set[str]) -> dict[str, list[tuple[str, int]]]:
    """Every interface text that is said through one of `calls`, with the places where it is said."""
    found: dict[str, list[tuple[str, int]]] = {}
    for file in sorted((ROOT / "bot" / "conversation").glob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for node in ast.walk(tree):
            for text in _texts(node, calls):
                found.setdefault(text, []).append((f"bot/conversation/{file.name}", getattr(node, "lineno", 1)))
    return found


def _texts(node: ast.AST, calls: set[str]) -> list[str]:
    """Literal texts of a call, of a marked table (`REGION_LABELS`) or of a variable that a call is given."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in calls and node.args:
        return _strings(node.args[0])
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id.endswith("_LABELS"):
        return [text for value in getattr(node.value, "values", []) for text in _strings(value)]
    if "text" in calls and isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"seen", "line"}:
        return _strings(node.value)
    return []


def _strings(node: ast.AST) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_strings(node.body), *_strings(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def main() -> None:
    """Write the catalogues; exit 1 with --check if they were not up to date or lack a translation."""
    missing = []
    for language, locale in LOCALES.items():
        file = ROOT / "locales" / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        old = Catalog()
        if file.is_file():
            with file.open("rb") as stream:
                old = read_po(stream)
        texts = extracted(CALLS[language])
        new = Catalog(
            locale="ur",
            project="Raasta",
            domain=DOMAIN,
            copyright_holder="The Raasta maintainers",
            header_comment=f"# {language}: interface texts of Raasta",
        )
        for text, places in texts.items():
            known = old.get(text)
            translation = str(known.string) if known and known.string else ""
            new.add(text, translation, locations=[(place, 0) for place, _ in places[:1]])
            if not translation:
                missing.append(f"{language}: {text}")
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, new, width=120, omit_header=True, include_lineno=False)
    for line in missing:
        print("missing", line)
    sys.exit(1 if missing and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
