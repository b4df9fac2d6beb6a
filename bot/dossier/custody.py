"""What lies in custody for a dossier: opened some at a time, and laid down as it was received."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.dossier.fact import Piece
from bot.dossier.originals import Laid, Originals, Weighed
from bot.dossier.trailed import Trailed
from bot.errors import KeyMissing
from bot.evidence.exhibit import unseal
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.platforms.port import Captured
from bot.store import media, read, write
from bot.store.database import Store
from bot.store.erasure import slices

TOGETHER: Final = 50
"""Exhibits that are opened at once: some hold megabytes."""
MEDIUM: Final = "medium"
_ODD: Final = re.compile(r"[^a-z0-9]+")


class Taken(NamedTuple):
    """Something that was captured."""

    exhibit: str
    captured: Captured


class Custody:
    """One person's custody, as one dossier needs it."""

    def __init__(
        self,
        connection: Connection,
        master: MasterKey,
        person: str,
        salt: bytes,
        originals: Originals | Weighed,
        trail: Trailed,
    ) -> None:
        self.connection = connection
        self.master = master
        self.person = person
        self.salt = salt
        self.originals = originals
        self.trail = trail

    def name(self, value: str) -> str:
        """What the chain calls an account or a URI."""
        return pseudonym(self.salt, value)

    def open(self, exhibits: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """The contents of these exhibits, in their order; those that were erased are left out. Raises ChainBroken."""
        for some in slices(exhibits, TOGETHER):
            found = {one.id: one for one in read.several(self.connection, some)}
            for exhibit in some:
                with suppress(KeyMissing):
                    if exhibit in found:
                        yield exhibit, self.originals.open(found[exhibit], self.master)

    def taken(self, exhibits: Sequence[str]) -> Iterator[Taken]:
        """What was captured, in the order in which it was taken."""
        for exhibit, content in self.open(exhibits):
            yield Taken(exhibit, msgspec.msgpack.decode(content, type=Captured))

    def media(self, digests: Iterable[str]) -> dict[str, media.Medium]:
        """Those of these media (hex SHA-256) that were in custody at that moment."""
        names = {self.name(one): one for one in digests if one}
        held = media.held(self.connection, self.person, list(names)) if names else {}
        return {names[name]: one for name, one in held.items() if one.exhibit in self.trail.named}

    def lay(self, stem: str, what: str, raw: bytes, exhibit: str, at: datetime) -> Piece:
        """Lay something down as it was received."""
        return self.piece(self.originals.lay(f"{stem}-{_ODD.sub('-', what.lower())}", raw), what, exhibit, at)

    def lay_taken(self, stem: str, one: Taken) -> Piece:
        """Lay down something that was captured, and tell how it came."""
        came = one.captured
        piece = self.lay(stem, came.what, came.raw, one.exhibit, came.at)
        line = came.exchange.line if came.exchange else ""
        return msgspec.structs.replace(piece, url=came.url, answer=line, limits=came.limits)

    def piece(self, laid: Laid, what: str, exhibit: str, at: datetime) -> Piece:
        """How a file that was laid down is told."""
        named = self.trail.named.get(exhibit)
        return Piece(
            what=what,
            file=laid.file,
            digest=laid.digest,
            size=laid.size,
            at=at,
            exhibit=exhibit,
            entry=named.number if named else 0,
        )


def medium(store: Store, person: str, digest: str) -> bytes:
    """The bytes of a medium by its digest; none where it was erased. Raises ChainBroken."""
    with store.writing() as connection:  # as where it was gathered: the salt is made at first need
        name = pseudonym(write.salt(connection, store.master, person), digest)
    with store.reading() as connection:
        held = media.held(connection, person, [name])
        for sealed in read.several(connection, [one.exhibit for one in held.values()]):
            with suppress(KeyMissing):
                return unseal(sealed, store.master)
    return b""
