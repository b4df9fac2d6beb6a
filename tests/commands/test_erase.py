"""What I want gone is gone, everywhere; what proves the rest stays; and what a court may ask for cannot go."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot.blocklists.adoption import Adoption
from bot.blocklists.follower import Follower
from bot.blocklists.instep import Placement
from bot.config.load import load
from bot.erasure.plan import Erasure
from bot.recording import records
from bot.store import adoptions, followers, placements, read
from tests.commands.scene import AUTHORS

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
GRUDGE = "bluesky:did:plc:rancunier"
GRUMBLER = "bluesky:did:plc:grincheux"


@pytest.fixture
def erase(rempart, scene):
    assert rempart("reject", "--config", scene.config, "--all-of", "insulte", "--yes")[0] == 0
    return lambda *options: rempart("erase", "--config", scene.config, *options)


@pytest.fixture
def hold(rempart, scene):
    return lambda *options: rempart("hold", *options[:1], "--config", scene.config, *options[1:])


def told(scene, rempart):
    (found,) = json.loads(rempart("verify", "--config", scene.config, "--json")[1])["people"]
    return found


def everything(scene):
    """Every byte of the database's files, and every value of every row."""
    with scene.process.store.reading() as connection:
        tables = {row for (row,) in connection.execute(text(NAMES[scene.process.store.sqlite]))}
        rows = [str(tuple(row)) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    raw = b"".join(path.read_bytes() for path in scene.folder.glob("rempart.db*"))
    return "\n".join(rows), raw


NAMES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def test_what_would_go_is_said_before_anything_goes(erase, scene, rempart):
    before = told(scene, rempart)
    status, out, _ = erase("--account", GRUMBLER)
    assert (status, "serait effacé\u202f; mentions\xa0: 1, pièces\xa0: 1" in out, "--now" in out) == (0, True, True)
    assert told(scene, rempart) == before


def test_an_account_that_is_erased_is_named_nowhere_any_more(erase, scene, rempart):
    status, out, _ = erase("--account", GRUMBLER, "--now")
    assert (status, "effacé\u202f; mentions\xa0: 1, pièces\xa0: 1" in out) == (0, True), out
    rows, raw = everything(scene)
    assert "grincheux" not in rows
    assert b"grincheux" not in raw
    assert "rancunier" in rows
    found = told(scene, rempart)
    assert (found["valid"], found["erased"]) == (True, 1)


def test_one_mention_goes_and_is_known_if_the_server_brings_it_again(erase, scene):
    uri = scene.uri("voisine")
    assert erase("--mention", uri, "--now")[0] == 0
    with scene.process.store.reading() as connection:
        assert read.mention(connection, uri) == []
    assert "voisine/app" not in everything(scene)[0]


def test_what_stands_because_of_a_mention_keeps_it(erase, scene):
    status, out, _ = erase("--account", GRUDGE, "--now")
    assert (status, "encore ouvert" in out, "mentions\xa0: 0" in out) == (0, True, True)
    with scene.process.store.reading() as connection:
        assert read.mention(connection, scene.uri("rancunier"))


def test_what_is_under_legal_hold_stays_until_it_is_lifted(erase, hold, scene):
    assert hold("place", "--account", GRUMBLER, "--why", "plainte 118")[0] == 0
    assert "plainte 118" in hold("list")[1]
    out = erase("--account", GRUMBLER, "--now")[1]
    assert ("plainte 118" in out, "mentions\xa0: 0" in out) == (True, True)
    assert hold("lift", "--account", GRUMBLER)[0] == 0
    assert "mentions\xa0: 1" in erase("--account", GRUMBLER, "--now")[1]
    with scene.process.store.reading() as connection:
        events = [entry.event for entry in read.chain(connection, "camille")]
    assert events[-3:] == ["hold:placed", "hold:lifted", "erased"]


def test_a_hold_that_is_not_there_cannot_be_lifted(hold):
    status, _, err = hold("lift", "--everything")
    assert (status, "hold list" in err) == (2, True)


def test_everything_kept_for_me_goes_but_what_proves_that_it_was(erase, hold, scene, rempart):
    assert hold("place", "--everything")[0] == 0
    assert "sous conservation" in erase("--person", "camille", "--now")[1]
    assert hold("lift", "--everything")[0] == 0
    assert erase("--person", "camille", "--now")[0] == 0
    rows, raw = everything(scene)
    for name in AUTHORS:
        assert name not in rows
        assert name.encode() not in raw
    found = told(scene, rempart)
    assert (found["valid"], found["exhibits"]) == (True, 0)
    assert found["entries"] > 0


def test_nobody_is_erased_while_a_shield_goes_on_writing(erase, scene):
    with scene.process.store.only_runner():
        status, _, err = erase("--person", "camille", "--now")
    assert (status, "stop `rempart run`" in err) == (2, True)


@pytest.mark.parametrize(
    "wrong", [(), ("--account", "a:b", "--mention", "c"), ("--person", "nobody"), ("--account", "x:y")]
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(erase, wrong):
    assert erase(*wrong)[0] == 2


def test_what_is_older_than_it_is_kept_goes_by_itself_the_least_severe_first(scene, rempart):
    settings = load(scene.config, {"NOWHERE_SET": "x"})
    erasure = Erasure(scene.process.store, settings.backup_keys)
    now = datetime.now(UTC)
    rempart("reject", "--config", scene.config, "--all-of", "insulte", "--yes")
    assert erasure.retain("camille", settings.retention, now).empty
    later = erasure.retain("camille", settings.retention, now + timedelta(days=31))
    assert later.mentions == 1
    assert "voisine/app" not in everything(scene)[0]  # that she is followed stays: that is mine
    year = erasure.retain("camille", settings.retention, now + timedelta(days=366))
    assert year.mentions == 1
    assert "grincheux" not in everything(scene)[0]
    end = erasure.retain("camille", settings.retention, now + timedelta(days=3000))
    assert end.mentions == 0  # two stand: their authors are muted still
    assert {one.why for one in end.spared} == {"open"}
    assert told(scene, rempart)["valid"]


def test_what_was_erased_is_not_kept_anew_when_a_server_brings_it_again(erase, scene):
    uri = scene.uri("voisine")
    store, pipeline = scene.process.store, scene.process.pipeline
    with store.reading() as connection:
        content = read.content(connection, scene.master, read.mention(connection, uri)[0].exhibit)
    arrival = records.read(content).arrival
    assert erase("--mention", uri, "--now")[0] == 0
    pipeline.handle([arrival])
    with store.reading() as connection:
        assert read.mention(connection, uri) == []


def test_i_am_not_erased_while_lists_of_mine_hold_anybody_elsewhere(erase, scene):
    adopted = Adoption(person="camille", address="at://did:plc:a/app.bsky.graph.list/1", deed="mute")
    follower = Follower(
        id="f",
        person="camille",
        list="l1",
        platform="mastodon",
        server="un.test",
        account="7",
        handle="zoe@un.test",
        at=NOON,
    )
    mine = replace(follower, id="o", own="mastodon:un.test/8", account="8")
    with scene.process.store.writing() as connection:
        followers.put(connection, follower)
        followers.put(connection, mine)
        placements.put(connection, Placement(list="l1", person="camille", account="bluesky:did:plc:camille"))
        adoptions.put(connection, adopted)
    for dry in ((), ("--now",)):
        status, out, _ = erase("--person", "camille", *dry)
        assert (status, "mentions\xa0: 0" in out) == (0, True), out
        told = (
            "tous soient partis",
            "blocklist unsubscribe",
            "blocklist abandon",
            "figurent sur Bluesky",
            "--leave-be",
        )
        for said in told:
            assert said in out
    status, out, _ = erase("--person", "camille", "--leave-behind")
    assert (status, "mentions\xa0: 0" in out, "--leave-behind" in out) == (0, False, False), (
        "a server may be gone for good"
    )
    assert erase("--account", "bluesky:did:plc:a", "--leave-behind")[0] == 2
    with scene.process.store.writing() as connection:
        for one in (follower, mine):
            followers.forget(connection, one, "")
        placements.forget(connection, "l1")
        adoptions.forget(connection, adopted)
    assert erase("--person", "camille", "--now")[0] == 0
    assert "rancunier" not in everything(scene)[0]
