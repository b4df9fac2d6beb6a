"""What is captured stands in the chain, the bytes of a picture once; and after a crash nothing of it is missing."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec
import pytest

from bot.audit import audit
from bot.custody import taking
from bot.custody.likeness import likened
from bot.evidence.cid import RAW, Cid
from bot.evidence.dhash import dhash
from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.model.action import Mute, Order
from bot.model.delivery import BESIDE, Delivery, Status, Task
from bot.model.mention import Kind, Mention
from bot.model.reason import Reason, Severity
from bot.platforms.bluesky.blob import blob_digest
from bot.platforms.bluesky.post import read as read_post
from bot.platforms.port import Captured
from bot.store import erasure, media, outbox, read, write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.evidence.test_dhash import drawn, written

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PICTURE = written(drawn())
ORDER = Order(
    id="o1",
    person="camille",
    by="bluesky:did:plc:camille",
    action=Mute(),
    subject="bluesky:did:plc:troll",
    subject_id="did:plc:troll",
    uri="at://x",
    revision="1",
    rule="r",
    reason=Reason.HARASSMENT_TARGETED,
    severity=Severity.HIGH,
    received_at=NOW,
    decided_at=NOW,
)
ACT = Delivery(id="o1", person="camille", task=Task.ACT, via=ORDER.by, what=ORDER, due_at=NOW)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey.new())
    migrate(store)
    yield store
    store.close()


def captured(what, raw, url="https://cdn.test/a", **more):
    return Captured(what=what, url=url, raw=raw, at=NOW, **more)


def take(store, *items):
    with store.writing() as connection:
        taking.take(connection, store, taking.follow_up(ACT, NOW), items, NOW)


def entries(store, event):
    with store.reading() as connection:
        return [entry.payload for entry in read.chain(connection, "camille") if entry.event == event]


def contents(store, event):
    with store.reading() as connection:
        return [read.content(connection, store.master, str(one["exhibit"])) for one in entries(store, event)]


def test_the_same_picture_is_kept_once_however_often_it_comes(store):
    take(store, captured("medium", PICTURE, dhash=dhash(PICTURE)))
    take(store, captured("medium", PICTURE, "https://cdn.test/b", dhash=dhash(PICTURE)), captured("post", b"{}"))
    assert contents(store, "medium") == [PICTURE, PICTURE]
    assert len({one["exhibit"] for one in entries(store, "medium")}) == 1
    kept = [msgspec.msgpack.decode(raw, type=Captured) for raw in contents(store, "captured")]
    assert [(one.what, one.url, one.raw) for one in kept] == [
        ("medium", "https://cdn.test/a", b""),
        ("medium", "https://cdn.test/b", b""),
        ("post", "https://cdn.test/a", b"{}"),
    ]
    assert kept[0].medium == sha256(PICTURE).hexdigest()
    assert all(one.valid for one in audit(store)), [one.faults for one in audit(store)]


def test_the_chain_names_no_picture_by_a_digest_that_others_could_look_up(store):
    take(store, captured("medium", PICTURE))
    assert sha256(PICTURE).hexdigest() not in str(entries(store, "medium"))


def test_an_erased_picture_that_comes_again_is_kept_anew(store):
    take(store, captured("medium", PICTURE))
    [first] = entries(store, "medium")
    with store.writing() as connection:
        erasure.forget(connection, [str(first["exhibit"])])
    take(store, captured("medium", PICTURE))
    _, second = entries(store, "medium")
    assert first["exhibit"] != second["exhibit"]
    with store.reading() as connection:
        found = media.held(connection, "camille", [str(second["medium"])])
    assert found[str(second["medium"])].type == "image/png"


def test_what_is_captured_says_by_which_instrument(store):
    store.instruments["camille"] = 7
    take(store, captured("post", b"{}"))
    assert msgspec.msgpack.decode(contents(store, "captured")[0], type=Captured).instrument == 7


def test_what_follows_an_action_goes_in_a_lane_of_its_own(store):
    with store.writing() as connection:
        outbox.plan(connection, [ACT, taking.follow_up(ACT, NOW)])
    with store.reading() as connection:
        soon = NOW + timedelta(seconds=1)
        assert [one.id for one in outbox.due(connection, soon, 10, [ACT.via])] == ["o1-after"]
        assert [one.id for one in outbox.due(connection, soon, 10, [ACT.via + BESIDE])] == ["o1"]
        assert outbox.with_status(connection, Status.PLANNED)[0].lane == ACT.via


def test_a_picture_that_is_in_custody_is_known_when_it_comes_again(store):
    take(store, captured("medium", PICTURE, dhash=dhash(PICTURE)))
    mention = mention_with(PICTURE)
    with store.reading() as connection:
        known = likened(connection, write.salt(connection, store.master, "camille"), mention)
        other = likened(connection, write.salt(connection, store.master, "camille"), mention_with(b"another"))
    assert known.media[0].phash == dhash(PICTURE)[:8].hex()
    assert other.media[0].phash is None


@pytest.mark.parametrize("odd", [b"", b"null", b'"x"', b'{"ref":{"$link":"bafyre"}}', b'{"ref":5}', b'{"cid":"b"}'])
def test_a_picture_named_oddly_is_just_not_known(odd):
    assert blob_digest(odd) == ""


def mention_with(raw):
    cid = str(Cid(raw=RAW + sha256(raw).digest()))
    image = {"alt": "", "image": {"$type": "blob", "ref": {"$link": cid}, "mimeType": "image/png", "size": len(raw)}}
    record = {"text": "x", "embed": {"$type": "app.bsky.embed.images", "images": [image]}}
    return Mention(
        person="camille",
        to=ORDER.by,
        uri="at://x",
        revision="1",
        kind=Kind.MENTION,
        author=Account(platform="bluesky", id="did:plc:troll", handle="troll.test"),
        text="x",
        received_at=NOW,
        media=read_post(msgspec.json.encode(record)).media,
    )
