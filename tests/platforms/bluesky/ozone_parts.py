"""What the tests of a labeler's desk are made of: its events, who is on a roll, and a server that answers for it."""

import json

from bot.model.account import Account
from bot.model.action import Order
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky import Options
from bot.platforms.bluesky.ozone.desk import Ozone
from bot.platforms.bluesky.ozone.team import Team
from tests.platforms.bluesky.parts import CAMILLE, CID, NADIA, NOON, TROLL, OpenSafe, now

LABELER = "did:plc:labeler222222222222222"
DEFS = "tools.ozone.moderation.defs#modEvent"
POST = f"at://{TROLL}/app.bsky.feed.post/3labc"
EVENTS = "tools.ozone.moderation.queryEvents"
EMIT = "tools.ozone.moderation.emitEvent"


class Named:
    """A roll of these DIDs."""

    def __init__(self, *dids):
        self.dids = set(dids)

    def member(self, account):
        return account.id in self.dids

    own = member


def event(number=1, kind="Report", subject=None, by=NADIA, **more):
    what = {"$type": f"{DEFS}{kind}"}
    if kind == "Report":
        what |= {"reportType": "tools.ozone.report.defs#reasonHarassmentTargeted", "comment": "il recommence"}
    return {
        "id": number,
        "event": what | more.pop("event", {}),
        "subject": subject or {"$type": "com.atproto.repo.strongRef", "uri": POST, "cid": CID},
        "createdBy": by,
        "createdAt": "2026-11-21T12:00:00.000Z",
        "subjectHandle": "troll.test",
    } | more


def reported(told, beside=b""):
    """An event as the queue brings it."""
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Arrival(source="q", platform="ozone", via=Via.POLL, at=NOON, raw=raw, beside=beside, account="desk:bleu")


def ozone(pds, *, safe=None, clock=now, rolls=None, **team):
    """A desk that speaks with a server of our own."""
    return Ozone(
        Team(**{"community": "bleu", "labeler": LABELER} | team),
        Account(platform="bluesky", id=CAMILLE, handle="bleu.test"),
        "app-password",
        rolls=rolls or {"bleu": Named(NADIA)},
        safe=safe or OpenSafe(),
        clock=clock,
        service=pds.url,
        options=Options(jetstream=(), plc="", appview="", poll=0.01),
    )


def order(action, number=0, uri=POST, **more):
    return Order(
        **{
            "id": f"order-{number}",
            "person": "bleu",
            "by": "desk:bleu",
            "action": action,
            "subject": f"bluesky:{TROLL}",
            "subject_id": TROLL,
            "uri": uri,
            "revision": CID if uri else "",
            "rule": "insultes",
            "reason": Reason.HARASSMENT_TARGETED,
            "severity": Severity.HIGH,
            "decided_at": NOON,
            "received_at": NOON,
        }
        | more
    )


def answered(body):
    return 200, {"Content-Type": "application/json"}, json.dumps(body)
