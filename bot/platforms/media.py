"""Fetching pictures, films and sounds, as bytes: from the platform's own servers only, bounded, with nobody's token."""

import asyncio
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

import msgspec

from bot.errors import Refused, TryLater
from bot.evidence.dhash import dhash
from bot.evidence.limits import Limit
from bot.platforms.outside import Answer, Outside
from bot.platforms.port import Captured, Exchange

MEDIUM: Final = "medium"
MISSING: Final = "medium_missing"
"""What a capture calls the note of a medium that could not be had."""
LARGEST: Final = 16 * 2**20
"""Bytes of one medium."""
REDIRECTS: Final = 3
"""From one of the platform's servers to another; each is looked at as the first was."""
_MOVED: Final = frozenset({301, 302, 303, 307, 308})


async def fetch(outside: Outside, url: str, began: datetime) -> Captured:
    """A medium as it came, or the note of why it did not; `outside` knows which hosts are asked."""
    try:
        answer = await _answer(outside, url)
    except (Refused, TryLater) as trouble:
        return missing(url, began, str(trouble))
    if answer.status != HTTPStatus.OK or not answer.raw:
        return missing(url, began, f"the server answered {answer.status}")
    return Captured(
        what=MEDIUM,
        url=url,
        raw=answer.raw,
        at=began,
        exchange=exchange(answer, began),
        limits=(Limit.SERVERS_WORD if answer.certificate else Limit.PLAIN, Limit.COPY),
        dhash=await asyncio.to_thread(dhash, answer.raw),
    )


def exchange(answer: Answer, began: datetime) -> Exchange:
    """How an answer of another server came."""
    return Exchange(
        line=f"HTTP {answer.status}",
        headers={name: value for name, value in answer.headers.items() if name != "set-cookie"},
        began=began,
        certificate=sha256(answer.certificate).hexdigest() if answer.certificate else "",
    )


async def _answer(outside: Outside, url: str) -> Answer:
    for _ in range(REDIRECTS + 1):
        answer = await outside.get(url, most=LARGEST)
        if answer.status not in _MOVED:
            return answer
        try:
            url = urljoin(url, answer.headers.get("location", ""))
        except ValueError:
            raise Refused("the server sends us to no address") from None
    raise Refused("the server sends us from one place to another and never to an end")


def missing(url: str, at: datetime, why: str) -> Captured:
    """The note of a medium that could not be had."""
    return Captured(what=MISSING, url=url, raw=msgspec.json.encode({"why": why}), at=at)


def digest(raw: bytes) -> bytes:
    """SHA-256."""
    return sha256(raw).digest()
