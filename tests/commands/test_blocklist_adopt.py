"""A Bluesky list of others that I mute or block by, from the command line."""

import json

import pytest
from msgspec.structs import replace

from bot.blocklists.adoption import Stance, Step
from bot.store import adoptions
from tests.commands.scene import Scene

LIST = "https://bsky.app/profile/ami.test/lists/3labc"


@pytest.fixture
def scene(tmp_path):
    """A shield to which nothing has happened."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    yield scene
    scene.process.close()


@pytest.fixture
def blocklist(rempart, scene):
    return lambda *words: rempart("blocklist", *words, "--config", scene.config)


def shown(blocklist):
    return [(one["deed"], one["step"]) for one in json.loads(blocklist("adopted", "--json")[1])]


def test_what_i_adopt_waits_for_the_shield_and_what_i_leave_too(blocklist, scene):
    assert "Aucune liste" in blocklist("adopted")[1]
    assert blocklist("abandon", LIST)[0] == 2
    assert "en sourdine" in blocklist("adopt", LIST)[1]
    assert "Chacun peut le voir" in blocklist("adopt", LIST, "--block")[1]
    assert shown(blocklist) == [("block", "coming"), ("mute", "coming")]
    with scene.process.store.writing() as connection:
        for one in adoptions.every(connection, "camille"):
            before = {"bluesky:did:plc:camille": Stance(muted=True)}
            adoptions.put(connection, replace(one, step=Step.THERE, prior=before, trouble="503"))
    assert "503" in blocklist("adopted")[1]
    assert "reste" in blocklist("abandon", f" {LIST}")[1]
    assert shown(blocklist) == [("block", "going"), ("mute", "going")]
    blocklist("adopt", LIST)
    with scene.process.store.reading() as connection:
        (_, again) = adoptions.every(connection, "camille")
    assert (again.step, again.prior["bluesky:did:plc:camille"]) == (Step.COMING, Stance(muted=True)), (
        "as it was at first"
    )
