"""The first posts of accounts: which they are, and what portraits are made of them."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot import records
from bot.errors import ChainBroken, KeyMissing
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.model.facts import Facts
from bot.model.mention import Mention
from bot.model.noun import micros
from bot.signals.likeness.portrait import Portrait, Post, portrait
from bot.store import portraits, read
from bot.store.portraits import Kept, Key

STEPS: Final = (1, 3, 5, 8, 13, 21)
"""After so many posts an account is looked at anew: what more of them say grows slower than their number."""
MOST: Final = STEPS[-1]
FRESH: Final = ""
"""Stands for the exhibit of what is judged just now."""


class Taken(NamedTuple):
    """One post of an account, kept before, or judged just now."""

    at: int
    exhibit: str
    uri: str = ""
    """Of what is judged just now; empty for what was kept."""


class Traces:
    """The first posts of those who wrote, as one transaction knows them."""

    def __init__(self, connection: Connection, master: MasterKey) -> None:
        self._connection = connection
        self._master = master
        self._known: dict[Key, list[Taken]] = {}
        self._posts: dict[tuple[str, str], Post | None] = {}
        self._changed: set[Key] = set()

    def enrich(self, keys: Iterable[Key]) -> None:
        """Read what is known of these accounts; of others nothing is."""
        for key, posts in portraits.traces(self._connection, keys).items():
            self._known[key] = [Taken(at, exhibit) for at, exhibit in posts]

    def add(self, facts: Facts, copied: int) -> bool:
        """One more post of its author; whether the author is to be looked at anew because of it.

        That asks for the first posts by event time, up to a step: whatever the order in which they arrive, the last
        look is at the same ones.
        """
        mention = facts.mention
        key = (mention.person, mention.author.key)
        posts = self._known.setdefault(key, [])
        one = Taken(micros(mention.received_at), FRESH, mention.uri)
        before = [*posts[: _step(len(posts))]]
        place = sum(1 for _ in takewhile(lambda other: other[:1] <= one[:1], posts))
        if place >= MOST:
            return False
        posts.insert(place, one)
        del posts[MOST:]
        self._posts[mention.person, mention.uri] = Post(mention=mention, copied=copied)
        self._changed.add(key)
        return posts[: _step(len(posts))] != before

    def portrait(self, key: Key) -> Portrait | None:
        """Of an account by its first posts; None where none of them can be read any more."""
        self.gather([key])
        posts = self._known.get(key, [])
        kept = (self._posts.get(_name(key[0], one)) for one in posts[: _step(len(posts))])
        found = [post for post in kept if post is not None]
        return portrait(found) if found else None

    def gather(self, keys: Sequence[Key]) -> None:
        """Read the posts by which these accounts are known, those that can be read still: together that costs less."""
        self.enrich(key for key in keys if key not in self._known)
        asked = {
            one.exhibit: name
            for key in keys
            for one in self._known.get(key, [])[: _step(self.count(key))]
            if (name := _name(key[0], one)) not in self._posts
        }
        for sealed in read.several(self._connection, asked) if asked else ():
            self._posts[asked[sealed.id]] = self._opened(sealed)

    def count(self, key: Key) -> int:
        """How many first posts of an account are known."""
        return len(self._known.get(key, ()))

    def uri(self, key: Key) -> str:
        """Of the latest of its first posts that is judged just now; empty where none is."""
        return next((one.uri for one in reversed(self._known.get(key, [])) if one.uri), "")

    def sealed(self, mention: Mention, exhibit: str) -> None:
        """In which exhibit a post is that was judged just now."""
        key = (mention.person, mention.author.key)
        posts = self._known.get(key, [])
        self._known[key] = [
            Taken(one.at, exhibit, one.uri) if one.uri == mention.uri and one.exhibit == FRESH else one for one in posts
        ]

    def record(self) -> None:
        """Keep in what custody the first posts are."""
        kept = {key: [Kept(one.at, one.exhibit) for one in self._known[key] if one.exhibit] for key in self._changed}
        portraits.keep_traces(self._connection, kept)

    def _opened(self, sealed: Sealed) -> Post | None:
        try:
            facts = records.read(unseal(sealed, self._master)).facts
        except (KeyMissing, ChainBroken):  # erased, or altered, which the audit will tell
            return None
        return Post(mention=facts.mention, copied=len(facts.copies or ()))


def _name(person: str, one: Taken) -> tuple[str, str]:
    """By what a post is found that was read: its URI, where it is judged just now, or its exhibit."""
    return person, one.uri or one.exhibit


def _step(posts: int) -> int:
    """How many of so many posts are looked at."""
    return max((step for step in STEPS if step <= posts), default=0)
