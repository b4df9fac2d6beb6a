"""What I noted elsewhere is held against the trail: heads, checkpoints, keys; and a stranger gets one file."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.store.mentioned import WAITING
from bot.telling.digests import digests
from bot.telling.tell import new_ids
from bot.trail.checkpoints import round_of_checkpoints


@pytest.fixture
def verify(rempart, scene):
    return lambda *options: rempart("verify", "--config", scene.config, *options)


@pytest.fixture
def kept(scene, capsys):
    (kept,) = round_of_checkpoints(scene.process.store, ["camille"], {}, datetime.now(UTC))
    capsys.readouterr()  # its log
    return kept


def test_what_is_sealed_is_told(verify, kept):
    status, out, _ = verify()
    assert (status, f"Scellé jusqu’à l’entrée {kept.head.number}" in out) == (0, True)
    (found,) = json.loads(verify("--json")[1])["people"]
    assert (found["checkpoints"], found["sealed"], found["intact"]) == (1, kept.head.number, found["entries"])


def test_a_checkpoint_and_a_key_that_i_kept_are_held_against_it(verify, rempart, scene, kept, tmp_path):
    (tmp_path / "note").write_text(kept.note)
    signer = json.loads(rempart("key", "show", "--json", "--config", scene.config)[1])[0]["verifier"]
    assert verify("--checkpoint", tmp_path / "note", "--signer", signer)[0] == 0
    (tmp_path / "note").write_text(kept.note.replace("\n— rempart/", "\n— rampart/"))
    status, _, err = verify("--checkpoint", tmp_path / "note")
    assert (status, "from elsewhere: no key that is known signed it" in err) == (1, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--checkpoint", "nowhere"), "--checkpoint: nowhere cannot be read"),
        (("--checkpoint", __file__), "cannot be read as a checkpoint"),
        (("--signer", "rempart"), "--signer: is no key"),
        (("--certificate", __file__), "--certificate: holds no certificate"),
        (("--block-header", "900000=ab"), "--block-header: write HEIGHT=HEX"),
        (("--head", "camille"), "--head: write it as"),
    ],
)
def test_what_was_noted_wrongly_is_told_with_what_to_write(verify, options, said):
    status, _, err = verify(*options)
    assert (status, said in err) == (2, True), err


def test_a_stranger_verifies_what_was_handed_out(rempart, scene, kept, tmp_path):
    trail, program = tmp_path / "camille.zip", tmp_path / "verify.py"
    status, out, _ = rempart("trail", trail, "--config", scene.config)
    assert (status, "rempart verify --standalone" in out) == (0, True)
    assert rempart("verify", "--standalone", program) == (0, "", "")
    run = subprocess.run([sys.executable, "-I", program, trail], capture_output=True, text=True, check=False, env={})
    assert (run.returncode, "ALL OF IT HOLDS" in run.stdout) == (0, True), run.stdout + run.stderr
    assert rempart("verify", "--standalone", program)[0] == 2
    assert rempart("trail", trail, "--config", scene.config)[0] == 2


def test_a_closed_trail_is_told_as_such(rempart, scene, kept, tmp_path):
    status, out, _ = rempart("trail", tmp_path / "closed.zip", "--closed", "--config", scene.config)
    assert (status, "sans aucun contenu" in out) == (0, True)


def test_every_digest_to_my_delegates_carries_the_newest_seal(scene, kept):
    process = scene.process
    with process.store.writing() as connection:
        connection.execute(text(f"UPDATE mention SET alert = '{WAITING}'"))  # as if none had been told yet
        (planned, *_) = digests(connection, process.shield, datetime.now(UTC), new_ids())
    assert f"Preuves scellées jusqu’à l’entrée {kept.head.number}\u00a0: {kept.head.seal[:16]}." in planned.what.body
