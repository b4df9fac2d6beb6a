"""Proof by origin: asked for as soon as a mention that matters is kept, since its author may delete it any minute."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
import structlog
from sqlalchemy import Connection

from bot.errors import KeyMissing
from bot.evidence.examine import examine
from bot.evidence.origin import ORIGIN
from bot.evidence.proof import Proof
from bot.evidence.pseudonym import pseudonym
from bot.model.reason import Severity
from bot.platforms.port import Captured, Platform, Proves
from bot.recording.judged import Judged
from bot.store import read, write
from bot.store.database import Store
from bot.store.proofs import Unproven, lately, pieces

log = structlog.get_logger(__name__)

LEAST = Severity.MEDIUM
"""What is this severe is proven, and whatever an action is planned on."""
AGAIN = timedelta(minutes=15)
"""What was judged so short a time before a start, and not asked about, is asked about then."""
TOGETHER = 4
"""Posts that are asked about at once: the platforms' servers allow ten requests a second from one address."""
WAITING = 10_000
"""Posts that wait at most, the worst first; what comes beyond is left out, and the chain says so."""


class Wanted(NamedTuple):
    """A post whose proof is to be asked for; the worst sort first."""

    order: int
    number: int
    person: str
    to: str
    uri: str
    revision: str


class Proving:
    """Asks beside everything else: neither alerts nor actions wait for it."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], now: Callable[[], datetime]) -> None:
        """`platforms` by `Account.key` of the protected account."""
        self.store = store
        self.platforms = {key: one for key, one in platforms.items() if isinstance(one, Proves)}
        self.now = now
        self._waiting: asyncio.PriorityQueue[Wanted] = asyncio.PriorityQueue()
        self._left_out: dict[str, int] = {}
        self._count = 0

    def add(self, judged: Sequence[Judged]) -> None:
        """Ask about those that matter."""
        for one in judged:
            mention = one.facts.mention
            matters = one.decision.severity >= LEAST or one.planned
            if matters and mention.hand in self.platforms:
                self._want(one.decision.severity, mention.person, mention.hand, mention.uri, mention.revision)

    def _want(self, severity: Severity, person: str, to: str, uri: str, revision: str) -> None:
        self._count += 1
        if self._waiting.qsize() >= WAITING:
            self._left_out[person] = self._left_out.get(person, 0) + 1
        else:
            self._waiting.put_nowait(Wanted(-int(severity), self._count, person, to, uri, revision))

    def _able(self, platform: str) -> str:
        """An account through which posts of this platform can be proven; which one makes no difference."""
        return next((key for key, one in self.platforms.items() if one.name == platform), "")

    def _left(self, since: datetime) -> list[Unproven]:
        """What was judged lately and never asked about."""
        with self.store.reading() as connection:
            return [one for one in lately(connection, since, LEAST, WAITING) if not self._asked(connection, one)]

    def _asked(self, connection: Connection, one: Unproven) -> bool:
        try:
            salt = write.salt(connection, self.store.master, one.person)
        except KeyMissing:  # erased meanwhile: nothing more is to be known of them
            return True
        return bool(pieces(connection, one.person, pseudonym(salt, one.uri)))

    async def run(self) -> None:
        """Ask until cancelled; first about what a stop, or a crash, left unasked."""
        for one in await self.store.run_durably(self._left, self.now() - AGAIN):
            self._want(one.severity, one.person, self._able(one.platform), one.uri, one.revision)
        async with asyncio.TaskGroup() as group:
            for _ in range(TOGETHER):
                group.create_task(self._work())

    async def prove(self, wanted: Wanted) -> None:
        """Ask about one post, and keep whatever comes of it."""
        stands = await self.store.run_durably(self._stands, wanted)
        if stands and (platform := self.platforms.get(wanted.to)):
            items = [item async for item in platform.origin(wanted.uri, wanted.revision)]
            proof = await asyncio.to_thread(examine, items)  # what somebody made to be slow holds up nobody else
            await self.store.run_durably(self._keep, wanted, items, proof, self.now())

    async def _work(self) -> None:
        while True:
            wanted = await self._waiting.get()
            try:
                await self.prove(wanted)
            except Exception as error:  # one that breaks it must not stop the others; the chain says so
                log.exception("proof failed", person=wanted.person)
                await self.store.run_durably(self._say_failed, wanted, type(error).__name__, self.now())
            await self._tell_left_out()

    async def _tell_left_out(self) -> None:
        while self._left_out:
            person, count = self._left_out.popitem()
            await self.store.run_durably(self._say_left_out, person, count, self.now())

    def _stands(self, wanted: Wanted) -> bool:
        with self.store.reading() as connection:
            return _kept(connection, wanted)

    def _say_failed(self, wanted: Wanted, trouble: str, now: datetime) -> None:
        with self.store.writing() as connection:
            if not _kept(connection, wanted):
                return
            salt = write.salt(connection, self.store.master, wanted.person)
            line = {"mention": pseudonym(salt, wanted.uri), "trouble": trouble}
            write.append(connection, wanted.person, [(now, "proof:failed", line)])

    def _say_left_out(self, person: str, count: int, now: datetime) -> None:
        with self.store.writing() as connection:
            write.append(connection, person, [(now, "proof:left-out", {"mentions": count})])

    def _keep(self, wanted: Wanted, items: Sequence[Captured], proof: Proof, now: datetime) -> None:
        found: dict[str, str | int] = {
            "standing": proof.standing.value,
            "proof": "holds" if proof.verified else "lacks",
        }
        with self.store.writing() as connection:
            if not _kept(connection, wanted):  # erased while we asked: nothing of it is to be had again
                return
            salt = write.salt(connection, self.store.master, wanted.person)
            number = self.store.instruments.get(wanted.person, 0)
            named = [msgspec.structs.replace(item, instrument=number) for item in items]
            contents = [(msgspec.msgpack.encode(item), item.at) for item in named]
            sealed = write.take(connection, self.store.master, wanted.person, "captured", contents)
            about: dict[str, str | int] = {"mention": pseudonym(salt, wanted.uri)}
            lines = [
                (
                    now,
                    "captured",
                    {**about, "what": item.what, "exhibit": box.id, "digest": box.digest}
                    | (found if item.what == ORIGIN else {}),
                )
                for item, box in zip(items, sealed, strict=True)
            ]
            write.append(connection, wanted.person, lines)


def _kept(connection: Connection, wanted: Wanted) -> bool:
    """Whether it is in custody, and was not erased."""
    return any(one.person == wanted.person for one in read.mention(connection, wanted.uri))
