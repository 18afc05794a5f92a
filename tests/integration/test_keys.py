"""Keys are made once, readable by nobody else, and never guessed."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import KeyMissing, SettingError, StoreError
from bot.store.keyring import KeyRing, SealBroken, make_keys, parse_keys, read_keys
from bot.store.store import keys_from
from tests.integration.conftest import RING


def test_made_once_for_nobody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "keys"
    made = keys_from(None, folder)(False)
    assert "made new keys" in capsys.readouterr().err
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.iterdir()))
    assert keys_from(None, folder)(True) == made
    assert capsys.readouterr().err == ""
    with pytest.raises(StoreError):
        make_keys(folder)


def test_none_made_for_a_store_that_is_sealed(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        keys_from(None, tmp_path / "keys")(True)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("name", ["index.key", "seal-0001.key"])
def test_half_of_the_keys_is_an_error(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(KeyMissing):
        read_keys(tmp_path)


def test_a_newer_key_seals_and_the_older_still_opens(tmp_path: Path) -> None:
    old = make_keys(tmp_path)
    sealed = old.seal("t", "r", "c", "text")
    (tmp_path / "seal-0002.key").write_text(base64.b64encode(b"n" * 32).decode())
    new = read_keys(tmp_path)
    assert new is not None and new.open("t", "r", "c", sealed) == "text"
    with pytest.raises(KeyMissing):
        old.open("t", "r", "c", new.seal("t", "r", "c", "text"))


def test_keys_as_a_setting() -> None:
    key = base64.b64encode(b"k" * 32).decode()
    assert parse_keys(f"seal={key}, index={key}") == KeyRing((b"k" * 32,), b"k" * 32)
    for wrong in ("", "seal=abc", f"seal={key}", f"index={key}", f"other={key}"):
        with pytest.raises(SettingError, match="RAASTA_KEYS") as caught:
            parse_keys(wrong)
        assert key not in str(caught.value)


def test_a_ring_does_not_show_its_keys() -> None:
    assert "ssss" not in repr(RING)


@given(st.text(), st.sampled_from(["table", "row", "column"]))
def test_a_seal_opens_in_its_place_and_nowhere_else(text: str, moved: str) -> None:
    sealed = RING.seal("t", "r", "c", text)
    assert RING.open("t", "r", "c", sealed) == text
    place = {"table": ("x", "r", "c"), "row": ("t", "x", "c"), "column": ("t", "r", "x")}[moved]
    with pytest.raises(SealBroken):
        RING.open(*place, sealed)


@given(st.text(max_size=20), st.integers(0, 60), st.integers(1, 255))
def test_a_changed_seal_never_opens(text: str, at: int, change: int) -> None:
    sealed = bytearray(RING.seal("t", "r", "c", text))
    sealed[at % len(sealed)] ^= change
    with pytest.raises((SealBroken, KeyMissing)):
        RING.open("t", "r", "c", bytes(sealed))
