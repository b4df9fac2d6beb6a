"""He need not write: a like at three in the morning, a follow after the mute; of anybody else it is nothing."""

import json
import tempfile
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.keeping import Casework
from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.conduct import Level
from bot.model.mention import Via
from bot.model.shield import Shield
from bot.pipeline import Pipeline
from bot.platforms.bluesky.normalise import normalise as on_bluesky
from bot.platforms.mastodon.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.store import authors, cases, read
from bot.store.database import Store
from bot.store.migrate import migrate

ME = Account(platform="mastodon", home="social.test", id="1", handle="me@social.test")
SHIELD = Shield(protected=Protected(name="me", accounts=(ME,)))
HIM, READER = "mastodon:social.test/66", "mastodon:social.test/77"
START = datetime(2026, 3, 1, 3, tzinfo=UTC)


def notified(type_, key, at):
    raw = {"id": "9", "type": type_, "created_at": at.isoformat(), "account": {"id": key.rpartition("/")[2]}}
    return Arrival(source="s", platform="mastodon", via=Via.STREAM, at=at, account=ME.key, raw=json.dumps(raw).encode())


@pytest.fixture
def pipeline():
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rempart.db", MasterKey.new())
        migrate(store)
        with store.writing() as connection:
            casework = Casework(connection, store.master, SHIELD, "lea", START)
            for days in (30, 20):
                casework.note(HIM, "letter", START - timedelta(days=days), Level.HIGH, "une lettre")
        engine = compile_policies({"me": Policy()})
        yield Pipeline(store, {"me": SHIELD}, {"mastodon": normalise}, engine, lambda: START)
        store.close()


def case(pipeline):
    with pipeline.store.reading() as connection:
        (one,) = cases.every(connection, "me")
    return one


def events(pipeline):
    with pipeline.store.reading() as connection:
        return [entry.event for entry in read.chain(connection, "me")]


@pytest.mark.parametrize("type_", ["follow", "favourite", "reblog"])
def test_a_gesture_of_somebody_who_harasses_counts(pipeline, type_):
    before = case(pipeline).score
    pipeline.handle([notified(type_, HIM, START)])
    assert case(pipeline).score > before / 2
    assert case(pipeline).last > (START - timedelta(days=2)).toordinal() - 719163
    assert events(pipeline)[-1] == "case:gesture"


def test_ten_likes_in_one_night_are_one_day_and_arrive_in_any_order(pipeline):
    several = [notified("favourite", HIM, START + timedelta(minutes=n)) for n in range(10)]
    pipeline.handle(several[::-1])
    once = case(pipeline).score
    pipeline.handle(several)
    assert case(pipeline).score == once


def test_what_a_reader_likes_leaves_no_trace(pipeline):
    before = case(pipeline), len(events(pipeline))
    pipeline.handle([notified("favourite", READER, START), notified("follow", READER, START)])
    assert (case(pipeline), len(events(pipeline))) == before
    with pipeline.store.reading() as connection:
        assert authors.knowing(connection, READER) == []


BLUE = Account(platform="bluesky", id="did:plc:me", handle="me.test")
BOTH = Shield(protected=Protected(name="me", accounts=(ME, BLUE)))


def liked(did, at):
    commit = {
        "operation": "create",
        "collection": "app.bsky.feed.like",
        "rkey": "3l",
        "record": {"subject": {"cid": "b", "uri": f"at://{BLUE.id}/app.bsky.feed.post/3l"}},
    }
    frame = {"did": did, "time_us": int(at.timestamp() * 1e6), "kind": "commit", "commit": commit}
    raw = json.dumps(frame).encode()
    return Arrival(source="bluesky/gestures", platform="bluesky", via=Via.STREAM, at=at, raw=raw)


def test_a_like_on_bluesky_by_somebody_of_a_case_counts_and_a_readers_leaves_no_trace(pipeline):
    store = pipeline.store
    with store.writing() as connection:
        casework = Casework(connection, store.master, BOTH, "lea", START)
        for days in (30, 20):
            casework.note("bluesky:did:plc:him", "letter", START - timedelta(days=days), Level.HIGH, "une lettre")
        before = {one.id: one.score for one in cases.every(connection, "me")}
    both = Pipeline(store, {"me": BOTH}, {"bluesky": on_bluesky}, compile_policies({"me": Policy()}), lambda: START)
    both.handle([liked("did:plc:him", START), liked("did:plc:reader", START)])
    with store.reading() as connection:
        (found,) = [one for one in cases.every(connection, "me") if one.last > 20510]
        assert found.score > before[found.id] / 2
        assert authors.knowing(connection, "bluesky:did:plc:reader") == []
    assert events(pipeline).count("case:gesture") == 1


def test_accounts_of_the_worst_cases_are_asked_for_first(pipeline):
    with pipeline.store.writing() as connection:
        casework = Casework(connection, pipeline.store.master, BOTH, "lea", START)
        casework.add("bluesky:did:plc:quiet")
        for days in (30, 20, 10):
            casework.note("bluesky:did:plc:loud", "letter", START - timedelta(days=days), Level.URGENT, "une lettre")
    with pipeline.store.reading() as connection:
        assert cases.of_platform(connection, ["me"], "bluesky", 9) == ["bluesky:did:plc:loud", "bluesky:did:plc:quiet"]
        assert cases.of_platform(connection, ["me"], "bluesky", 1) == ["bluesky:did:plc:loud"]
        assert cases.of_platform(connection, ["somebody else"], "bluesky", 9) == []
