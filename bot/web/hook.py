"""Where a server sends what happens there: public, as servers have no session; who does not know the secret is refused.

Mastodon tries 16 times within two days where the answer is 401, 408, 429 or 5xx, and never again after any other.
"""

import asyncio
import threading
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from types import ModuleType
from typing import Final, NamedTuple

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.config.desks import MastodonDesk
from bot.errors import KeyMissing, Malformed
from bot.model.letter import Letter
from bot.model.noun import EPOCH, learn
from bot.store import letters, write
from bot.web.house import House
from bot.web.porch import LATER, Porch

log = structlog.get_logger(__name__)

SIGNATURE: Final = "x-hub-signature"
HOUR: Final = timedelta(hours=1)
SLOWEST: Final = 30.0
"""Seconds in which a whole letter must be here."""


class Answer(NamedTuple):
    """What the server is told, and what is logged of it: never a word of the letter."""

    status: HTTPStatus
    why: str


UNKNOWN: Final = Answer(HTTPStatus.UNAUTHORIZED, "not signed with the secret")
KEPT: Final = Answer(HTTPStatus.OK, "kept")
KNOWN: Final = Answer(HTTPStatus.OK, "known")
UNWANTED: Final = Answer(HTTPStatus.OK, "not for us")
STALE: Final = Answer(HTTPStatus.GONE, "of another time")
EARLY: Final = Answer(HTTPStatus.SERVICE_UNAVAILABLE, "of a moment to come")
"""By a clock that is ahead: within two days the moment comes, and with it the letter again."""
UNREADABLE: Final = Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "unreadable")
REFUSED: Final = frozenset({UNKNOWN, STALE, EARLY, UNREADABLE})
UNKEPT: Final = Answer(HTTPStatus.SERVICE_UNAVAILABLE, "not kept")


class Refusals:
    """How many letters were refused, by community: told in its chain at once, and then once an hour."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._untold: Counter[str] = Counter()
        self._told: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def count(self, community: str) -> None:
        """One more; while nothing can be written, it is told with the next."""
        now = self._house.now()
        with self._lock:
            self._untold[community] += 1
            if now - self._told.get(community, EPOCH) < HOUR:
                return
            entry = now, "letters:refused", {"n": self._untold[community]}
            with suppress(SQLAlchemyError), self._house.store.writing() as connection:
                write.append(connection, community, [entry])
                self._told[community] = now
                self._untold[community] = 0


class Hook:
    """The letterbox of all communities."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.refusals = Refusals(house)
        self.porch = Porch(at_once=2, waiting=200, each=100)

    async def take(self, request: Request) -> Response:
        """Keep a letter for the shield, and say so only once it is kept."""
        name = str(request.path_params["community"])
        body = await _body(request)
        desk = self._desk(name)
        if desk is None:  # told as one who does not know the secret: so it loses nothing who is not yet configured
            answer = UNKNOWN
        else:
            box = letterbox()
            answer = await self.porch.serve(request, self._take, box, desk, name, request.headers, body)
            log.info("letter", community=name, answer=answer.status.value, why=answer.why)
        later = LATER if answer in {UNKEPT, EARLY} else None
        return PlainTextResponse(f"{answer.why}\n", answer.status, later)

    def _desk(self, name: str) -> MastodonDesk | None:
        """The desk of a community that takes letters."""
        found = next((one.desk for one in self.house.current().communities if one.name == name), None)
        return found if isinstance(found, MastodonDesk) and found.webhook is not None else None

    def _take(self, box: ModuleType, desk: MastodonDesk, name: str, headers: Headers, body: bytes) -> Answer:
        if desk.webhook is None or desk.webhook.missing:
            return UNKEPT
        signed = box.signed(desk.webhook.reveal().encode(), headers.get(SIGNATURE, ""), body)
        answer = self._read(box, name, body) if signed else UNKNOWN
        if answer in REFUSED:
            self.refusals.count(name)
        return answer

    def _read(self, box: ModuleType, name: str, body: bytes) -> Answer:
        try:
            return self._keep(name, box.admit(body, self.house.now()))
        except Malformed:
            return UNREADABLE
        except box.Stale:
            return STALE
        except box.Early:
            return EARLY
        except box.Unwanted:
            return UNWANTED

    def _keep(self, name: str, letter: Letter) -> Answer:
        try:
            with self.house.store.writing() as connection:
                return KEPT if letters.put(connection, self.house.store.master, name, letter) else KNOWN
        except (SQLAlchemyError, KeyMissing) as error:
            log.error("letter not kept", community=name, error=type(error).__name__)  # noqa: TRY400 - the name says it
            return UNKEPT


@cache
def letterbox() -> ModuleType:
    """What reads letters, loaded at the first: who has no community has none of it in memory. In one thread alone."""
    from bot.platforms.mastodon.desk import letterbox as found  # noqa: PLC0415 - as above

    learn()
    return found


async def _body(request: Request) -> bytes:
    """All of it, within a while. 408 or 413 where that does not work."""
    try:
        async with asyncio.timeout(SLOWEST):
            return await request.body()
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        raise HTTPException(413) from None
