"""What lists I follow say of who writes to me is a fact: kept with the mention, asked by rules, unknown where unread."""

import json
from datetime import timedelta

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.evidence.exhibit import unseal
from bot.model.account import Account
from bot.model.arrival import Arrival
from bot.model.decision import Mode
from bot.model.mention import Kind, Mention, Via
from bot.model.reason import Severity
from bot.pipeline import Pipeline
from bot.recording import records
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy, Rule
from bot.store import lists, read
from bot.subscribing.sieving import Sieving
from tests.subscribing.conftest import ACCOUNT, NOON, SHIELD

RULE = Rule.model_validate(
    {
        "name": "listé ailleurs",
        "reason": "spam",
        "severity": "low",
        "all": [{"listed": {"list": ["ouest"], "severity": "high"}}],
        "then": ["hold"],
    }
)


def normalise(arrival, _protected):
    said = json.loads(arrival.raw)
    author = Account(platform="mastodon", id=said["who"], home="chez.test", handle=said["who"])
    return (
        Mention(
            person="camille",
            to=ACCOUNT.key,
            uri=said["uri"],
            revision="1",
            kind=Kind.REPLY,
            author=author,
            text="Bonsoir",
            received_at=arrival.at,
        ),
    )


@pytest.fixture
def writes(camille):
    """Somebody writes to Camille; how it was judged."""
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=(RULE,))})
    pipeline = Pipeline(camille.store, {"camille": SHIELD}, {"mastodon": normalise}, engine, lambda: camille.now)
    count = iter(range(100))

    def write(*who):
        Sieving(camille.store).renew()
        some = [
            Arrival(
                source="s",
                via=Via.STREAM,
                platform="mastodon",
                at=NOON + timedelta(seconds=number),
                raw=json.dumps({"who": one, "uri": f"https://chez.test/{number}"}).encode(),
                cursor=str(number),
            )
            for one in who
            for number in [next(count)]
        ]
        return pipeline.handle(some)

    return write


async def test_who_is_listed_is_held_and_others_are_not(camille, publisher, writes):
    publisher.put("/l.csv", "domain,severity\nun.test,suspend\ndeux.test,silence\n")
    await camille.first("/l.csv")
    hit, mild, nobody = writes("facheux@sous.un.test", "autre@deux.test", "amie@loin.test")
    assert [one.decision.rules for one in (hit, mild, nobody)] == [("listé ailleurs",), (), ()]
    assert [one.facts.listed["ouest"] for one in (hit, mild, nobody)] == [Severity.HIGH, Severity.MEDIUM, Severity.NONE]
    assert hit.decision.matches


async def test_where_no_list_was_read_the_rule_says_that_it_does_not_know(writes):
    (judged,) = writes("facheux@sous.un.test")
    assert judged.facts.listed == {}
    assert judged.decision.matches == ()
    assert [(one.rule, one.what) for one in judged.decision.failures] == [
        ("listé ailleurs", "the list ouest is not followed, or was not read yet")
    ]


async def test_what_the_lists_said_then_is_kept_and_can_be_tried_on_later(camille, publisher, writes):
    publisher.put("/l.csv", "domain,severity\nun.test,suspend\n")
    await camille.first("/l.csv")
    writes("facheux@un.test")
    camille.subscribing.leave("ouest", "camille", camille.now)
    with camille.store.reading() as connection:
        kept = [records.read(unseal(one, camille.store.master)) for one in read.exhibits(connection, "camille")]
    assert [one.facts.listed for one in kept] == [{"ouest": Severity.HIGH}]


async def test_what_one_person_follows_is_not_read_again_for_a_list_of_anothers(camille, publisher):
    publisher.put("/l.csv", "domain,severity\nun.test,suspend\n")
    await camille.first("/l.csv")
    sieving = Sieving(camille.store)
    sieving.renew()
    held = camille.store.followed["camille"]
    nord = Blocklist(
        id="l2", person="autre", origin=Origin.FOREIGN, slug="nord", title="", version=1, by="autre", at=NOON
    )
    with camille.store.writing() as connection:
        lists.put(connection, nord)
    sieving.renew()
    assert camille.store.followed["camille"] is held
    assert camille.store.followed["autre"].names == {"l2": "nord"}
