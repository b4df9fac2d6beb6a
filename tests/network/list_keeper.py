"""A person who keeps a list on the real network: her log, her account there, and the round that keeps both in step."""

import asyncio
import json
from secrets import token_hex

import httpx
from atproto import models
from sqlalchemy import text

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Cause, Change, Policy, Type
from bot.blocklists.entity import actor
from bot.blocklists.identifier import GENESIS, names
from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.platforms.bluesky import Bluesky, Options
from bot.publishing.instep import InStep
from bot.store import lists, placements
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.safe import StoredSafe
from tests.network.servers import PASSWORD
from tests.platforms.bluesky.parts import Watch, now

ITEMS, LISTS = "app.bsky.graph.listitem", "app.bsky.graph.list"


def platform(net, client, safe, *, service=None, clock=now, password=PASSWORD):
    """The shield's side of an account."""
    account = Account(platform="bluesky", id=client.me.did, handle=client.me.handle)
    options = Options(jetstream=(), plc=net.plc, appview=net.bsky)
    return Bluesky(account, password, safe=safe, clock=clock, service=service or net.pds, options=options)


def stranger(number):
    """The DID of nobody: a list takes it all the same."""
    return f"did:plc:{number:024d}"


class Keeper:
    """Her name is Camille."""

    def __init__(self, net, folder, service=None):
        self.net, self.service = net, service
        self.url = f"sqlite:///{folder / 'rempart.db'}"
        self.store = Store(self.url, MasterKey(bytes(32)))
        migrate(self.store)
        self.client = net.account("camille")
        made = self.client.com.atproto.server.create_app_password({"name": "rempart"})
        self.password = made.password
        self.did = self.client.me.did
        self.clock, self.told = Watch(now()), []
        self.name = names(GENESIS)
        self.version = 0
        self.whose = Blocklist(
            id=token_hex(8),
            person="camille",
            origin=Origin.OWN,
            slug="liste-de-camille",
            title="Liste de Camille",
            by="camille",
            at=self.clock(),
        )
        self.choose(bluesky=f"bluesky:{self.did}")
        self.platform = self.instep = None
        self.begin()

    def begin(self):
        """As after a start."""
        safe = StoredSafe(self.store)
        self.platform = platform(
            self.net, self.client, safe, service=self.service, clock=self.clock, password=self.password
        )
        self.instep = InStep(self.store, [("camille", self.platform)], self.clock, self.hear)
        self.instep.links = "https://rempart.test"

    async def restart(self):
        """Another instance, which knows nothing but what is kept."""
        await self.platform.close()
        self.begin()

    async def hear(self, person, trouble):
        self.told.append(trouble)

    async def end(self):
        await self.platform.close()
        self.store.close()

    def choose(self, **settings):
        """Change what she chose for the list."""
        with self.store.writing() as connection:
            kept = lists.by_id(connection, self.whose.id) or self.whose
            fields = {"settings": json.dumps(settings), "version": kept.version}
            lists.put(connection, Blocklist(**{**asdict(self.whose), **fields}))

    def say(self, *dids, type_=Type.RECOMMENDATION, cause=Cause.HUMAN):
        """Another version of the list."""
        self.version += 1
        changes = [
            Change(
                id=self.name(self.clock()),
                type=type_,
                at=self.clock(),
                entity=one if not isinstance(one, str) else actor(one),
                policy=Policy.FILTER if type_ is Type.RECOMMENDATION else None,
                cause=cause,
            )
            for one in dids
        ]
        with self.store.writing() as connection:
            lists.append(connection, self.whose, self.version, changes)

    def unsay(self, *dids):
        self.say(*dids, type_=Type.RETRACTION)

    async def step(self, **later):
        """The next round, so much later."""
        self.clock.forward(**({"minutes": 2} | later))
        await self.instep.round()

    @property
    def kept(self):
        with self.store.reading() as connection:
            return placements.every(connection, "camille").get(self.whose.id)

    @property
    def progress(self):
        with self.store.reading() as connection:
            return placements.progress(connection, self.whose.id)

    @property
    def points(self):
        """What was counted of the server's write points."""
        kept = StoredSafe(self.store).get(f"bluesky/{self.did}/points") or b"{}"
        return sum(json.loads(kept).values())

    async def items(self):
        """Who stands in the list on her own server, each as often as they do."""
        return await asyncio.to_thread(self._subjects, self.kept.uri)

    def _subjects(self, uri):
        """Raw: the SDK's client takes its time over ten thousand."""
        found, params = [], {"repo": self.did, "collection": ITEMS, "limit": 100}
        with httpx.Client(base_url=self.net.pds, timeout=30) as http:
            while True:
                page = http.get("/xrpc/com.atproto.repo.listRecords", params=params).raise_for_status().json()
                found += [one["value"]["subject"] for one in page["records"] if one["value"]["list"] == uri]
                if not page.get("cursor"):
                    return sorted(found)
                params["cursor"] = page["cursor"]

    async def records(self, collection):
        return await asyncio.to_thread(self._records, collection)

    def _records(self, collection):
        found, cursor = [], None
        while True:
            asked = {"repo": self.did, "collection": collection, "limit": 100, "cursor": cursor}
            page = self.client.com.atproto.repo.list_records(asked)
            found += page.records
            cursor = page.cursor
            if not cursor:
                return found

    async def by_hand_in(self, did):
        """She puts somebody in with her app."""
        record = models.AppBskyGraphListitem.Record(
            list=self.kept.uri, subject=did, created_at=self.client.get_current_time_iso()
        )
        await asyncio.to_thread(self.client.app.bsky.graph.listitem.create, self.did, record)

    async def by_hand_out(self, did):
        """She takes somebody out with her app."""
        (there,) = [one for one in await self.records(ITEMS) if one.value.subject == did]
        await self.delete(ITEMS, there.uri)

    async def delete(self, collection, uri):
        await asyncio.to_thread(
            self.client.com.atproto.repo.delete_record,
            {"repo": self.did, "collection": collection, "rkey": uri.rsplit("/", 1)[1]},
        )

    def forget_points(self):
        """The server's hour has passed."""
        with self.store.writing() as connection:
            connection.execute(text("DELETE FROM safe WHERE name LIKE '%/points'"))


def asdict(noun):
    return {name: getattr(noun, name) for name in noun.__struct_fields__}
