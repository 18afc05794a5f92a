"""Interface texts: gettext catalogues read into plain tables, so that a snapshot carries them and a reload swaps them."""

from pathlib import Path

LOCALES = {"ur": "ur", "ur-Latn": "ur_Latn"}
DOMAIN = "raasta"


def read_catalogues(folder: Path) -> dict[str, dict[str, str]]:
    """Texts by language and English message; English is its own message. A catalogue that is missing is empty."""
    from babel.messages.pofile import read_po

    texts: dict[str, dict[str, str]] = {"en": {}}
    for language, locale in LOCALES.items():
        rows: dict[str, str] = {}
        file = folder / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        if file.is_file():
            with file.open("rb") as stream:
                for message in read_po(stream):
                    if message.id and message.string and not message.fuzzy:
                        rows[str(message.id)] = str(message.string)
        texts[language] = rows
    return texts
