"""Every golden dialogue comes out to the letter. `make golden` rewrites the expected parts; read the difference as a dialogue."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.content.snapshot import Content
from tests.conversations.dialogue import Player, read, write

FILES = sorted(Path(__file__).parent.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_conversation_comes_out_as_written(
    file: Path, content: Content, noon: datetime, request: pytest.FixtureRequest
) -> None:
    dialogue = read(file)
    player = Player(content, noon)
    played = [player.play(turn) for turn in dialogue["turns"]]
    if request.config.getoption("--golden"):
        write(file, {**dialogue, "turns": played})
        return
    assert played == dialogue["turns"]
