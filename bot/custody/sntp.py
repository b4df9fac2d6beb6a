"""How far our clock is from a time server's: one question in one packet (RFC 4330), believed only if it makes sense."""

import asyncio
import secrets
import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.errors import Refused
from bot.model.noun import EPOCH, MICROSECOND, Noun
from bot.platforms.guard import Check, refuse_private, refuse_public

PORT: Final = 123
SECONDS: Final = 2.0
"""How long one server has to answer."""
_SINCE: Final = datetime(1900, 1, 1, tzinfo=UTC)
_ERA: Final = timedelta(seconds=2**32)
"""After which the protocol counts from nought again: in 2036."""
_PACKET: Final = 48
_CLIENT: Final = 0x23
"""Version 4, asking."""
_SERVER: Final = 4
_UNSYNCHRONISED: Final = 3
_STRATA: Final = range(1, 16)


class Offset(Noun, frozen=True, kw_only=True):
    """What a time server said."""

    server: str
    ahead: timedelta
    """By how much its clock is ahead of ours."""
    within: timedelta
    """The way there and back: the true difference lies within half of it."""


async def offset(servers: Sequence[str], *, loopback: bool = False) -> Offset | None:
    """What the first server said that answered (`host`, or `host:port`); None where none did: the offset is unknown."""
    check = refuse_public if loopback else refuse_private
    for server in servers:
        try:
            async with asyncio.timeout(SECONDS):
                return await _ask(server, check)
        except (OSError, TimeoutError, ValueError, Refused):
            continue
    return None


async def _ask(server: str, check: Check) -> Offset:
    host, _, port = server.partition(":")
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, int(port or PORT), type=socket.SOCK_DGRAM)
    family, _, _, _, address = found[0]
    check(str(address[0]))
    with socket.socket(family, socket.SOCK_DGRAM) as wire:
        wire.setblocking(False)  # noqa: FBT003 - as the library has it
        await loop.sock_connect(wire, address)
        nonce = secrets.token_bytes(8)  # in the place of our time, which is nobody's business
        before, asked = datetime.now(UTC), loop.time()
        await loop.sock_sendall(wire, bytes([_CLIENT]) + bytes(39) + nonce)
        answer = await loop.sock_recv(wire, 512)
        took = timedelta(seconds=loop.time() - asked)
    return _read(server, answer, nonce, before, took)


def _read(server: str, answer: bytes, nonce: bytes, before: datetime, took: timedelta) -> Offset:
    """ValueError for what is no answer to this question."""
    if len(answer) < _PACKET or answer[24:32] != nonce:
        raise ValueError("no answer to what was asked")
    if answer[0] & 7 != _SERVER or answer[0] >> 6 == _UNSYNCHRONISED or answer[1] not in _STRATA:
        raise ValueError("the server does not know the time itself")
    received, sent = _moment(answer[32:40], before), _moment(answer[40:48], before)
    ahead = ((received - before) + (sent - (before + took))) / 2
    return Offset(server=server, ahead=ahead, within=took - (sent - received))


def _moment(raw: bytes, near: datetime) -> datetime:
    """A time of the protocol: seconds since 1900 and their fractions, in the era nearest to now."""
    seconds, parts = int.from_bytes(raw[:4], "big"), int.from_bytes(raw[4:], "big")
    found = _SINCE + timedelta(seconds=seconds) + MICROSECOND * (parts * 1_000_000 >> 32)
    return found + _ERA if near - found > _ERA / 2 else max(found, EPOCH)
