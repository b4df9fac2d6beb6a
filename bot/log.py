"""The log: what the shield does, as JSON or for a terminal, and never what an author wrote nor a secret."""

import logging
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TextIO

CONTENT: Final = frozenset(
    {
        "text",
        "raw",
        "body",
        "title",
        "beside",
        "handle",
        "display_name",
        "bio",
        "alt",
        "token",
        "password",
        "secret",
        "url",
    }
)
"""Keys under which content or secrets could come by mistake: shown as their length only."""


class LogForm(StrEnum):
    """How lines look."""

    JSON = "json"
    CONSOLE = "console"
    AUTO = "auto"
    """For a terminal on a terminal, else JSON."""


def start_log(level: str = "info", form: LogForm = LogForm.AUTO, stream: TextIO | None = None) -> None:
    """Send structlog and the libraries' own logs to `stream` (standard error), from `level` up."""
    import structlog  # noqa: PLC0415 - a fifth of a second, which commands that log nothing need not wait for

    to = stream or sys.stderr
    console = form is LogForm.CONSOLE or (form is LogForm.AUTO and to.isatty())
    lowest = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_content,
            structlog.dev.ConsoleRenderer(colors=to.isatty())
            if console
            else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(lowest),
        logger_factory=structlog.PrintLoggerFactory(to),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(lowest, logging.WARNING), handlers=[_Libraries()], force=True)


def without_content(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out what must not be logged: content, and the messages of exceptions, which may quote it."""
    for key in CONTENT & line.keys():
        line[key] = f"({len(str(line[key]))} characters)"
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exception()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        line["where"] = list(frames(error))
    return line


def frames(error: BaseException) -> Iterable[str]:
    """Where an exception came from, file and line and function, outermost first; neither its message nor values."""
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"{frame.filename}:{frame.lineno} {frame.name}"


def keep_crash(error: BaseException, folder: Path) -> Path:
    """Write down where an unexpected exception came from, without its message; the file's path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "crash.log"
    lines = [f"{datetime.now(UTC).isoformat()} {_chain(error)}", *(f"  {frame}" for frame in frames(error))]
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write("\n".join(lines) + "\n")
    return path


def _chain(error: BaseException) -> str:
    """The types of an exception and of its causes."""
    cause = error.__cause__ or error.__context__
    return f"{type(error).__name__} after {_chain(cause)}" if cause else type(error).__name__


class _Libraries(logging.Handler):
    """Says that a library had something to say, and where; its message may hold a URL, a token or a post."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say so, without the message."""
        import structlog  # noqa: PLC0415 - as above

        structlog.get_logger().log(
            record.levelno, "a library warns", library=record.name, where=f"{record.pathname}:{record.lineno}"
        )
