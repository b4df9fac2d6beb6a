"""The trail is verified offline: with the key or without it, and whatever was done to it shows."""

import json

import pytest
from sqlalchemy import text

from tests.commands.scene import CONFIG


@pytest.fixture
def verify(rempart, scene):
    return lambda *options: rempart("verify", "--config", scene.config, *options)


def changed(scene, statement):
    with scene.process.store.writing() as connection:
        assert connection.execute(text(statement)).rowcount


def test_a_trail_that_holds_says_so_and_where_it_ends(verify):
    status, out, err = verify()
    assert (status, err) == (0, "")
    assert out.startswith("camille · tient · ")
    head = out.splitlines()[1].rpartition("\xa0: ")[2]
    assert verify("--head", head)[0] == 0


def test_a_chain_cut_off_at_its_end_shows_against_a_noted_head(verify, scene):
    (found,) = json.loads(verify("--json")[1])["people"]
    changed(scene, "DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)")
    changed(scene, "DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)")
    status, _, err = verify("--head", f"camille={found['head']}")
    assert (status, "was known to reach" in err) == (1, True)


def test_somebody_whose_whole_trail_is_gone_shows_too(verify, scene):
    (found,) = json.loads(verify("--json")[1])["people"]
    changed(scene, "DELETE FROM person")
    assert verify()[0] == 0  # the chain itself is still there
    changed(scene, "DELETE FROM entry")
    assert verify()[0] == 1
    changed(scene, "DELETE FROM exhibit")
    assert verify("--head", f"camille={found['head']}")[0] == 1


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE entry SET event = 'nothing:happened' WHERE number = 2",
        "DELETE FROM entry WHERE number = 2",
        "UPDATE exhibit SET digest = id WHERE what = '0'",
        "DELETE FROM exhibit WHERE what = '0'",
    ],
)
def test_every_harm_is_named_with_the_key_and_without(verify, scene, harm):
    changed(scene, harm)
    status, out, err = verify()
    assert (status, "NE TIENT PAS" in out, err.count("✗") > 0) == (1, True, True)
    (scene.folder / "rempart.key").unlink()
    assert verify()[0] == 1


def test_without_the_master_key_chains_are_verified_and_contents_only_counted(verify, scene):
    (scene.folder / "rempart.key").unlink()
    status, out, _ = verify("--json")
    found = json.loads(out)
    assert (status, found["valid"], found["opened"]) == (0, True, False)
    assert found["people"][0]["unread"] == found["people"][0]["exhibits"] > 0
    assert "seules les chaînes ont été vérifiées" in verify()[1]
    assert not (scene.folder / "rempart.key").exists()


def test_content_that_was_erased_is_counted_and_the_chain_holds(verify, rempart, scene):
    assert rempart("erase", "--config", scene.config, "--person", "camille", "--now")[0] == 0
    (found,) = json.loads(verify("--json")[1])["people"]
    assert (found["valid"], found["exhibits"], found["erased"] > 0) == (True, 0, True)


def test_a_key_that_was_taken_away_in_silence_is_no_erasure(verify, scene):
    changed(scene, "DELETE FROM exhibit_key")
    status, _, err = verify()
    assert (status, "its key is gone, and no entry says that it was erased" in err) == (1, True)


def test_a_database_alone_can_be_verified_by_somebody_who_has_no_configuration(rempart, scene_in_a_file):
    folder = scene_in_a_file.folder
    (folder / "config.toml").unlink()
    database, key = folder / "rempart.db", folder / "rempart.key"
    assert rempart("verify", "--database", database)[0] == 0
    assert "none was opened" in rempart("verify", "--database", database)[1]
    assert json.loads(rempart("verify", "--database", database, "--key", key, "--json")[1])["opened"]


def test_a_database_that_is_not_there_is_named(rempart, tmp_path):
    status, _, err = rempart("verify", "--database", tmp_path / "gone.db")
    assert (status, err.startswith(f"--database: there is no file {tmp_path / 'gone.db'}; name")) == (2, True)


def test_no_command_but_run_makes_a_database_or_a_key(rempart, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(CONFIG.format(url="sqlite:///rempart.db", language="fr"))
    about = (("why", "x"), ("undo", "x"), ("approve", "x"), ("retry", "x"), ("trust", "bluesky:did:plc:x"))
    for command in (("verify",), ("status",), ("held",), ("pause",), ("resume",), *about):
        status, _, err = rempart(*command, "--config", config)
        assert (status, "start `rempart run`" in err) == (2, True), command
        assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]
