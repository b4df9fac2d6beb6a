"""A winter with everything in it, told in whatever order, twice, late, or to a shield that was killed in between."""

import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.config import default_policy, lexicon
from bot.evidence.master import MasterKey
from bot.handling.relations import synchronised
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.leak import LeakKind
from bot.model.mention import Via
from bot.model.shield import Budget, Shield
from bot.pipeline import Pipeline
from bot.platforms.simulated.normalise import normalise
from bot.raids.settling import settle
from bot.recording.judged import Judged
from bot.rules.compile import compile_policies
from bot.rules.engine import Engine
from bot.simulation.leaking import leaks
from bot.simulation.result import believed, cases, waves
from bot.store import relations, write
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.vault.keeping import add
from tests.scenarios.playing import muted, play
from tests.scenarios.scenes import at
from tests.scenarios.story import BACK, CHANGES, DAY, FIRST, HE, RAID, SHE, SPLITS, TELLS, story

ME = Account(platform="bluesky", id="did:plc:camille", handle="camille.test")
SHIELD = Shield(protected=Protected(name="camille", accounts=(ME,)), budget=Budget(hour=1000, day=1000))
END = datetime(2026, 3, 1, tzinfo=UTC)
CROWD = "did:plc:meute"


class Outcome(NamedTuple):
    """What must be the same."""

    cases: list[str]
    links: list[str]
    raids: list[str]
    leaks: list[str]
    muted: list[str]


def told(result: dict[str, Any]) -> Outcome:
    """Of a simulation."""
    parts = (sorted(map(str, result[name])) for name in ("cases", "links", "raids", "leaks"))
    return Outcome(*parts, muted=sorted(muted(result)))


@cache
def plain() -> Outcome:
    return told(play(None, *story(), first=FIRST))


def late(since: int, until: int) -> list[dict[str, Any]]:
    return [{"event": "outage", "at": at(since), "until": at(until), "platform": "bluesky"}]


KILLED = [{"event": "restart", "at": event["at"]} for event in story()[::5]]


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param(late(60, 3 * DAY), id="blind while he came back"),
        pytest.param(late(5 * DAY, 8 * DAY), id="blind while my address was given away"),
        pytest.param(late(RAID + 5, RAID + 120), id="blind in the middle of the raid"),
        pytest.param(KILLED, id="killed again and again"),
        pytest.param([*late(0, 10 * DAY), *KILLED], id="blind the whole time, and killed"),
        pytest.param(story()[::3], id="told twice"),
    ],
)
def test_the_same_people_the_same_raid_and_the_same_leaks_come_out(beside: list[dict[str, Any]]) -> None:
    events = sorted([*story(), *beside], key=lambda event: event["at"])
    assert told(play(None, *events, first=FIRST)) == plain()


def test_what_comes_out_is_what_happened() -> None:
    outcome = plain()
    assert len(outcome.links) == len(outcome.raids) == 1
    assert HE in outcome.links[0]
    assert BACK in outcome.links[0]
    assert {who for who in (TELLS, SPLITS) for leak in outcome.leaks if who in leak} == {TELLS, SPLITS}
    assert {HE, CHANGES, TELLS, SPLITS} <= {*outcome.muted}
    assert not [one for one in (*outcome.cases, *outcome.muted) if SHE in one or "aide" in one]


@cache
def engine() -> Engine:
    return compile_policies({"camille": default_policy()}, lexicon=lexicon())


@cache
def arrivals() -> list[Arrival]:
    """As a server tells it; an edit brings the post as it is shown then."""
    shown: dict[str, dict[str, Any]] = {}
    found = []
    for event in story():
        shown.setdefault(event["uri"], event)
        edited = event["event"] == "edit"
        beside = json.dumps(shown[event["uri"]] | {"text": event["text"]}).encode() if edited else b""
        raw, moment = json.dumps(event).encode(), datetime.fromisoformat(event["at"])
        found.append(
            Arrival(source="s", platform="bluesky", via=Via.STREAM, at=moment, account=ME.key, raw=raw, beside=beside)
        )
    return found


def outcome(some: Sequence[Arrival], size: int) -> Outcome:
    """What it comes to in batches of that size; a link without its grounds, which are those of when it was seen."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rempart.db", MasterKey(bytes(32)))
        migrate(store)
        for kind, values in FIRST["protected"]["vault"].items():
            add(store, "camille", LeakKind(kind), values[0], "lea", END)
        with store.writing() as connection:
            write.advance(connection, {synchronised(ME.key): "0"}, END)
        pipeline = Pipeline(store, {"camille": SHIELD}, {"bluesky": normalise}, engine(), lambda: END)
        judged: list[Judged] = []
        for start in range(0, len(some), size):
            judged += pipeline.handle(some[start : start + size])
        with store.writing() as connection:
            settle(connection, store.master, SHIELD, END, pipeline.judging.ids)
            standing = relations.every(connection, "camille")
        linked = [{"accounts": one["accounts"], "status": one["status"]} for one in believed(store)]
        found = (cases(store), linked, waves(store), leaks(judged))
        store.close()
    away = sorted(row["account"] for row in standing if row["muted_by"])
    return Outcome(*(sorted(map(str, each)) for each in found), muted=away)


def of_single_people(one: Outcome) -> Outcome:
    """Without who is of the crowd: of them a raid's rules have those muted that came when it was known."""
    cases = [each for each in one.cases if CROWD not in each]
    return one._replace(cases=cases, muted=[each for each in one.muted if CROWD not in each])


@cache
def in_order() -> Outcome:
    return of_single_people(outcome(arrivals(), 1))


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate]
)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([1, 4, 100]), far=st.sampled_from([2, 10, 30]))
def test_it_may_come_in_any_order_twice_and_edits_before_their_posts(seed: int, size: int, far: int) -> None:
    random = Random(seed)
    every = [*arrivals(), *random.sample(arrivals(), 6)]
    places = {id(one): place + random.uniform(0, far) for place, one in enumerate(every)}
    shuffled = sorted(every, key=lambda one: places[id(one)])
    assert of_single_people(outcome(shuffled, size)) == in_order()
