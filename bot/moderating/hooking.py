"""Trying the letterbox of a community: a signed letter that says nothing gets in, and an unsigned one does not."""

import asyncio
import hmac
import json
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import aiohttp

from bot.model.noun import utc

PATIENCE: Final = aiohttp.ClientTimeout(total=10)
TRIAL: Final = "rempart.tried"
"""What no server sends: it is read, and nothing of it is kept."""


class Came(StrEnum):
    """What came of it."""

    WELL = "well"
    UNKNOWN = "unknown"
    """The pages know another secret, or not this community."""
    OPEN = "open"
    """Whatever is sent there is taken: something else answers."""
    ELSEWHERE = "elsewhere"
    """Something answers that is no letterbox."""
    SILENT = "silent"


def place_of(public_url: str, community: str) -> str:
    """Where a server sends its letters."""
    return f"{public_url}/hook/{quote(community, safe='')}"


def tried(url: str, secret: bytes, now: datetime) -> Came:
    """What comes of a letter that is signed with this secret."""
    return asyncio.run(_tried(url, secret, now))


async def _tried(url: str, secret: bytes, now: datetime) -> Came:
    body = json.dumps({"event": TRIAL, "created_at": utc(now), "object": {}}).encode()
    signature = hmac.new(secret, body, sha256).hexdigest()
    forged = hmac.new(secret + b"x", body, sha256).hexdigest()
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session:
            right = await _sent(session, url, body, signature)
            wrong = await _sent(session, url, body, forged)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Came.SILENT
    if right == HTTPStatus.UNAUTHORIZED:
        return Came.UNKNOWN
    if right != HTTPStatus.OK:
        return Came.ELSEWHERE
    return Came.WELL if wrong == HTTPStatus.UNAUTHORIZED else Came.OPEN


async def _sent(session: aiohttp.ClientSession, url: str, body: bytes, signature: str) -> int:
    headers = {"x-hub-signature": f"sha256={signature}", "content-type": "application/json"}
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
        return answer.status
