"""Leases: one process polls, and a second one is told so."""

import os
import socket
from pathlib import Path

from sqlalchemy import delete, select

from bot.errors import RaastaError
from bot.store.on_conflict import insert_or_change
from bot.store.tables import lease
from bot.store.transaction import Transaction


class LeaseTaken(RaastaError):
    """Another process does this already."""


def this_process() -> str:
    """Names this process: host, process id, and when it started (a process id is used again)."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_started(pid)}"


def take(tx: Transaction, name: str, holder: str, now: float, seconds: float) -> None:
    """Take a lease or renew it. Raises LeaseTaken while another living process holds it.

    A holder on this host that has died loses the lease at once; one on another host after its time.
    """
    found = tx.connection.execute(select(lease.c.holder, lease.c.until).where(lease.c.name == name)).first()
    if found and found[0] != holder and found[1] > now and _may_be_alive(found[0]):
        host, pid = found[0].split(":")[:2]
        raise LeaseTaken(f"another Raasta is running on this store: process {pid} on {host}; stop it first")
    insert_or_change(tx.connection, lease, "name", {"name": name, "holder": holder, "until": now + seconds})


def give_back(tx: Transaction, name: str, holder: str) -> None:
    """Let go of a lease, if it is ours."""
    tx.connection.execute(delete(lease).where(lease.c.name == name, lease.c.holder == holder))


def _may_be_alive(holder: str) -> bool:
    host, pid, started = holder.split(":")
    return host != socket.gethostname() or _started(int(pid)) == started


def _started(pid: int) -> str:
    """When a process of this host started, in its own units; empty when there is none or the host does not say."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", errors="replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _is_there(pid)
    return stat.rpartition(")")[2].split()[19]


def _is_there(pid: int) -> str:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "running"
