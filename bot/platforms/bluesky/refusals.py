"""What a server's refusal means, by its status and the name of its error."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import msgspec

from bot.errors import Gone, PlatformError, Refused, TryLater, Unanswered, Unauthorized
from bot.model.noun import Noun


class Expired(Unauthorized):
    """The token is no longer accepted; a new session may be."""


class Conflict(TryLater):
    """A record changed between reading and writing it."""


class Complaint(Noun, frozen=True, kw_only=True):
    """The body of a refusal."""

    error: str = ""
    message: str = ""


Refusing = Callable[[int, Mapping[str, str], bytes, str, datetime], PlatformError]
"""From status, headers, body, the name of the method and the hour to the error to raise."""
_NAME = re.compile(r"[A-Za-z]{1,60}")
_BY_NAME: dict[str, type[PlatformError]] = {
    "MethodNotImplemented": Refused,
    "XRPCNotSupported": Refused,
    "ExpiredToken": Expired,
    "InvalidToken": Expired,
    "InvalidSwap": Conflict,
    "RecordNotFound": Gone,
    "NotFound": Gone,
    "RepoNotFound": Gone,
    "AccountNotFound": Gone,
    "RepoDeactivated": Gone,
    "RepoTakendown": Gone,
    "AccountTakedown": Gone,
    "AccountDeactivated": Gone,
    "AccountSuspended": Gone,
}
_BY_STATUS: dict[int, type[PlatformError]] = {
    HTTPStatus.UNAUTHORIZED: Unauthorized,
    HTTPStatus.NOT_FOUND: Gone,
    HTTPStatus.REQUEST_TIMEOUT: TryLater,
    HTTPStatus.TOO_MANY_REQUESTS: TryLater,
}
DOUBTFUL = frozenset(
    {HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT, HTTPStatus.REQUEST_TIMEOUT}
)
"""After which it may have happened: something behind the server, or after the work, went wrong."""
_GONE = frozenset(
    {"Profile not found", "Could not locate record", "Post not found", "List not found", "Unable to resolve handle"}
)
"""What servers say under the name of InvalidRequest."""


def refusal(status: int, headers: Mapping[str, str], raw: bytes, name: str, now: datetime) -> PlatformError:
    """The error to raise. Its message holds the server's error name, never its words, which may quote an author."""
    complaint = complaint_of(raw)
    error = complaint.error if _NAME.fullmatch(complaint.error) else ""
    what = f"{name}: the server answered {status}{' ' + error if error else ''}."
    kind = _BY_STATUS.get(status) if status == HTTPStatus.TOO_MANY_REQUESTS else _BY_NAME.get(error)
    if kind is Gone and name.endswith("Session"):
        kind = Unauthorized
    if kind is None and complaint.message in _GONE:
        kind = Gone
    if kind is None:
        kind = _BY_STATUS.get(status, TryLater if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Refused)
    if kind is TryLater:
        return (Unanswered if status in DOUBTFUL else TryLater)(what, after=wait(headers, now))
    return kind(what)


def complaint_of(raw: bytes) -> Complaint:
    """What a refusal says of itself; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(raw, type=Complaint)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Complaint()


def wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds the server asks us to wait: `Retry-After` (seconds or a date), else `RateLimit-Reset` (epoch seconds)."""
    found = {key.lower(): value.strip() for key, value in headers.items()}
    retry, reset = found.get("retry-after", ""), found.get("ratelimit-reset", "")
    if retry.isdecimal():
        return float(retry)
    try:
        return max(0.0, (parsedate_to_datetime(retry).astimezone(UTC) - now).total_seconds())
    except ValueError:
        return max(0.0, float(reset) - now.timestamp()) if reset.isdecimal() else None
