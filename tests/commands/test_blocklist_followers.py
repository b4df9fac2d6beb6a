"""How many follow my list I see at any time; who they are, only when I ask, and the chain keeps that I did."""

import json

import pytest

from bot.blocklists.follower import Choice, Consent
from bot.following.enlisting import enlist
from bot.model.account import Account
from bot.store import read
from tests.following.conftest import START, Listed


@pytest.fixture
def followed(rempart, scene):
    listed = Listed(scene.process.store, "camille")
    listed.say("a@autre.test")
    for name in ("zoe", "sacha"):
        account = Account(platform="mastodon", id=name, home="social.test", handle=f"{name}@social.test")
        with scene.process.store.writing() as connection:
            enlist(connection, listed.list, account, Choice(), Consent(at=START), START)
    return lambda *options: rempart("blocklist", "followers", *options, "--config", scene.config)


def test_followers_are_counted_and_not_named(followed):
    status, out, _ = followed("camille")
    assert status == 0
    assert "2 sont en train d’être mises à jour" in out
    assert "social.test: 2" in out
    assert "zoe" not in out
    assert json.loads(followed("camille", "--json")[1])["phases"] == {"joining": 2}


def test_who_asks_for_their_names_stands_in_the_chain(followed, scene):
    _, out, _ = followed("camille", "--reveal", "--by", "Dominique")
    assert "zoe@social.test" in out
    with scene.process.store.reading() as connection:
        entry = list(read.chain(connection, "camille"))[-1]
    assert (entry.event, entry.payload["by"], entry.payload["count"]) == ("followers:viewed", "Dominique", 2)


def test_a_list_that_is_not_there_is_said_to_be_none(followed):
    status, _, err = followed("nulle")
    assert status == 2
    assert "Aucune liste" in err
