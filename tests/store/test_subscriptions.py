"""Lists of others as rows: where they come from, what became of each version, whom they name and whom I spare."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Change, Policy, Type
from bot.blocklists.entity import actor, domain
from bot.blocklists.identifier import names
from bot.blocklists.subscription import Edition, Outcome, Subscription
from bot.evidence.master import MasterKey
from bot.model.reason import Severity
from bot.store import acquainted, editions, listings, lists, relations, subscriptions
from bot.store.database import Store
from bot.store.subscriptions import Exempt

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OUEST = Blocklist(
    id="l1", person="camille", origin=Origin.FOREIGN, slug="ouest", title="", version=1, by="camille", at=NOON
)


@pytest.fixture
def store(database_url):
    store = Store(database_url, MasterKey(bytes(32)))
    yield store
    store.close()


def follow(connection, *named, whose=OUEST):
    name = names()
    said = [
        Change(id=name(NOON), type=Type.RECOMMENDATION, at=NOON, entity=entity, policy=policy, severity=severity)
        for entity, policy, severity in named
    ]
    lists.put(connection, whose)
    lists.append(connection, whose, 1, said)
    subscriptions.put(
        connection, Subscription(list=whose.id, person=whose.person, source="https://un.test", due_at=NOON)
    )


def test_a_list_is_due_when_its_time_has_come_and_gone_when_i_leave_it(store):
    other = Blocklist(id="l2", person="autre", origin=Origin.FOREIGN, slug="nord", title="", by="autre", at=NOON)
    with store.writing() as connection:
        follow(connection, (domain("un.test"), Policy.REJECT, Severity.HIGH))
        follow(connection, whose=other)
        edition = Edition(
            list="l1",
            person="camille",
            version=1,
            at=NOON,
            standing=Outcome.ACCEPTED,
            changes=1,
            entries=1,
            digest="d",
        )
        editions.put(connection, edition)
    with store.reading() as connection:
        assert [one.list for one in subscriptions.due(connection, ["camille"], NOON, 9)] == ["l1"]
        assert subscriptions.due(connection, ["camille", "autre"], NOON - timedelta(seconds=1), 9) == []
        assert editions.latest(connection, "l1", 0, 9) == [edition]
        assert [subscriptions.size(connection, "l1", version) for version in (1, 2)] == [1, 0]
        assert not subscriptions.free(connection, "ouest")
        assert [one.slug for one in subscriptions.applied(connection, "camille")] == ["ouest"]
    with store.writing() as connection:
        subscriptions.drop(connection, "l1")
    with store.reading() as connection:
        assert subscriptions.of_list(connection, "l1") is None
        assert lists.count(connection, "l1") == 0


def test_nobody_is_named_beyond_the_time_that_a_list_gave_them(store):
    change = Change(
        id=names()(NOON),
        type=Type.RECOMMENDATION,
        at=NOON,
        entity=domain("un.test"),
        policy=Policy.REJECT,
        expires_at=NOON + timedelta(days=1),
    )
    with store.writing() as connection:
        lists.put(connection, OUEST)
        lists.append(connection, OUEST, 1, [change])
    with store.reading() as connection:
        assert listings.naming(connection, "camille", ["un.test"], NOON)
        assert listings.naming(connection, "camille", ["un.test"], NOON + timedelta(days=1)) == []


def test_a_list_names_whom_it_recommends_something_against_and_whom_i_did_not_spare(store):
    some = {
        domain("un.test"): (Policy.REJECT, Severity.NONE),
        domain("deux.test"): (Policy.FILTER, Severity.URGENT),
        domain("trois.test"): (Policy.ACCEPT, Severity.NONE),
        actor("facheux@quatre.test"): (Policy.DROP, Severity.NONE),
    }
    with store.writing() as connection:
        follow(connection, *((entity, *said) for entity, said in some.items()))
    keys = [entity.key for entity in some]
    with store.reading() as connection:
        assert [one.slug for one in listings.read(connection)] == ["ouest"]
        assert set(listings.keys(connection, ["l1"])) == set(keys) - {"trois.test"}
        assert set(listings.naming(connection, "camille", keys, NOON)) == {
            ("un.test", "l1", Severity.HIGH),
            ("deux.test", "l1", Severity.URGENT),
            ("facheux@quatre.test", "l1", Severity.HIGH),
        }
        assert listings.naming(connection, "autre", keys, NOON) == []
    with store.writing() as connection:
        subscriptions.exempt(connection, Exempt("camille", "", domain("un.test"), "", "camille", NOON))
        subscriptions.exempt(connection, Exempt("camille", "l1", domain("deux.test"), "", "camille", NOON))
        subscriptions.exempt(connection, Exempt("camille", "l9", actor("facheux@quatre.test"), "", "camille", NOON))
    with store.reading() as connection:
        assert listings.spared(connection, "camille", keys) == {
            ("un.test", ""),
            ("deux.test", "l1"),
            ("facheux@quatre.test", "l9"),
        }
        assert len(subscriptions.exempted(connection, "camille", "l1")) == 2
    with store.writing() as connection:
        assert subscriptions.include(connection, "camille", "", domain("un.test"))
        assert not subscriptions.include(connection, "camille", "", domain("un.test"))


def test_whom_i_follow_is_known_by_the_name_that_lists_use(store):
    with store.writing() as connection:
        relations.relate(connection, "camille", "mastodon:chez.test/3", following=True, handle="amie@loin.test")
        relations.relate(connection, "camille", "mastodon:chez.test/4", trusted=True)
        relations.relate(connection, "camille", "mastodon:chez.test/5", muted_by="person")
    with store.reading() as connection:
        found = {
            one.account: (one.handle, one.following, one.trusted) for one in acquainted.known(connection, "camille")
        }
        assert found == {
            "mastodon:chez.test/3": ("amie@loin.test", True, False),
            "mastodon:chez.test/4": ("", False, True),
        }
        assert acquainted.kindly(connection, "camille", ["bluesky:did:plc:a"]) == set()


def test_what_held_when_somebody_last_agreed_is_known_whatever_came_since(store):
    a, b, c = (domain(f"{name}.test") for name in "abc")
    name = names()

    def said(entity, kind=Type.RECOMMENDATION, policy=Policy.REJECT):
        return Change(id=name(NOON), type=kind, at=NOON, entity=entity, policy=policy)

    first = [said(a), said(b, policy=Policy.FILTER)]
    later = [said(b), said(c), said(a, Type.RETRACTION, None)]
    edition = Edition(
        list="l1", person="camille", version=1, at=NOON, standing=Outcome.ACCEPTED, changes=2, entries=2, digest="d"
    )
    with store.writing() as connection:
        lists.put(connection, OUEST)
        for version, some in enumerate((first, later[:1], later[1:]), 1):
            lists.append(connection, OUEST, version, some)
        for version, by, standing in ((1, "camille", "accepted"), (2, "rempart", "accepted"), (3, "camille", "undone")):
            one = replace(edition, version=version, by=by, standing=Outcome(standing), note=f"n{version}")
            editions.put(connection, one)
    with store.reading() as connection:
        assert editions.turned(connection, "l1", 1) == {a: first[0], b: first[1], c: None}
        assert editions.turned(connection, "l1", 3) == {}
        assert [editions.settled(connection, "l1", version) for version in (1, 2, 3)] == [[], [b], [c, a]]
        assert subscriptions.agreed(connection, "l1", "rempart") == 1
        assert subscriptions.accepted(connection, "l1").note == "n2"
        assert editions.edition(connection, "l1", 3).standing is Outcome.UNDONE
        assert (subscriptions.agreed(connection, "l2", "rempart"), subscriptions.accepted(connection, "l2")) == (
            0,
            None,
        )
