"""Where commands find the content: the settings' folder, else the repository, else the package's own copy."""

from pathlib import Path

from bot.content.build import Places, bundled_root
from bot.errors import SettingError


def places(root: Path | None = None) -> Places:
    """The content folder and the cache folder. Raises SettingError when RAASTA_CONTENT_DIR holds no content.

    Read from the environment alone, so that `ask` and `match` need not wait for the settings library.
    """
    from bot.cli.dotenv import setting

    named = setting("RAASTA_CONTENT_DIR")
    folder = root or (Path(named) if named else bundled_root())
    if not (folder / "intents").is_dir():
        name = "RAASTA_CONTENT_DIR" if named and not root else "the folder"
        raise SettingError(f"{name}: '{folder}' holds no intents/ folder")
    return Places(folder, Path(setting("RAASTA_CACHE_DIR") or "var/cache"))
