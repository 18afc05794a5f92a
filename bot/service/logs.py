"""Logs: one line of JSON an event, and only keys that cannot carry anything personal."""

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

ALLOWED: Final = frozenset(
    {
        "event", "level", "time", "kind", "lane", "outcome", "reason", "error", "where", "logger", "count", "seconds",
        "attempt", "host", "port", "version", "mode", "signal",
    }
)  # fmt: skip
"""Every key that may stand in a line. A text, a name, a chat id, an update id or a token has no key."""

log = structlog.get_logger("raasta")


def set_up_logs() -> None:
    """Send our events, and the bare fact of other libraries' warnings, to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            _errors_without_words,
            only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_NameOnly())
    # httpx writes the bot's token at INFO, and an exception's text may quote what somebody wrote
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.excepthook = _last_words


def only_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def _errors_without_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    error = event.get("error")
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event.setdefault("where", place_of(error))
    return event


def place_of(error: BaseException) -> str:
    """Where an error was raised, as file:line, innermost last. Never its text."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " ".join(f"{'/'.join(frame.filename.rsplit('/', 2)[-2:])}:{frame.lineno}" for frame in frames)


class _NameOnly(logging.Formatter):
    """Says which library warned, not what: its message may quote a request."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": "library", "level": record.levelname.lower(), "logger": record.name}
        if record.exc_info and record.exc_info[1]:
            line |= {"error": type(record.exc_info[1]).__name__, "where": place_of(record.exc_info[1])}
        return json.dumps(line)


def _last_words(_kind: type[BaseException], error: BaseException, _trace: Any) -> None:
    print(json.dumps({"event": "crash", "error": type(error).__name__, "where": place_of(error)}), file=sys.stderr)
