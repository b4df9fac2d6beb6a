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
