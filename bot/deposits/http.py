"""One request to a place where checkpoints are left: bounded in bytes and time, never redirected, never inside."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.errors import Gone, Refused, TryLater
from bot.platforms.guard import Check, check_host, connector, refuse_private, refuse_public

PATIENCE: Final = 30.0
"""Seconds for all of it."""
BUSY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
MISSING: Final = 404
WELL: Final = 200


async def ask(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str], most: int, loopback: bool = False
) -> bytes:
    """The body of the answer, of at most `most` bytes. Raises TryLater, Gone for 404, and Refused.

    With `loopback`, servers on this machine alone are reached: for tests.
    """
    check = refuse_public if loopback else refuse_private
    host = urlsplit(url).hostname or ""
    try:
        return await _asked(method, url, body, headers, most, check)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise TryLater(f"{host}: no answer ({type(error).__name__})") from None


async def _asked(method: str, url: str, body: bytes, headers: Mapping[str, str], most: int, check: Check) -> bytes:
    host = urlsplit(url).hostname or ""
    check_host(host, check)
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with (
        aiohttp.ClientSession(connector=connector(check), timeout=timeout, trust_env=False) as session,
        session.request(method, url, data=body or None, headers=headers, allow_redirects=False) as answer,
    ):
        if answer.status in BUSY:
            raise TryLater(f"{host}: it is busy or broken (status {answer.status})")
        if answer.status == MISSING:
            raise Gone(f"{host}: there is nothing (status {answer.status})")
        if answer.status != WELL:
            raise Refused(f"{host}: it does not take this (status {answer.status}); check its `url`")
        taken = b""
        async for piece in answer.content.iter_any():
            taken += piece
            if len(taken) > most:
                raise Refused(f"{host}: its answer is longer than any honest one")
        return taken
