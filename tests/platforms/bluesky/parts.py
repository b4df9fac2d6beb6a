"""What the tests of Bluesky are made of: an open safe, a clock that can be set, frames and notifications."""

import base64
import json
from datetime import UTC, datetime, timedelta

from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via

CAMILLE = "did:plc:camille2222222222222222"
NADIA = "did:plc:nadia222222222222222222"
TROLL = "did:plc:troll222222222222222222"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
US = 1_795_262_400_000_000 + 123_456  # 2026-11-21T12:00:00.123456Z
CID = "bafyreiabc"


class OpenSafe:
    """Keeps in memory, and counts."""

    def __init__(self):
        self.kept = {}
        self.puts = 0

    def get(self, name):
        return self.kept.get(name)

    def put(self, name, value):
        self.kept[name] = value
        self.puts += 1


class Watch:
    """A clock that stands still until it is set forward."""

    def __init__(self, now=NOON):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **much):
        self.now += timedelta(**much)


def now():
    return datetime.now(UTC)


def people(*dids):
    """One protected person for each DID, called after it."""
    return {
        f"bluesky:{did}": Protected(name=did[8:].rstrip("2"), accounts=(Account(platform="bluesky", id=did),))
        for did in dids
    }


def mention_facet(did, start=0, end=9):
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


def post(text="@camille bonjour", **more):
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2026-11-21T11:59:59.000Z",
        "langs": ["fr"],
    } | more


def frame(
    record, *, wire="v1", did=TROLL, operation="create", rkey="3labc", us=US, seq=7, collection="app.bsky.feed.post"
):
    commit = {"rev": "3l", "operation": operation, "collection": collection, "rkey": rkey}
    if record is not None:
        commit |= {"record": record, "cid": CID}
    return dumped(wire, "commit", did, commit, us, seq)


def change(kind, body, *, wire="v1", did=TROLL, us=US, seq=7):
    return dumped(wire, kind, did, {"did": did} | body, us, seq)


def dumped(wire, kind, did, body, us, seq):
    if wire == "v1":
        told = {"did": did, "time_us": us, "kind": kind, kind: body}
    else:
        time = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).isoformat().replace("+00:00", "Z")
        head = {"$type": f"network.bsky.jetstream.subscribeEvents#{kind}", "seq": seq, "did": did, "time": time}
        told = {"$type": "message", "payload": head | (body if kind == "commit" else {kind: body})}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def notification(record, *, reason="mention", uri=f"at://{TROLL}/app.bsky.feed.post/3labc", **more):
    item = {
        "uri": uri,
        "cid": CID,
        "author": {"did": TROLL, "handle": "troll.test", "displayName": "Troll"},
        "reason": reason,
        "record": record,
        "isRead": False,
        "indexedAt": "2026-11-21T12:00:00.000Z",
    }
    return json.dumps(item | more).encode()


def streamed(raw, beside=b""):
    return Arrival(source="bluesky/jetstream", platform="bluesky", via=Via.STREAM, at=NOON, raw=raw, beside=beside)


def polled(raw, account=CAMILLE, beside=b""):
    key = f"bluesky:{account}"
    return Arrival(
        source=f"bluesky/notifications/{key}",
        platform="bluesky",
        via=Via.POLL,
        at=NOON,
        raw=raw,
        account=key,
        beside=beside,
    )


def token(did, seconds, scope="com.atproto.appPass", secret=b"jwt-secret", audience="did:web:localhost"):
    """An access token as the test PDS signs them."""
    import hashlib
    import hmac
    import time

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=")

    issued = int(time.time())
    claims = {"scope": scope, "aud": audience, "sub": did, "iat": issued - 10, "exp": issued + seconds}
    signed = part({"typ": "at+jwt", "alg": "HS256"}) + b"." + part(claims)
    mark = base64.urlsafe_b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).rstrip(b"=")
    return (signed + b"." + mark).decode()
