"""What a new version costs all who follow a list: by its changes, and not by its size."""

import os
import time
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.deed import Deed
from bot.blocklists.entity import actor
from bot.blocklists.follower import Effect, Follower, Phase, State
from bot.blocklists.identifier import names
from bot.evidence.master import MasterKey
from bot.following.plan import wanted
from bot.following.planning import parts, plan_part
from bot.model.reason import Severity
from bot.store import effects, followers, lists
from bot.store.database import PassingStore
from bot.store.migrate import migrate

pytestmark = pytest.mark.benchmark

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
FOLLOWERS, ENTRIES, CHANGES = 10_000, 5_000, 10
COMPARED = 10  # followers of whom the peer compares everything
LIST = Blocklist(id="l", person="camille", origin=Origin.OWN, slug="l", title="l", by="camille", at=AT, version=1)


@pytest.fixture
def store(tmp_path):
    store = PassingStore(f"sqlite:///{tmp_path / 'rempart.db'}", MasterKey(bytes(32)))
    migrate(store)
    yield store
    store.close()


def log(name, numbers):
    return [
        Change(
            id=name(AT),
            type=Type.RECOMMENDATION,
            at=AT,
            entity=actor(f"h{number}@h{number % 700}.test"),
            policy=Policy.REJECT,
            severity=Severity.HIGH,
        )
        for number in numbers
    ]


def level(store, first):
    """Ten thousand who follow, level with the first version; of a few all that was done stands there."""
    made = [
        Follower(
            id=f"{number:032x}",
            person="camille",
            list="l",
            platform="mastodon",
            server=f"s{number % 50}.test",
            account=str(number),
            handle=f"u{number}@s{number % 50}.test",
            phase=Phase.ACTIVE,
            upto=first[-1].id,
            at=AT,
            due_at=AT + timedelta(days=1),
        )
        for number in range(FOLLOWERS)
    ]
    with store.writing() as connection:
        for one in made:
            followers.put(connection, one)
        for one in made[:COMPARED]:
            done = [
                Effect(
                    follower=one.id,
                    person="camille",
                    entity=change.entity,
                    change=change.id,
                    state=State.DONE,
                    did=Deed.MUTE,
                    target=change.id,
                    at=AT,
                )
                for change in first
            ]
            effects.put(connection, done)
    return made


def naive(store, one):
    """The peer: all of the list against all that was done, for one follower; how many are to be done."""
    with store.reading() as connection:
        done = {effect.entity for effect in effects.standing(connection, one.id, list(State), ENTRIES * 2)}
        new = [change for change in lists.snapshot(connection, "l") if change.entity not in done]
    return sum(wanted(one.choice, change, AT) is not None for change in new)


def planned_now(store):
    return sum(plan_part(store, part, lambda: AT) for part in parts(store, lambda: AT))


def test_a_new_version_costs_by_its_changes_and_not_by_its_size(store):
    name = names()
    first = log(name, range(ENTRIES))
    with store.writing() as connection:
        lists.put(connection, LIST)
        lists.append(connection, LIST, 1, first)
    everybody = level(store, first)
    assert planned_now(store) == 0
    second = log(name, range(ENTRIES, ENTRIES + CHANGES))
    with store.writing() as connection:
        lists.append(connection, LIST, 2, second)

    began = time.process_time()
    assert {naive(store, one) for one in everybody[:COMPARED]} == {CHANGES}
    whole = (time.process_time() - began) / COMPARED

    process = psutil.Process(os.getpid())
    planned, sizes, began = 0, [], time.process_time()
    while some := planned_now(store):
        planned += some
        sizes.append(process.memory_info().rss)
    changes = (time.process_time() - began) / FOLLOWERS

    with store.reading() as connection:
        assert len(effects.standing(connection, everybody[-1].id, [State.PLANNED], 100)) == CHANGES
        assert followers.behind(connection, "l", lists.newest(connection, "l"), AT, 10) == []
    grown = (max(sizes[5:]) - sizes[5]) / 2**20
    print(
        f"{FOLLOWERS} followers of {ENTRIES} entries, {CHANGES} changes: {changes * 1e6:.0f} µs a follower, the whole "
        f"list {whole * 1e6:.0f} µs, {whole / changes:.0f} times as much; {grown:.1f} MB more memory on the way"
    )
    assert planned == FOLLOWERS
    assert whole / changes >= 30
    assert grown < 32
