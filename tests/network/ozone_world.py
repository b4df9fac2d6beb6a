"""A labeler's team on the real Ozone: a community with one member, somebody who writes to her, and the desk between."""

import asyncio

import httpx
import msgspec
from atproto import client_utils

from bot.model.account import Account
from bot.model.action import Order
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky import Options
from bot.platforms.bluesky.ozone.desk import Ozone
from bot.platforms.bluesky.ozone.normalise import normaliser
from bot.platforms.bluesky.ozone.team import Team
from tests.network.servers import PASSWORD
from tests.platforms.bluesky.parts import NOON, OpenSafe, now

RUDE = "tools.ozone.report.defs#reasonHarassmentTargeted"


class Named:
    """A roll of some accounts, by their DIDs."""

    def __init__(self, *dids):
        self.dids = set(dids)

    def member(self, account):
        return account.id in self.dids

    own = member


class Bleu:
    """The community "bleu"; `role` is its account's at the labeler, empty where it has none."""

    def __init__(self, net, *, role="Moderator", hand="act", hosts=(), labels=None):
        self.net = net
        self.lea, self.troll = net.account("lea"), net.account("troll")
        self.moderator = net.moderator("bleu", role) if role else net.account("bleu")
        self.rolls = {"bleu": Named(self.lea.me.did)}
        self.safe, self.opened = OpenSafe(), []
        self.account = Account(platform="bluesky", id=self.moderator.me.did, handle=self.moderator.me.handle)
        self.team = Team(community="bleu", labeler=net.ozone_did, hand=hand, labels=labels or {})
        self.options = Options(
            jetstream=hosts, plc=net.plc, appview=net.bsky, poll=0.2, shielded=frozenset({self.lea.me.did})
        )
        self.desk = self.open()

    def open(self, safe=None, clock=now):
        """Another desk for the same team, as after a restart."""
        desk = Ozone(
            self.team,
            self.account,
            PASSWORD,
            rolls=self.rolls,
            safe=safe or self.safe,
            clock=clock,
            service=self.net.pds,
            options=self.options,
        )
        self.opened.append(desk)
        return desk

    async def close(self):
        for one in self.opened:
            await one.close()

    def post(self, text="tais-toi", to=None):
        """What the harasser writes, to a member if one is named; seen by the AppView."""
        words = client_utils.TextBuilder().text(f"{text} ")
        words = words.mention(f"@{to.me.handle}", to.me.did) if to else words
        made = self.troll.send_post(words)
        self.net.eventually(lambda: self.troll.get_posts([made.uri]).posts)
        return made

    def report(self, subject, reason=RUDE, by=None, words="il recommence"):
        """A report as an app sends it; its id."""
        client = by or self.lea
        token = {"authorization": f"Bearer {client._session.access_jwt}"}
        token |= {"atproto-proxy": f"{self.net.ozone_did}#atproto_labeler"}
        body = {"reasonType": reason, "reason": words, "subject": subject}
        url = f"{self.net.pds}/xrpc/com.atproto.moderation.createReport"
        answer = httpx.post(url, json=body, headers=token, timeout=30)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def events(self, **asked):
        """What the labeler's own queue says, asked by the moderator's app."""
        token = {"authorization": f"Bearer {self.moderator._session.access_jwt}"}
        token |= {"atproto-proxy": f"{self.net.ozone_did}#atproto_labeler"}
        url = f"{self.net.pds}/xrpc/tools.ozone.moderation.queryEvents"
        return httpx.get(url, params=asked, headers=token, timeout=30).json()["events"]

    async def queue(self):
        """What one look at the queue brings: arrivals, and what they turn out to be."""
        [source] = [one for one in self.desk.sources() if one.name.startswith("ozone/queue")]
        got = []

        async def emit(arrival):
            got.append(arrival)

        await source.look(None, emit, self.since)
        return got

    def read(self, arrivals):
        normalise = normaliser(self.rolls)
        return [event for one in arrivals for event in normalise(one, {})]

    since = NOON.replace(year=2020)

    def order(self, action, post=None, **more):
        did = self.troll.me.did
        given = {
            "id": f"order-{did[-6:]}",
            "person": "bleu",
            "by": "desk:bleu",
            "action": action,
            "subject": f"bluesky:{did}",
            "subject_id": did,
            "uri": post.uri if post else "",
            "revision": post.cid if post else "",
            "rule": "insultes",
            "reason": Reason.HARASSMENT_TARGETED,
            "severity": Severity.HIGH,
            "decided_at": NOON,
            "received_at": NOON,
        }
        return Order(**given | more)

    def shown(self, uri):
        """The labels with which the AppView shows a post to those who take this labeler's."""
        accepts = {"atproto-accept-labelers": self.net.ozone_did}
        url = f"{self.net.bsky}/xrpc/app.bsky.feed.getPosts"
        found = httpx.get(url, params={"uris": uri}, headers=accepts, timeout=30).json()["posts"]
        return {one["val"] for post in found for one in post.get("labels", []) if one["src"] == self.net.ozone_did}

    def logins(self):
        """How often a session was opened anew."""
        names = [name for name in self.safe.kept if name.endswith("/logins")]
        return sum(sum(msgspec.json.decode(self.safe.kept[name], type=dict[str, int]).values()) for name in names)


def strong(post):
    return {"$type": "com.atproto.repo.strongRef", "uri": post.uri, "cid": post.cid}


def repo(client):
    return {"$type": "com.atproto.admin.defs#repoRef", "did": client.me.did}


def message(client):
    return {"$type": "chat.bsky.convo.defs#messageRef", "did": client.me.did, "convoId": "3kconvo", "messageId": "3km"}


async def together(call, *given, **named):
    return await asyncio.to_thread(call, *given, **named)
