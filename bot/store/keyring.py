"""Keys and seals. A sealed value opens only in the table, row and column it was sealed for."""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeyMissing, SettingError, StoreError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
KEY_ID_BYTES: Final = 4
FORMAT: Final = b"\x01"
INDEX_FILE: Final = "index.key"
FIRST_SEAL_FILE: Final = "seal-0001.key"


class SealBroken(StoreError):
    """A sealed value was moved, cut or changed. It is refused, never half read."""


@dataclass(frozen=True)
class KeyRing:
    """All keys. The last of `sealing` seals, every one opens; `index` makes blind indexes and nothing else."""

    sealing: tuple[bytes, ...] = field(repr=False)
    index: bytes = field(repr=False)
    random_bytes: Callable[[int], bytes] = field(default=os.urandom, repr=False)

    def seal(self, table: str, row: str, column: str, text: str) -> bytes:
        """Encrypt `text` with AES-256-GCM, bound to its place."""
        key = self.sealing[-1]
        key_id = key_id_of(key)
        nonce = self.random_bytes(NONCE_BYTES)
        sealed = AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), _place(table, row, column, key_id))
        return FORMAT + key_id + nonce + sealed

    def open(self, table: str, row: str, column: str, sealed: bytes) -> str:
        """Decrypt. Raises SealBroken if the value is not whole and in its place, KeyMissing if no key fits."""
        if sealed[:1] != FORMAT or len(sealed) < 1 + KEY_ID_BYTES + NONCE_BYTES + 16:
            raise SealBroken(f"the store: {table}.{column} holds a value that is no whole seal")
        key_id, nonce, body = sealed[1:5], sealed[5:17], sealed[17:]
        key = next((key for key in self.sealing if key_id_of(key) == key_id), None)
        if key is None:
            raise KeyMissing(f"the store: no key with id {key_id.hex()} for {table}.{column}")
        try:
            opened = AESGCM(key).decrypt(nonce, body, _place(table, row, column, key_id))
        except InvalidTag:
            raise SealBroken(f"the store: {table}.{column} holds a value that was changed or moved") from None
        return opened.decode("utf-8", "surrogatepass")

    def blind_index(self, purpose: str, value: str) -> str:
        """What `value` is looked up by: HMAC-SHA256, 64 hexadecimal letters. Without the key it says nothing."""
        return hmac.new(self.index, f"{purpose}\x1f{value}".encode(), hashlib.sha256).hexdigest()

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """Names of the keys that the store writes down, to notice when one is missing."""
        return (*(f"seal:{key_id_of(key).hex()}" for key in self.sealing), f"index:{key_id_of(self.index).hex()}")


def key_id_of(key: bytes) -> bytes:
    """The id of a key: four bytes of a hash of it, which say nothing about it."""
    return hashlib.sha256(b"raasta key id\x1f" + key).digest()[:KEY_ID_BYTES]


def read_keys(folder: Path) -> KeyRing | None:
    """The keys in `folder`, or None when there are none at all. Raises KeyMissing when only a part is there."""
    seals = sorted(folder.glob("seal-*.key")) if folder.is_dir() else []
    index = folder / INDEX_FILE
    if not seals and not index.is_file():
        return None
    if not seals or not index.is_file():
        raise KeyMissing(
            f"{folder}: {'index.key' if seals else 'seal-*.key'} is missing beside the other key; restore it"
        )
    return KeyRing(tuple(_read(path) for path in seals), _read(index))


def make_keys(folder: Path) -> KeyRing:
    """Make the first keys in `folder` (folder 0700, files 0600). Never overwrites: a key that is there is an error."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in (FIRST_SEAL_FILE, INDEX_FILE):
            _write(folder / name, secrets.token_bytes(KEY_BYTES))
    except OSError as error:
        raise StoreError(f"RAASTA_KEYS_DIR: cannot write keys to {folder}: {error.strerror}") from None
    keys = read_keys(folder)
    assert keys is not None
    return keys


def parse_keys(text: str) -> KeyRing:
    """The keys of the setting RAASTA_KEYS. Raises SettingError without showing any of it."""
    sealing: list[bytes] = []
    index: list[bytes] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        target = {"seal": sealing, "index": index}.get(name)
        if target is None:
            raise SettingError("RAASTA_KEYS: each part is seal=BASE64 or index=BASE64")
        target.append(_decode(value, "RAASTA_KEYS"))
    if not sealing or len(index) != 1:
        raise SettingError("RAASTA_KEYS: needs at least one seal=… and exactly one index=…")
    return KeyRing(tuple(sealing), index[0])


def _place(table: str, row: str, column: str, key_id: bytes) -> bytes:
    return "\x1f".join(("raasta", table, row, column, key_id.hex())).encode()


def _read(path: Path) -> bytes:
    try:
        return _decode(path.read_text("ascii").strip(), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise KeyMissing(f"{path}: cannot be read as a key ({type(error).__name__})") from None


def _write(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.b64encode(key).decode("ascii") + "\n")
        file.flush()
        os.fsync(file.fileno())


def _decode(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingError(f"{where}: a key is {KEY_BYTES} bytes in base64")
    return key
