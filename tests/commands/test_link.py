"""Whether accounts are one person's is asked of me, without their names, and what I say is kept with my name."""

import json
from datetime import UTC, datetime

import pytest

from bot.audit import audit
from bot.model.link import Ground, Said
from bot.store import cases, links, read
from bot.store.links import Link
from tests.commands.scene import AUTHORS

HE, BACK = "bluesky:did:plc:rancunier", "bluesky:did:plc:suiveur"


@pytest.fixture
def camille(rempart, scene):
    with scene.process.store.writing() as connection:
        said = (Said(ground=Ground.AVATAR), Said(ground=Ground.AFTER, amount=40))
        links.keep_links(
            connection, [Link(person="camille", account=BACK, other=HE, score=0.93, grounds=said, at=datetime.now(UTC))]
        )
    return lambda command, *options: rempart("link", command, *options, "--config", scene.config)


def shown(camille, *options):
    return json.loads(camille("list", "--json", *options)[1])


def events(scene):
    with scene.process.store.reading() as connection:
        return [(entry.event, entry.payload.get("by")) for entry in read.chain(connection, "camille")]


def test_a_suggestion_is_listed_with_what_speaks_for_it_and_without_names(camille):
    status, out, _ = camille("list")
    assert status == 0
    assert "même avatar" in out
    assert "premier contact 40 min après le masquage" in out
    assert [name for name in AUTHORS if name in out] == []
    (one,) = shown(camille, "--reveal")
    assert one["accounts"] == [HE, BACK]
    assert (one["score"], one["status"]) == (0.93, "suggested")


def test_a_yes_joins_the_cases_and_is_kept_with_who_said_it(camille, scene):
    (one,) = shown(camille)
    assert camille("confirm", one["id"], "--by", "lea")[0] == 0
    assert ("link:confirmed", "lea") in events(scene)
    with scene.process.store.reading() as connection:
        found = cases.of_accounts(connection, [("camille", HE), ("camille", BACK)])
    assert len({case.id for case in found.values()}) == 1
    assert shown(camille) == []
    assert [each["status"] for each in shown(camille, "--all")] == ["confirmed"]


def test_a_no_is_kept_and_takes_an_earlier_yes_back(camille, scene):
    camille("confirm", HE, BACK)
    assert camille("reject", BACK, HE, "--by", "lea")[0] == 0
    assert ("link:rejected", "lea") in events(scene)
    with scene.process.store.reading() as connection:
        found = cases.of_accounts(connection, [("camille", HE), ("camille", BACK)])
    assert len({case.id for case in found.values()}) == 2
    assert [each["status"] for each in shown(camille, "--all")] == ["rejected"]
    assert all(one.valid for one in audit(scene.process.store))


def test_what_names_no_link_is_told_with_what_to_write(camille):
    status, _, told = camille("confirm", "00000000-11111111")
    assert status == 2
    assert "rempart link list" in told
    assert "names no account" in camille("reject", "nobody", "nobody-else")[2]
