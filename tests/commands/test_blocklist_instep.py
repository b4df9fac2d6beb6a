"""How far my list has come at Bluesky, asked from the command line."""

import json
from datetime import UTC, datetime

import pytest

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.instep import ENDED, Placement, State
from bot.store import lists, placements
from tests.commands.scene import Scene

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE = Placement(list="l1", person="camille", account="bluesky:did:plc:camille", uri="at://camille/list/1")


@pytest.fixture
def scene(tmp_path):
    """A shield that has one list, of which nothing stands anywhere."""
    scene = Scene(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}", "fr")
    mine = Blocklist(id="l1", person="camille", origin=Origin.OWN, slug="liste", title="L", by="camille", at=NOON)
    with scene.process.store.writing() as connection:
        lists.put(connection, mine)
    yield scene
    scene.process.close()


@pytest.fixture
def instep(rempart, scene):
    return lambda *options: rempart("blocklist", "instep", *options, "--config", scene.config)


def place(scene, trouble=""):
    states = {
        **{f"did:plc:{number}": State.THERE for number in range(3)},
        "did:plc:3": State.COMING,
        "did:plc:4": State.GOING,
        "did:plc:5": State.BARRED,
        "did:plc:6": State.THEIRS,
        "did:plc:7": State.THEIRS,
    }
    with scene.process.store.writing() as connection:
        placements.put(
            connection, Placement(**{**{k: getattr(HERE, k) for k in HERE.__struct_fields__}, "trouble": trouble})
        )
        placements.mark(connection, HERE, states, {})


def test_where_none_stands_it_is_said(instep):
    assert instep() == (0, "Aucune liste n’est tenue sur Bluesky.\n", "")
    assert instep("--again", "liste")[0] == 2


def test_how_far_it_has_come_is_told_and_what_hands_did(instep, scene):
    place(scene, "applyWrites: the server answered 503.")
    status, out, _ = instep()
    assert status == 0
    for said in ("3 sur 5", "1 compte reste à en sortir", "1 compte retiré", "2 comptes ajoutés", "Attend", "503"):
        assert said in out.replace("\u00a0", " ")
    (told,) = json.loads(instep("--json")[1])
    assert (told["list"], told["done"], told["total"], told["going"]) == ("liste", 3, 5, 1)
    assert (told["removed_by_hand"], told["added_by_hand"], told["left_out"]) == (1, 2, 0)


def test_a_list_that_was_deleted_by_hand_is_made_again_when_i_say_so(instep, scene):
    place(scene, ENDED)
    assert "rempart blocklist instep --again liste" in instep()[1]
    assert instep("--again", "autre")[0] == 2
    assert instep("--again", "liste")[0] == 0
    with scene.process.store.reading() as connection:
        assert placements.every(connection, "camille") == {}
