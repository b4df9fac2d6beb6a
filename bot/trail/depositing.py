"""Leaving checkpoints with others: what is due is tried, and tried again later where it did not work."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import structlog
from msgspec.structs import replace

from bot.deposits.port import Place, Token
from bot.errors import PlatformError, TryLater
from bot.evidence.deposit import Deposit, Standing
from bot.store import checkpoints, write
from bot.store.database import Store

log = structlog.get_logger(__name__)

AT_ONCE: Final = 20
"""Deposits of one round at most; the others are due with the next."""
FIRST: Final = timedelta(minutes=1)
"""Before the second try; each further wait is twice as long …"""
LONGEST: Final = timedelta(hours=6)
"""… up to this."""
PENDING: Final = timedelta(hours=1)
"""Between two looks at what a calendar has not proven yet."""


async def round_of_deposits(store: Store, places: Mapping[str, Place], now: datetime) -> None:
    """Try all that is due at these places. May be repeated at any moment: a checkpoint left twice is left as well."""
    if not places:
        return
    found = await store.run(_due, store, places, now)
    await asyncio.gather(*(_tried(store, places[one.place], one, note, now) for one, note in found))


def _due(store: Store, places: Mapping[str, Place], now: datetime) -> list[tuple[Deposit, str | None]]:
    with store.reading() as connection:
        found = checkpoints.due(connection, list(places), now, AT_ONCE)
        return [(one, checkpoints.note(connection, one.person, one.number)) for one in found]


async def _tried(store: Store, place: Place, one: Deposit, note: str | None, now: datetime) -> None:
    tried = replace(one, attempts=one.attempts + 1)
    if note is None:
        settled = replace(tried, status=Standing.REFUSED, trouble="the checkpoint is gone")
    else:
        settled = await _left(place, tried, note.encode(), now)
    if settled.trouble:
        log.warning("deposit", place=one.place, number=one.number, status=settled.status, trouble=settled.trouble)
    await store.run(_settle, store, one, settled, now)


async def _left(place: Place, one: Deposit, note: bytes, now: datetime) -> Deposit:
    """How the deposit stands after this try."""
    try:
        token = await (place.complete(one.token) if one.status is Standing.PENDING else place.leave(note))
    except TryLater as trouble:
        wait = PENDING if one.status is Standing.PENDING else min(FIRST * 2 ** min(one.attempts - 1, 20), LONGEST)
        wait = max(wait, timedelta(seconds=min(trouble.after or 0, LONGEST.total_seconds())))
        return replace(one, due_at=now + wait, trouble=str(trouble))
    except PlatformError as trouble:
        return replace(one, status=Standing.REFUSED, trouble=str(trouble))
    return _taken(one, token, now)


def _taken(one: Deposit, token: Token, now: datetime) -> Deposit:
    status = Standing.DONE if token.done else Standing.PENDING
    return replace(one, status=status, token=token.data, at=one.at or now, due_at=now + PENDING, trouble="")


def _settle(store: Store, before: Deposit, one: Deposit, now: datetime) -> None:
    with store.writing() as connection:
        checkpoints.settle(connection, one)
        if one.token == before.token:
            return
        line: dict[str, str | int] = {
            "number": one.number,
            "place": one.place,
            "kind": one.kind,
            "status": one.status.value,
            "token": sha256(one.token).hexdigest(),
        }
        write.append(connection, one.person, [(now, "deposit", line)])
