"""Notifications as a server would send them, for a person on `social.test`."""

import json
from datetime import UTC, datetime

from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.mastodon.normalise import normalise

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
ME = Account(platform="mastodon", id="1", home="social.test", handle="camille@social.test")
PEOPLE = {ME.key: Protected(name="camille", accounts=(ME,))}


def status(**more):
    author = {"id": "66", "acct": "inconnu@autre.test", "created_at": "2026-01-01T00:00:00.000Z", "followers_count": 3}
    plainly = {"id": "9", "uri": "https://autre.test/9", "content": "<p>bonjour</p>", "account": author}
    return plainly | {"created_at": "2026-11-21T11:59:00.000Z", "edited_at": None, "mentions": [{"id": "1"}]} | more


def notification(**more):
    return {"id": "5", "type": "mention", "created_at": "2026-11-21T11:59:30.000Z", "status": status()} | more


def read(raw, beside=b"", account=ME.key):
    raw = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    arrival = Arrival(source="s", platform="mastodon", via=Via.STREAM, at=AT, raw=raw, beside=beside, account=account)
    return normalise(arrival, PEOPLE)


def one(**more):
    [mention] = read(notification(status=status(**more)))
    return mention
