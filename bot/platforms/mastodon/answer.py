"""What an answer of the server means: content, or which of our errors."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

import msgspec
from requests.utils import parse_header_links

from bot.errors import Gone, Refused, Slower, TryLater, Unanswered, Unauthorized
from bot.model.noun import EPOCH, Noun

MAX_WAIT = 3600.0
"""Seconds: no server makes us wait longer, whatever its headers say."""

NOT_OFFERED = frozenset({HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
DOUBTFUL = frozenset({HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})
"""After which it may have happened: something behind the server, or after the work, went wrong."""
MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
"""About an object if the body is JSON; a server that lacks the whole path answers a page or nothing."""


class NotOffered(Refused):
    """The server has no such path: an ability it lacks, whatever the token may."""


class Forbidden(Refused):
    """The token lacks the right, or the server forbids it to this account (403)."""


class Conflict(Refused):
    """The server will not have it as things stand (422); `body` is what it says of that."""

    def __init__(self, what: str, body: bytes) -> None:
        super().__init__(what)
        self.body = body


class Answer(Noun, frozen=True, kw_only=True):
    """One response as it came. Header names are in lower case."""

    status: int
    body: bytes
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    line: str = ""
    """The status line, as `HTTP/1.1 200 OK`."""
    certificates: tuple[bytes, ...] = ()
    """What the server showed of itself, DER: its own first, then, where the runtime tells, those that vouch for it."""
    began: datetime = EPOCH
    ended: datetime = EPOCH
    """When it was asked for, and when all of it was here, by our clock."""

    @property
    def json(self) -> bool:
        """Whether the body looks like a JSON object or list; broken servers and proxies answer HTML."""
        return self.body.lstrip()[:1] in {b"{", b"["}

    def page(self, which: str) -> dict[str, str]:
        """The parameters of the `next` (older) or `prev` (newer) page in the Link header; empty if there is none."""
        for link in parse_header_links(self.headers.get("link", "")):
            if link.get("rel") == which:
                return {name: values[-1] for name, values in parse_qs(urlsplit(link["url"]).query).items()}
        return {}


def judge(what: str, answer: Answer, now: datetime) -> Answer:
    """The answer, if it is one. Raises Unauthorized (401), TryLater (429, 5xx, HTML), Gone (404 about an object),
    NotOffered (no such path) or Refused. `what` names the request in the message; nothing of the body does.
    """
    status = answer.status
    if status == HTTPStatus.UNAUTHORIZED:
        raise Unauthorized(f"{what}: the server no longer accepts the token (401); make a new one and configure it")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Slower(f"{what}: too many requests (429)", after=wait(answer.headers, now))
    if (
        status in NOT_OFFERED
        or HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
        or (status in MISSING and not answer.json)
    ):
        raise NotOffered(f"{what}: the server does not offer this ({status})")
    if status in MISSING:
        raise Gone(f"{what}: it is no longer there ({status})")
    if status == HTTPStatus.FORBIDDEN:
        raise Forbidden(f"{what}: the token lacks the right, or the server forbids it (403)")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind = Unanswered if status in DOUBTFUL else TryLater
        raise kind(f"{what}: the server has trouble ({status})", after=wait(answer.headers, now))
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        raise Conflict(f"{what}: the server refuses the request ({status})", answer.body)
    if status >= HTTPStatus.BAD_REQUEST:
        raise Refused(f"{what}: the server refuses the request ({status})")
    if not answer.json:
        raise Unanswered(f"{what}: the server answered something that is no JSON ({status})")
    return answer


def wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds a server asks us to wait: Retry-After (seconds or a date), else the reset of its limit (ISO 8601, or
    an epoch number on some servers), reckoned by the server's own clock; None where it does not tell.
    """
    here = _moment(headers.get("date", "")) or now
    asked = headers.get("retry-after", "")
    until = _moment(asked) or _moment(headers.get("x-ratelimit-reset", ""))
    if asked.isdecimal():
        return min(float(asked), MAX_WAIT)
    return None if until is None else min(max(0.0, (until - here).total_seconds()), MAX_WAIT)


def _moment(text: str) -> datetime | None:
    """ISO 8601, an epoch number or an HTTP date; None for anything else."""
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text) if text[:4].isdecimal() else parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
