"""The first posts of accounts: which they are, and what portraits are made of them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.errors import ChainBroken, KeyMissing
from bot.evidence.exhibit import Sealed, unseal
from bot.evidence.master import MasterKey
from bot.model.facts import Facts
from bot.model.mention import Mention
from bot.model.noun import micros
from bot.recording import records
from bot.signals.likeness.portrait import COPIED, Portrait, Post, portrait
from bot.store import read, traces
from bot.store.traces import Kept, Key

STEPS: Final = (1, 3, 5, 8, 13, 21)
"""After so many posts an account is looked at anew: what more of them say grows slower than their number."""
MOST: Final = STEPS[-1]
STEP: Final = tuple(max((step for step in STEPS if step <= posts), default=0) for posts in range(MOST + 1))
"""How many of so many posts are looked at."""
FRESH: Final = ""
"""Stands for the exhibit of what is judged just now."""


class Taken(NamedTuple):
    """One post of an account, kept before, or judged just now."""

    at: int
    exhibit: str
    uri: str = ""
    """Of what is judged just now; empty for what was kept."""


_AT: Final = itemgetter(0)


class Traces:
    """The first posts of those who wrote, as one transaction knows them."""

    def __init__(self, connection: Connection, master: MasterKey) -> None:
        self._connection = connection
        self._master = master
        self._packed: dict[Key, bytes] = {}
        """What was read and not looked at yet: of who has written for long nothing more is asked."""
        self._known: dict[Key, list[Taken]] = {}
        self._posts: dict[tuple[str, str], Post | None] = {}
        self._exhibits: dict[tuple[str, str], str] = {}
        self._drawn: dict[Key, tuple[tuple[tuple[str, bool], ...], Portrait]] = {}
        self._changed: set[Key] = set()

    def enrich(self, keys: Iterable[Key]) -> None:
        """Read what is known of these accounts; of others nothing is."""
        self._packed |= traces.traces(self._connection, keys)

    def add(self, facts: Facts, key: Key, copied: int) -> bool:
        """One more post of its author; whether the author is to be looked at anew because of it.

        That asks for the first posts by event time, up to a step: whatever the order in which they arrive, the last
        look is at the same ones.
        """
        mention = facts.mention
        at = micros(mention.received_at)
        if key in self._packed and traces.ended(self._packed[key], MOST, at):
            return False
        posts = self._known[key] = self._of(key)
        before = STEP[len(posts)]
        place = len(posts) if not posts or posts[-1].at <= at else bisect_right(posts, at, key=_AT)
        if place >= MOST:
            return False
        posts.insert(place, Taken(at, FRESH, mention.uri))
        del posts[MOST:]
        self._posts[mention.person, mention.uri] = Post(mention=mention, copied=copied)
        self._changed.add(key)
        after = STEP[len(posts)]
        return place < after or after != before

    def foresee(self, mentions: Iterable[Mention], left: int, price: Callable[[int], int]) -> list[Portrait]:
        """Those who will be looked at first because of these, as they will look if nobody wrote the same as they, while
        there is something `left` of what it costs to look at somebody of so many posts.

        What is kept of them is read at once, and each is drawn once.
        """
        coming: dict[Key, list[Mention]] = {}
        due: dict[Key, list[Mention]] = {}
        for mention in mentions:
            key = (mention.person, mention.author.key)
            if key in self._packed and traces.ended(self._packed[key], MOST, micros(mention.received_at)):
                continue
            mine = coming.setdefault(key, [])
            known = len(mine) + self.count(key)
            mine.append(mention)
            if known < MOST and STEP[known] != STEP[known + 1]:
                due[key] = [*mine]
                left -= price(known + 1)
                if left <= 0:
                    break
        self._gather({key: len(mine) for key, mine in due.items() if self.count(key)})
        return [self._draw(key, found) for key, mine in due.items() if (found := self._with(key, mine))]

    def portrait(self, key: Key) -> Portrait | None:
        """Of an account by its first posts; None where none of them can be read any more."""
        self.gather([key])
        found = self._with(key, ())
        return self._draw(key, found) if found else None

    def only(self, key: Key) -> Portrait | None:
        """Of an account by its only post, whoever wrote the same."""
        found = [msgspec.structs.replace(post, copied=0) for post in self._with(key, ())]
        return self._draw(key, found) if found else None

    def gather(self, keys: Iterable[Key]) -> None:
        """Read the posts by which these accounts are known, those that can be read still: together that costs less."""
        self._gather(dict.fromkeys(keys, 0))

    def count(self, key: Key) -> int:
        """How many first posts of an account are known."""
        return len(self._of(key))

    def uri(self, key: Key) -> str:
        """Of the latest of its first posts that is judged just now; empty where none is."""
        return next((one.uri for one in reversed(self._of(key)) if one.uri), "")

    def sealed(self, mention: Mention, exhibit: str) -> None:
        """In which exhibit a post is that was judged just now; the first version of it counts."""
        self._exhibits.setdefault((mention.person, mention.uri), exhibit)

    def record(self) -> None:
        """Keep in what custody the first posts are."""
        traces.keep_traces(self._connection, {key: list(self._kept(key)) for key in self._changed})

    def _of(self, key: Key) -> list[Taken]:
        packed = self._packed.pop(key, None)
        if packed is not None:
            self._known[key] = [Taken(at, exhibit) for at, exhibit in traces.unpacked(packed)]
        return self._known.get(key, [])

    def _kept(self, key: Key) -> Iterable[Kept]:
        for at, exhibit, uri in self._known[key]:
            if name := exhibit or self._exhibits.get((key[0], uri), ""):
                yield Kept(at, name)

    def _gather(self, ahead: Mapping[Key, int]) -> None:
        """As `gather`, for those of whom so many posts more will be known."""
        self.enrich(key for key in ahead if key not in self._known and key not in self._packed)
        asked = {
            one.exhibit: name
            for key, more in ahead.items()
            for one in self._of(key)[: STEP[min(MOST, self.count(key) + more)]]
            if (name := _name(key[0], one)) not in self._posts
        }
        for sealed in read.several(self._connection, asked) if asked else ():
            self._posts[asked[sealed.id]] = self._opened(sealed)

    def _with(self, key: Key, coming: Sequence[Mention]) -> list[Post]:
        """The posts by which an account is known once these of it have come too, in the order of time."""
        known = self._of(key)
        posts = [(one.at, self._posts.get(_name(key[0], one))) for one in known]
        for mention in coming:
            at = micros(mention.received_at)
            posts.insert(bisect_right(posts, at, key=_AT), (at, Post(mention=mention)))
        return [post for _, post in posts[: STEP[min(MOST, len(posts))]] if post is not None]

    def _draw(self, key: Key, posts: Sequence[Post]) -> Portrait:
        """A portrait, made anew where it is of other posts than the one before."""
        seen = tuple((post.mention.uri, post.copied < COPIED) for post in posts)
        known = self._drawn.get(key)
        if known is None or known[0] != seen:
            known = self._drawn[key] = (seen, portrait(posts))
        return known[1]

    def _opened(self, sealed: Sealed) -> Post | None:
        try:
            facts = records.read(unseal(sealed, self._master)).facts
        except (KeyMissing, ChainBroken):  # erased, or altered, which the audit will tell
            return None
        return Post(mention=facts.mention, copied=len(facts.copies or ()))


def _name(person: str, one: Taken) -> tuple[str, str]:
    """By what a post is found that was read: its URI, where it is judged just now, or its exhibit."""
    return person, one.uri or one.exhibit
