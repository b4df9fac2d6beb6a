"""A protected account and a harasser on the real network, with the platform between them."""

import asyncio
import contextlib
from datetime import UTC, datetime

import msgspec
from atproto import client_utils

from bot.errors import TryLater
from bot.model.account import Account, Protected
from bot.model.action import Order
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky import Bluesky, Options, normalise
from tests.platforms.bluesky.parts import OpenSafe, mention_facet, now
from tests.platforms.contract import eventually

POSTS = "app.bsky.feed.post"


class World:
    """See tests/platforms/contract.py; more is told beside."""

    normalise = staticmethod(normalise)

    def __init__(self, net, jetstream, *, safe=None, **options):
        self.net, self.jetstream = net, jetstream
        self.camille, self.troll = net.account("camille"), net.account("troll")
        self.did, self.their_did = self.camille.me.did, self.troll.me.did
        self.account = Account(platform="bluesky", id=self.did, handle=self.camille.me.handle)
        self.protected = {self.account.key: Protected(name="camille", accounts=(self.account,))}
        self.safe = safe or OpenSafe()
        made = self.camille.com.atproto.server.create_app_password({"name": "rempart"})
        self.password = made.password
        given = {
            "jetstream": (jetstream.url,),
            "plc": net.plc,
            "appview": net.bsky,
            "poll": 0.3,
            "labeler": net.ozone_did,
        }
        self.options = Options(**given | options)
        self.platform = self.open()
        self.got, self.troubles, self._tasks = [], [], []

    def open(self, password=None, clock=now, **options):
        """Another instance for the same account, as after a restart."""
        return Bluesky(
            self.account,
            password or self.password,
            safe=self.safe,
            clock=clock,
            service=self.net.pds,
            options=msgspec.structs.replace(self.options, **options),
        )

    async def begin(self):
        """Read all sources until `end`."""
        for source in self.platform.sources():
            self._tasks.append(asyncio.ensure_future(self._supervise(source)))
        await eventually(self._reading)

    async def _reading(self):
        streaming = self.jetstream.connected or len(self.platform.sources()) == 1
        return streaming and any(one.source.startswith("bluesky/not") for one in self.got)

    async def _supervise(self, source):
        cursor = None

        async def emit(arrival):
            nonlocal cursor
            cursor = arrival.cursor or cursor
            self.got.append(arrival)

        while True:
            try:
                await source.read(cursor, emit)
            except TryLater as trouble:
                self.troubles.append(str(trouble))
            await asyncio.sleep(0.05)

    async def end(self):
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.platform.close()

    async def harasser_posts(self, text):
        return (await self.post(text)).uri

    async def post(self, text="bonjour", **more):
        words = client_utils.TextBuilder().text(f"{text} ").mention(f"@{self.account.handle}", self.did)
        return await asyncio.to_thread(self.troll.send_post, words, **more)

    async def write(self, who, record, rkey=None):
        """A record that is not checked against its lexicon; its uri and cid."""
        data = {"repo": who.me.did, "collection": POSTS, "record": {"$type": POSTS} | record, "validate": False}
        if rkey:
            return await asyncio.to_thread(who.com.atproto.repo.put_record, data | {"rkey": rkey})
        return await asyncio.to_thread(who.com.atproto.repo.create_record, data)

    async def viewer(self):
        return (await asyncio.to_thread(self.camille.get_profile, self.their_did)).viewer

    async def muted(self):
        return bool((await self.viewer()).muted)

    async def blocked(self):
        return bool((await self.viewer()).blocking)

    async def person_mutes(self):
        await asyncio.to_thread(self.camille.mute, self.their_did)

    def order(self, action, uri="", **more):
        return Order(
            **{
                "id": "0",
                "person": "camille",
                "by": self.account.key,
                "action": action,
                "subject": f"bluesky:{self.their_did}",
                "subject_id": self.their_did,
                "uri": uri,
                "revision": "bafy",
                "rule": "a rule",
                "reason": Reason.HARASSMENT_TARGETED,
                "severity": Severity.HIGH,
                "decided_at": datetime(2026, 11, 21, 12, tzinfo=UTC),
                "received_at": datetime(2026, 11, 21, 12, tzinfo=UTC),
            }
            | more
        )

    async def arrivals(self):
        return self.got

    def mentions(self, uri, via=None):
        """What was made of all that arrived about a post."""
        found = [event for one in self.got for event in normalise(one, self.protected)]
        return [event for event in found if getattr(event, "uri", "") == uri and (via is None or event.via is via)]


def strong(made):
    return {"uri": made.uri, "cid": made.cid}


def record(world, text="@camille bonjour", **more):
    created = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return {"text": text, "createdAt": created, "facets": [mention_facet(world.did)]} | more


async def listed(world, collection):
    found = await asyncio.to_thread(
        world.camille.com.atproto.repo.list_records, {"repo": world.did, "collection": collection}
    )
    return [
        one.value.to_dict() if hasattr(one.value, "to_dict") else one.value.model_dump(by_alias=True, exclude_none=True)
        for one in found.records
    ]
