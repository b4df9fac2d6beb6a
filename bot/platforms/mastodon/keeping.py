"""From an answer of the server to what goes into custody: the raw bytes, and how they came."""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Final

from bot.evidence.limits import Limit
from bot.platforms.mastodon.answer import Answer
from bot.platforms.port import Captured, Exchange
from bot.platforms.room import Room

ITEMS: Final = 2_000
LARGEST: Final = 24 * 2**20
"""Items and bytes of one capture, before an action or after it."""
CERTIFICATE: Final = "certificate"
_SECRET: Final = frozenset({"set-cookie", "authorization"})


class Keeping:
    """What one capture keeps, as long as there is room, and the certificates that came with it."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._certificates: dict[bytes, datetime] = {}
        self.room = Room(ITEMS, LARGEST)

    def whole(self, what: str, path: str, answer: Answer) -> Iterator[Captured]:
        """An answer as it came; nothing where there is no room."""
        if self.room.fits(what, len(answer.body)):
            yield self._captured(what, path, answer.body, answer)

    def part(self, what: str, path: str, answer: Answer, raw: bytes) -> Iterator[Captured]:
        """One element of an answer that concerns others too; nothing where there is no room."""
        if self.room.fits(what, len(raw)):
            yield self._captured(what, path, raw, answer, sha256(answer.body).hexdigest())

    def rest(self, now: datetime) -> Iterator[Captured]:
        """What must be kept beside: the certificates, and the note of what was left out."""
        for raw, at in self._certificates.items():
            yield Captured(what=CERTIFICATE, url=self._base, raw=raw, at=at)
        yield from self.room.notes(self._base, now)

    def _captured(self, what: str, path: str, raw: bytes, answer: Answer, whole: str = "") -> Captured:
        self._certificates |= dict.fromkeys(answer.certificates, answer.ended)
        limits = [Limit.SERVERS_WORD if answer.certificates else Limit.PLAIN, Limit.TIMES_CLAIMED]
        return Captured(
            what=what,
            url=self._base + path,
            raw=raw,
            at=answer.ended,
            exchange=Exchange(
                line=answer.line,
                headers={name: value for name, value in answer.headers.items() if name not in _SECRET},
                began=answer.began,
                certificate=sha256(answer.certificates[0]).hexdigest() if answer.certificates else "",
                whole=whole,
            ),
            limits=(*limits, Limit.PART) if whole else tuple(limits),
        )
