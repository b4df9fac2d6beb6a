"""A list of others does nothing until I looked at it; then what I chose, and never about whom I spare."""

import json

import msgspec
import pytest
from msgspec.structs import replace

from bot.blocklists.change import Cause
from bot.blocklists.deed import Deed
from bot.blocklists.entity import actor, domain
from bot.blocklists.subscription import Apply, Outcome, Taking, Terms
from bot.errors import Refused
from bot.model.account import Account
from bot.model.mention import Kind, Mention
from bot.model.reason import Severity
from bot.store import followers, listings, lists, read
from bot.subscribing.report import Report
from bot.subscribing.sieving import Sieving
from tests.subscribing.conftest import ACCOUNT, NOON
from tests.subscribing.test_fires import entry

DOMAINS = "domain,severity,public_comment\nun.test,suspend,x\ndeux.test,silence,\ntrois.test,noop,\n"
MENTION = Mention(
    person="camille",
    to=ACCOUNT.key,
    uri="u",
    revision="1",
    kind=Kind.REPLY,
    author=Account(platform="mastodon", id="9", home="chez.test", handle="Facheux@sous.un.test"),
    text="Bonsoir",
    received_at=NOON,
)


def said(camille, slug="ouest"):
    return msgspec.json.decode(camille.latest(slug).why, type=Report)


async def test_a_first_version_only_waits_whatever_i_chose(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    camille.follow("/l.csv", apply=Apply.BLOCK)
    await camille.rounds.round()
    assert camille.waits()
    assert camille.holds() == set()
    assert said(camille).severities == {"high": 1, "medium": 1, "none": 1}
    with camille.store.reading() as connection:
        assert followers.own(connection, "camille", "") == []
        assert listings.read(connection) == []


async def test_the_preview_names_first_whom_i_know(camille, publisher):
    camille.follows("mastodon:chez.test/12", "amie@loin.test")
    camille.follows("mastodon:chez.test/13", "autre@loin.test")
    camille.follows("bluesky:did:plc:amie")
    publisher.put("/l.csv", DOMAINS + "loin.test,suspend,\nno domain,suspend,\n")
    camille.follow("/l.csv")
    await camille.rounds.round()
    found = said(camille)
    assert [(one.key, one.how, one.people) for one in found.known] == [("loin.test", "followed", 2)]
    assert found.faults == ((6, "no_domain"),)
    assert (found.accounts, found.domains, found.knows) == (0, 4, 1)


async def test_later_versions_are_taken_by_themselves_only_where_i_chose_so(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    await camille.first("/l.csv", taking=Taking.ASKS)
    publisher.put("/l.csv", DOMAINS + "quatre.test,suspend,\n")
    await camille.later()
    assert camille.waits()
    assert camille.holds() == {"un.test", "deux.test"}


async def test_what_i_chose_is_carried_over_to_my_own_account_and_back(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    whose = await camille.first("/l.csv", apply=Apply.MUTE, least=Severity.HIGH)
    await camille.rounds.round()
    with camille.store.reading() as connection:
        one = followers.of_account(connection, whose.id, "chez.test", "7")
    assert (one.own, one.choice.deed.value, one.choice.floor) == (ACCOUNT.key, "mute", Severity.HIGH)
    camille.subscribing.choose("ouest", Terms(), "camille", camille.now)
    await camille.rounds.round()
    with camille.store.reading() as connection:
        assert followers.of_account(connection, whose.id, "chez.test", "7").phase.value == "leaving"


@pytest.mark.parametrize(("end", "phase"), [("leave", "leaving"), ("keep", "left")])
async def test_i_leave_a_list_with_or_without_what_it_did(camille, publisher, end, phase):
    publisher.put("/l.csv", DOMAINS)
    whose = await camille.first("/l.csv", apply=Apply.MUTE)
    await camille.rounds.round()
    with camille.store.reading() as connection:
        one = followers.of_account(connection, whose.id, "chez.test", "7")
    getattr(camille.subscribing, end)("ouest", "camille", camille.now)
    with camille.store.reading() as connection:
        assert followers.by_id(connection, one.id).phase.value == phase
        assert lists.count(connection, whose.id) == 0
    assert camille.subscribing.every() == []
    camille.follow("/l.csv")  # its name is free again


async def test_what_a_list_says_is_never_passed_on(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    whose = await camille.first("/l.csv")
    with camille.store.reading() as connection:
        assert {(one.cause, one.cause_ref, one.private) for one in lists.snapshot(connection, whose.id)} == {
            (Cause.LIST, "ouest", "")
        }


async def known(camille):
    from bot.handling.listed import Listed

    Sieving(camille.store).renew()
    with camille.store.reading() as connection:
        listed = Listed(connection, camille.store.followed, camille.now)
        listed.enrich([MENTION])
        return listed.of(MENTION)


async def test_a_rule_can_ask_for_who_stands_in_it_and_not_for_whom_i_spare(camille, publisher):
    assert await known(camille) == {}
    publisher.put("/l.csv", DOMAINS)
    publisher.put("/n.csv", "Account address\nfacheux@sous.un.test\n")
    await camille.first("/l.csv")
    await camille.first("/n.csv", "nord")
    assert await known(camille) == {"ouest": Severity.HIGH, "nord": Severity.HIGH}
    camille.subscribing.exclude(domain("un.test"), "", "camille", camille.now)
    camille.subscribing.exclude(actor("facheux@sous.un.test"), "nord", "camille", camille.now)
    assert await known(camille) == {"ouest": Severity.NONE, "nord": Severity.NONE}
    camille.subscribing.include(domain("un.test"), "", "camille", camille.now)
    assert await known(camille) == {"ouest": Severity.HIGH, "nord": Severity.NONE}
    camille.subscribing.exclude(domain("sous.un.test"), "ouest", "camille", camille.now)
    assert await known(camille) == {"ouest": Severity.NONE, "nord": Severity.NONE}
    with pytest.raises(Refused):
        camille.subscribing.include(domain("un.test"), "", "camille", camille.now)


async def test_whom_i_spare_is_spared_by_whatever_name_and_counts_once(camille, publisher):
    said_twice = {
        "orderedItems": [
            entry(1, "https://loin.test/users/Amie", "actor"),
            entry(2, "acct:amie@loin.test", "actor"),
            entry(3, "https://loin.test/@autre", "actor"),
        ]
    }
    publisher.put("/l.json", json.dumps(said_twice | {"type": "Collection"}), "application/ld+json")
    for written in ("https://loin.test/@Amie", "autre@loin.test"):
        camille.subscribing.exclude(actor(written), "", "camille", camille.now)
    camille.follow("/l.json")
    await camille.rounds.round()
    assert (said(camille).accounts, said(camille).excluded) == (2, 2)


async def test_somebody_whom_enough_of_my_lists_name_stands_in_a_list_of_them(camille, publisher):
    for slug, rows in (("a", "un.test,suspend"), ("b", "un.test,silence\nx.test,suspend"), ("c", "x.test,suspend")):
        publisher.put(f"/{slug}.csv", f"domain,severity\n{rows}\n")
        await camille.first(f"/{slug}.csv", slug)
    await camille.first("lists:", "deux", members=("a", "b", "c"), at_least=2)
    assert camille.holds("deux") == {"un.test", "x.test"}
    publisher.put("/c.csv", "domain,severity\ny.test,suspend\nz.test,suspend\n")
    await camille.later()
    await camille.later()
    assert camille.holds("deux") == {"un.test"}


@pytest.mark.parametrize(
    ("source", "slug", "terms"),
    [
        ("ftp://un.test/l.csv", "x", {}),
        ("https://nom:mot@un.test/l.csv", "x", {}),
        ("https://un.test/l.csv", "Grand Ouest", {}),
        ("https://un.test/l.csv", "x", {"verifier": "nothing"}),
        ("lists:", "x", {"members": ("nowhere",)}),
    ],
)
async def test_what_cannot_be_followed_is_refused_at_once(camille, source, slug, terms):
    with pytest.raises(Refused):
        camille.subscribing.subscribe(source, slug, Terms(**terms), "camille", NOON)


async def test_what_i_decided_stands_in_my_chain_and_whom_i_spare_does_not(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    await camille.first("/l.csv")
    camille.subscribing.exclude(domain("un.test"), "", "camille", camille.now)
    with camille.store.reading() as connection:
        entries = list(read.chain(connection, "camille"))
    assert [one.event for one in entries] == [
        "subscription:made",
        "subscription:held",
        "subscription:accepted",
        "subscription:excluded",
    ]
    assert "un.test" not in repr(entries)
    assert camille.standing() is Outcome.ACCEPTED


async def test_what_waits_opens_after_the_master_key_was_changed_and_with_no_other(camille, publisher):
    from bot.errors import KeyMissing
    from bot.evidence.master import MasterKey
    from bot.store.rewrap import rewrap
    from bot.subscribing.keeping import box_name

    publisher.put("/l.csv", DOMAINS)
    camille.follow("/l.csv")
    await camille.rounds.round()
    held, other = camille.of()[1], MasterKey(b"\x05" * 32)
    assert b"un.test" not in held.held
    with camille.store.writing() as connection:
        rewrap(connection, camille.store.master, other)
    with pytest.raises(KeyMissing):
        camille.store.master.unwrap(box_name(held.list), camille.of()[1].held)
    camille.store.master = other
    camille.accept()
    assert camille.holds() == {"un.test", "deux.test"}


async def test_what_was_accepted_and_interrupted_is_taken_by_the_next_round(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    whose = camille.follow("/l.csv")
    await camille.rounds.round()
    camille.keeping.accept(whose, camille.latest().digest, "camille", camille.now)
    assert camille.holds() == set()
    await camille.later(minutes=1)
    assert camille.holds() == {"un.test", "deux.test"}
    await camille.later()
    assert camille.latest().version == 1


async def test_a_list_that_breaks_keeps_no_other_from_being_read(camille, publisher):
    publisher.put("/l.csv", DOMAINS)
    camille.follow("/l.csv")
    camille.follow("at://did:plc:a/app.bsky.graph.list/x", "ciel")
    await camille.rounds.round()
    assert camille.trouble("ciel") == "unable"
    assert camille.waits()


async def test_a_list_on_bluesky_is_read_by_whoever_can(camille):
    from bot.blocklists.change import Change, Policy, Type
    from bot.errors import Refused as NoList
    from bot.subscribing.modlists import Modlists
    from bot.subscribing.source import Why

    class Sky:
        who = ("did:plc:a", "did:plc:b")

        async def entries(self, address):
            if not self.who:
                raise NoList("no list to mute by")
            for did in self.who:
                yield Change(id="", type=Type.RECOMMENDATION, at=NOON, entity=actor(did), policy=Policy.FILTER)

    sky = Sky()
    camille.sources["at"] = Modlists([sky])
    await camille.first("at://did:plc:z/app.bsky.graph.list/x")
    assert camille.holds() == {"did:plc:a", "did:plc:b"}
    sky.who = ("did:plc:b",)
    await camille.later()
    assert camille.holds() == {"did:plc:b"}
    sky.who = ("did:plc:a", "did:plc:b")
    await camille.later()
    assert camille.holds() == {"did:plc:a", "did:plc:b"}
    sky.who = ()
    await camille.later()
    assert (camille.trouble(), camille.holds()) == (Why.MEDIUM, {"did:plc:a", "did:plc:b"})


async def test_what_i_had_done_by_hand_becomes_the_lists_only_if_i_say_so(camille, publisher):
    from bot.blocklists.follower import Effect, State
    from bot.blocklists.follower import Why as Left
    from bot.store import effects

    publisher.put("/l.csv", "Account address\nfacheux@loin.test\n")
    whose = await camille.first("/l.csv", apply=Apply.MUTE)
    await camille.rounds.round()
    with camille.store.writing() as connection:
        one = followers.of_account(connection, whose.id, "chez.test", "7")
        mine = Effect(
            follower=one.id,
            person="camille",
            entity=actor("facheux@loin.test"),
            change="c",
            state=State.CANCELLED,
            why=Left.ALREADY.value,
            target="44",
            at=NOON,
        )
        effects.put(connection, [mine, replace(mine, entity=domain("loin.test"), target="loin.test")])
    assert camille.subscribing.hand_over("ouest", "camille", camille.now) == 2
    with camille.store.reading() as connection:
        done = {each.target: each.did for each in effects.standing(connection, one.id, [State.DONE], 9)}
    assert done == {"44": Deed.MUTE, "loin.test": Deed.BLOCK_DOMAIN}
