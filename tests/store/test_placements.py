"""How far a list has come over there is kept, and costs by what changes."""

from datetime import UTC, datetime

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.instep import Placement, Progress, State
from bot.evidence.master import MasterKey
from bot.store import lists, placements
from bot.store.database import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = Placement(
    list="l1", person="camille", account="bluesky:did:plc:camille", uri="at://x", looked_at=NOON, due_at=NOON
)
MINE = Blocklist(id="l1", person="camille", origin=Origin.OWN, slug="camille", title="Camille", by="camille", at=NOON)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    yield store
    store.close()


def test_what_was_noted_is_read_again_and_forgotten_whole(store):
    with store.writing() as connection:
        placements.put(connection, HERE)
        placements.put(connection, Placement(list="l2", person="nadia", account="a"))
        placements.mark(connection, HERE, {"did:plc:a": State.COMING}, {"did:plc:a": "2"})
    with store.reading() as connection:
        assert placements.every(connection, "camille") == {"l1": HERE}
    with store.writing() as connection:
        placements.forget(connection, "l1")
    with store.reading() as connection:
        assert placements.every(connection, "camille") == {}
        assert placements.all_states(connection, "l1") == {}
        assert placements.every(connection, "nadia")["l2"].looked_at is None


def test_who_was_listed_first_comes_first_and_who_is_away_takes_no_room(store):
    names = [f"did:plc:{number}" for number in range(1_200)]
    with store.writing() as connection:
        changes = {one: f"{len(names) - number:05}" for number, one in enumerate(names)}
        placements.mark(connection, HERE, dict.fromkeys(names, State.COMING), changes)
        placements.mark(connection, HERE, dict.fromkeys(names[:3], State.THERE), {})
        placements.mark(connection, HERE, dict.fromkeys(names[3:900], State.AWAY), {})
        placements.mark(connection, HERE, dict.fromkeys(names[:3], State.GOING), {})
    with store.reading() as connection:
        assert placements.waiting(connection, "l1", State.COMING, 2) == [names[-1], names[-2]]
        assert placements.waiting(connection, "l1", State.GOING, 9) == names[2::-1], "by the change that listed them"
        assert placements.states(connection, "l1", names) == placements.all_states(connection, "l1")
        found = placements.progress(connection, "l1")
    assert (found.coming, found.going, found.done, found.total) == (300, 3, 0, 303)


def test_entries_that_are_no_accounts_on_bluesky_are_counted_as_left_out(store):
    entities = [actor("did:plc:a"), domain("mal.test"), actor("troll@mal.test"), domain("calme.test")]
    types = [*[Type.RECOMMENDATION] * 3, Type.RETRACTION]
    changes = [
        Change(id=str(number), type=type_, at=NOON, entity=entity, policy=Policy.REJECT)
        for number, (entity, type_) in enumerate(zip(entities, types, strict=True))
    ]
    with store.writing() as connection:
        lists.put(connection, MINE)
        lists.append(connection, MINE, 1, changes)
    with store.reading() as connection:
        assert placements.progress(connection, "l1") == Progress(left_out=2)
