"""Whatever order things arrive in, however often, in batches or one by one: the same cases, stages and scores."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cases.gathered import gathered
from bot.cases.keeping import Casework
from bot.config import default_policy, lexicon
from bot.evidence.master import MasterKey
from bot.handling.relations import synchronised
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.shield import Budget, Shield
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.rules.compile import compile_policies
from bot.rules.engine import Engine
from bot.store import write
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.cases.playing import lines

NAMES = ("course-in-the-open", "il-efface", "apres-le-silence", "malgre-l-interdiction", "l-admirateur", "le-collegue")
ME = Account(platform="bluesky", id="did:plc:me", handle="me.test")
SHIELD = Shield(protected=Protected(name="me", accounts=(ME,)), budget=Budget(hour=1000, day=1000))
END = datetime(2027, 1, 1, tzinfo=UTC)
BAN = (datetime(2026, 1, 21, 12, tzinfo=UTC), datetime(2027, 1, 21, 12, tzinfo=UTC))


@cache
def engine() -> Engine:
    return compile_policies({"me": default_policy()}, lexicon=lexicon())


def arrivals(name: str) -> list[Arrival]:
    """What a server tells of a scenario; an edit brings the post as it is shown then."""
    shown, found = {}, []
    for event in lines(name)[1:]:
        raw, beside = json.dumps(event).encode(), b""
        if event["event"] == "mention":
            shown[event["uri"]] = event
        elif event["event"] == "edit":
            beside = json.dumps(shown[event["uri"]] | {"text": event["text"]}).encode()
        else:
            continue
        at = datetime.fromisoformat(event["at"])
        found.append(
            Arrival(source="s", platform="bluesky", via=Via.STREAM, at=at, account=ME.key, raw=raw, beside=beside)
        )
    return found


def outcome(some: list[Arrival], size: int) -> list[object]:
    """The cases, once all of it was handled in batches of that size."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rempart.db", MasterKey.new())
        migrate(store)
        with store.writing() as connection:
            write.advance(connection, {synchronised(ME.key): "0"}, END)
            casework = Casework(connection, store.master, SHIELD, "lea", END)
            casework.restrict(["bluesky:did:plc:ancien"], "court_ban", *BAN)
        pipeline = Pipeline(store, {"me": SHIELD}, {"bluesky": normalise}, engine(), lambda: END)
        for start in range(0, len(some), size):
            pipeline.handle(some[start : start + size])
        with store.reading() as connection:
            found = gathered(connection, "me")
        store.close()
    return [(one.accounts, one.stage, one.score, one.mentions, one.first, one.last) for one in found]


@cache
def in_order(name: str) -> list[object]:
    return outcome(arrivals(name), 1)


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([1, 3, 100]))
def test_the_same_cases_come_of_it_in_whatever_order_it_reaches_us(name: str, seed: int, size: int) -> None:
    told = arrivals(name)
    random = Random(seed)
    twice = random.sample(told, min(3, len(told)))
    shuffled = [*told, *twice]
    random.shuffle(shuffled)
    assert outcome(shuffled, size) == in_order(name)


def test_a_case_does_not_depend_on_when_we_look():
    assert in_order("course-in-the-open") == outcome(arrivals("course-in-the-open"), 100)
    assert END - BAN[0] > timedelta(days=300)
