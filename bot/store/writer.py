"""The one writer: a thread that owns the connection. Calls that arrive together share a commit."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError

T = TypeVar("T")
MOST_IN_ONE_COMMIT: Final = 100


@dataclass
class _Job:
    work: Callable[[Connection], Any]
    future: "Future[Any]"
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Runs work on the connection, one piece after the other, each all or nothing.

    A result is handed back only after the commit that holds it. When a commit fails, every piece in it raises
    StoreError and none of them happened; the next call connects anew.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self.commits = 0
        self._thread = threading.Thread(target=self._run, name="raasta-writer", daemon=True)
        self._thread.start()

    async def call(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction. Raises StoreError when the store cannot do it, else what `work` raises.

        A call that is cancelled may still happen.
        """
        if self._closed:
            raise StoreError("the store is closed")
        future: Future[T] = Future()
        self._jobs.put(_Job(work, future))
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Finish the calls that are queued, then let go of the connection."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        is_open = True
        while is_open:
            first = self._jobs.get()
            batch = [] if first is None else [first]
            is_open = first is not None
            while is_open and len(batch) < MOST_IN_ONE_COMMIT:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    is_open = False
                else:
                    batch.append(job)
            self._do([job for job in batch if job.future.set_running_or_notify_cancel()])
        self._disconnect()
        self._engine.dispose()

    def _do(self, batch: list[_Job]) -> None:
        if not batch:
            return
        try:
            self._in_one_transaction(batch)
        except Exception as error:
            self._disconnect()
            for job in batch:
                job.error = store_error(error)
        for job in batch:
            if job.error is None:
                job.future.set_result(job.result)
            else:
                job.future.set_exception(job.error)

    def _in_one_transaction(self, batch: list[_Job]) -> None:
        if self._connection is None:
            self._connection = self._engine.connect()
        connection = self._connection
        with connection.begin() as transaction:
            for job in batch:
                try:
                    with connection.begin_nested():
                        job.result = job.work(connection)
                except SQLAlchemyError as error:
                    if connection.invalidated or not transaction.is_active:
                        raise
                    job.error = store_error(error)
                except Exception as error:
                    job.error = error
        self.commits += 1

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except Exception:
                connection.invalidate()


def store_error(error: BaseException) -> StoreError:
    """One line for an operator, without any value that was being stored."""
    if isinstance(error, StoreError):
        return error
    cause = getattr(error, "orig", None) or error
    # the driver's own first line names the trouble ("database or disk is full"); it quotes values only for
    # constraint errors of PostgreSQL, whose second line "DETAIL" is cut off here
    reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0]
    return StoreError(f"the store: {reason}")
