"""A PostgreSQL server of the tests' own, started from Debian's binaries."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

PACKAGE = "postgresql"


def binaries() -> Path | None:
    """The folder with initdb and postgres of the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """Run a server on a free port of loopback; yields its address without a database name."""
    # PostgreSQL refuses root, and pytest's tmp_path is closed to another user
    folder = Path(tempfile.mkdtemp(prefix="raasta-postgres-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-s", "-w"]
    try:
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", "raasta", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run([*as_user, *initdb, "--no-locale"], folder)
        _run([*control, "-l", str(folder / "log"), "-o", options, "start"], folder)
        yield f"postgresql+psycopg://raasta@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=folder, capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(address: str, name: str) -> Iterator[str]:
    """A fresh database on a server."""
    plain = address.replace("+psycopg", "")
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
        try:
            yield f"{address}/{name}"
        finally:
            admin.execute(f'drop database "{name}" with (force)')


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
