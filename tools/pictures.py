"""Draw the pictures of README and docs from real answers of the bot: `make pictures`."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.content.build import Places, bundled_root, load
from bot.content.snapshot import Content
from bot.conversation.decide import decide
from bot.conversation.effects import Replace, Say
from bot.conversation.events import Said
from bot.conversation.front import front
from bot.conversation.state import ChatState
from bot.errors import RaastaError
from bot.vocabulary import ReplyLanguage
from tools.chat_picture import ChatPicture, Turn, Written

ROOT: Final = Path(__file__).parents[1]
OUTPUT: Final = ROOT / "docs" / "pictures"
NOON: Final = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
"""A Monday, 12:00 in Karachi: the pictures do not change with the day on which they are drawn."""


@dataclass(frozen=True)
class Scene:
    """One picture: its file, the language of the front, what the person writes, and the intent that must answer."""

    file: str
    language: ReplyLanguage
    says: str
    intent: str


SCENES: Final = (
    Scene("roman-urdu.png", "en", "beta subah se ghar nahi aya, karachi", "missing_child"),
    Scene("urdu.png", "ur", "ہمارے گاؤں میں سیلاب آ گیا ہے، بچے چھت پر ہیں، سکھر", "disaster"),
    Scene("english.png", "en", "My employer in Lahore has not paid my salary for 3 months", "labour_complaint"),
)


class SceneChanged(RaastaError):
    """The bot no longer answers a scene with the intent that the picture is meant to show."""


def turns(content: Content, scene: Scene, now: datetime) -> list[Turn]:
    """What the person writes and what the bot really answers. Raises SceneChanged."""
    decision = decide(ChatState(), Said(scene.says), content, now)
    if decision.state.intent != scene.intent:
        raise SceneChanged(f"{scene.file}: '{scene.says}' is not answered as {scene.intent}")
    return [Written(scene.says), *(e.message for e in decision.effects if isinstance(e, Say | Replace))]


def draw(content: Content, scene: Scene, folder: Path, now: datetime = NOON) -> Path:
    """Draw one scene into `folder`; says which file was written."""
    clock = now.astimezone(ZoneInfo("Asia/Karachi")).strftime("%H:%M")
    picture = ChatPicture("Raasta", front(content, scene.language).short_description, clock)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / scene.file
    picture.draw(turns(content, scene, now)).save(file, optimize=True)
    return file


def main() -> None:
    """Draw all scenes."""
    content = load(Places(bundled_root(), ROOT / "var" / "cache"))
    for scene in SCENES:
        file = draw(content, scene, OUTPUT)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
