"""However a post came to us, by stream, as a notification, or found by the watch, it is the same mention."""

import json

import pytest

from bot.model.arrival import Arrival, Deleted, Identity
from bot.model.mention import Kind, Via
from bot.platforms.bluesky.normalise import normalise
from tests.platforms.bluesky.parts import (
    CAMILLE,
    CID,
    NADIA,
    NOON,
    TROLL,
    frame,
    mention_facet,
    notification,
    people,
    polled,
    post,
    streamed,
)

URI = f"at://{TROLL}/app.bsky.feed.post/3labc"
MINE = {"uri": f"at://{CAMILLE}/app.bsky.feed.post/3lmine", "cid": CID}
THEIRS = {"uri": f"at://{NADIA}/app.bsky.feed.post/3ltheirs", "cid": CID}


def viewed(**body):
    raw = json.dumps({"uri": URI, "cid": CID, "author": {"did": TROLL, "handle": "troll.test"}} | body).encode()
    return Arrival(source="w", platform="bluesky", via=Via.WATCH, at=NOON, raw=raw, account=f"bluesky:{CAMILLE}")


def told(arrival):
    return normalise(arrival, people(CAMILLE))


@pytest.mark.parametrize(
    "record",
    [
        post(facets=[mention_facet(CAMILLE)]),
        post(reply={"root": MINE, "parent": THEIRS}),
        post(embed={"$type": "app.bsky.embed.record", "record": MINE}),
    ],
    ids=["mention", "reply", "quote"],
)
def test_however_a_post_came_it_is_one_version_of_one_mention(record):
    ways = (
        streamed(frame(record)),
        polled(notification(record)),
        viewed(record=record),  # as the AppView shows it
        viewed(value=record),  # as a repository holds it
    )
    found = {(one.uri, one.revision, one.kind, one.text, one.to, one.answers) for way in ways for one in told(way)}
    assert len(found) == 1


def test_whom_somebody_replies_to_is_known_where_that_is_not_me():
    (mention,) = told(viewed(record=post(facets=[mention_facet(CAMILLE)], reply={"root": THEIRS, "parent": THEIRS})))
    assert (mention.kind, mention.answers) == (Kind.MENTION, NADIA)
    (mention,) = told(viewed(record=post(reply={"root": MINE, "parent": MINE})))
    assert mention.answers == ""


def test_what_is_gone_is_told_as_the_stream_tells_it():
    assert told(viewed(gone="deleted")) == (Deleted(platform="bluesky", uri=URI, at=NOON),)
    (gone,) = told(viewed(gone="takendown"))
    assert isinstance(gone, Identity)
    assert (gone.account, gone.gone) == (f"bluesky:{TROLL}", "takendown")


def test_what_does_not_address_me_is_nothing():
    assert told(viewed(record=post())) == ()
