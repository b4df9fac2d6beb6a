"""A stream that is read as the supervisor reads it, and what is said on it."""

import asyncio
import time

from bot.errors import TryLater
from bot.platforms.bluesky import Options, normalise
from bot.platforms.bluesky import jetstream as stream
from bot.platforms.bluesky.profiles import Profiles
from tests.platforms.bluesky.parts import CAMILLE, TROLL, mention_facet, now, people, post


class Reader:
    """A source with its cursor, run as the supervisor runs it."""

    def __init__(self, http, *hosts, ask=None, **options):
        async def nobody(dids):
            return b'{"profiles": []}'

        async def ageless(did):
            return ""

        self.options = Options(jetstream=hosts, shielded=frozenset({CAMILLE}), **options)
        self.profiles = Profiles(ask or nobody, ageless)
        self.source = stream.Jetstream(self.options, lambda: http, self.profiles, now)
        self.cursor = None
        self.arrivals = []
        self.ends = []

    async def emit(self, arrival):
        if arrival.cursor:
            self.cursor = arrival.cursor
        self.arrivals.append(arrival)

    async def run(self):
        while True:
            try:
                await self.source.read(self.cursor, self.emit)
                self.ends.append("closed")
            except TryLater as trouble:
                self.ends.append(str(trouble))
            await asyncio.sleep(0.01)

    @property
    def texts(self):
        found = [event for one in self.arrivals for event in normalise(one, people(CAMILLE))]
        return [event.text for event in found]

    async def until(self, look, seconds=5):
        end = time.monotonic() + seconds
        while not look():
            assert time.monotonic() < end, (self.texts, self.ends)
            await asyncio.sleep(0.005)


def commit(text, to=CAMILLE, rkey=None, operation="create"):
    record = {"record": post(text, facets=[mention_facet(to)]), "cid": f"bafy{text}"} if operation != "delete" else {}
    return {
        "rev": "3l",
        "operation": operation,
        "collection": "app.bsky.feed.post",
        "rkey": rkey or f"3l{text}",
    } | record


def say(server, text, to=CAMILLE, did=TROLL):
    return server.publish(did, "commit", commit(text, to))


async def connected(server):
    while not server.connected:  # noqa: ASYNC110 - it lives in another thread
        await asyncio.sleep(0.005)
