"""Who comes to a person within one transaction: visits, the posts they come to, and what each hour brings."""

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.model.facts import Facts
from bot.model.mention import Kind
from bot.signals.surprise import HOUR, Hour
from bot.signals.visits import HOSTILE, PACKED, QUOTE, SUPPORT, digest, named
from bot.store import crowds

KEPT: Final = timedelta(days=8)
"""How long visits are kept after they arrived."""
HEARD: Final = 10
"""The digits, in binary, of the followers from which a post that quotes nobody may have sent others: 512."""
SPAN: Final = HOUR * 1_000_000
"""Microseconds of an hour."""


class Coming:
    """Collects visits as mentions are judged; each adds a few bytes."""

    def __init__(self, secret: bytes) -> None:
        """`secret` is what authors are named under."""
        self.visits = bytearray()
        """Packed, one after the other."""
        self.posts: dict[int, str] = {}
        """The URIs of posts that are named in visits, by their digests."""
        self._secret = secret
        self._digests: dict[str, int] = {}
        self._hours: dict[int, list[int]] = {}

    def add(self, facts: Facts, at: int, flags: int) -> None:
        """One mention, at a moment in seconds; `flags`: whether it is hostile, and its author known."""
        mention = facts.mention
        reach = min((mention.author.followers or 0).bit_length(), 255)
        quote = mention.kind is Kind.QUOTE
        own = self._post(mention.uri) if quote or reach >= HEARD else 0
        root = self._post(mention.root) if mention.root else 0
        sent = self._digest(mention.parent or next(iter(mention.quoted), ""))
        flags |= SUPPORT * bool(facts.support) | QUOTE * quote
        author = named(self._secret, mention.author.key)
        self.visits += PACKED.pack(at, author, own, root, sent, flags, reach)
        self._count(facts, at // HOUR, hostile=flags & HOSTILE)

    def keep(self, connection: Connection, person: str, now: datetime) -> None:
        """Write what came."""
        if self.visits:
            crowds.keep(connection, person, bytes(self.visits), now, now - KEPT)
            crowds.name(connection, person, self.posts, now)
            crowds.add(connection, person, {hour: Hour(*counted) for hour, counted in self._hours.items()})

    def _post(self, uri: str) -> int:
        """The digest of a post whose URI is remembered."""
        key = self._digest(uri)
        self.posts[key] = uri
        return key

    def _digest(self, uri: str) -> int:
        if uri not in self._digests:
            self._digests[uri] = digest(uri)
        return self._digests[uri]

    def _count(self, facts: Facts, hour: int, *, hostile: int) -> None:
        recent, begins = facts.history.recent, hour * SPAN
        came = bisect_left(recent, begins) == bisect_left(recent, begins + SPAN)
        counted = self._hours.setdefault(hour, [0, 0, 0])
        counted[0] += came
        counted[1] += 1
        counted[2] += hostile
