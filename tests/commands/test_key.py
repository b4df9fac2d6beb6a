"""My operator sees which key signs, and can replace it: every chain says so."""

import json
from datetime import UTC, datetime

import pytest

from bot.evidence.checkpoint import Verifier, parse
from bot.trail.checkpoints import round_of_checkpoints


@pytest.fixture
def key(rempart, scene):
    return lambda *options: rempart("key", *options, "--config", scene.config)


@pytest.fixture
def kept(scene, capsys):
    (kept,) = round_of_checkpoints(scene.process.store, ["camille"], {}, datetime.now(UTC))
    capsys.readouterr()  # its log
    return kept


def test_before_the_first_run_there_is_no_key(key):
    for command in (("show",), ("rotate", "--yes")):
        status, _, err = key(*command)
        assert (status, "start `rempart run` once" in err) == (2, True)


def test_the_key_is_shown_as_verifiers_read_it(key, kept):
    status, out, _ = key("show")
    verifier = Verifier.parse(out.splitlines()[-1])
    assert (status, verifier.id) == (0, parse(kept.note).signatures[0].id)
    (told,) = json.loads(key("show", "--json")[1])
    assert (told["verifier"], told["retired"]) == (str(verifier), None)


def test_a_key_is_replaced_only_when_it_is_said_twice(key, kept, scene, rempart):
    status, out, _ = key("rotate")
    assert (status, "Rien n’a encore changé" in out) == (0, True)
    assert len(json.loads(key("show", "--json")[1])) == 1
    status, out, _ = key("rotate", "--yes", "--by", "lea")
    assert (status, len(key("show")[1].splitlines())) == (0, 4)
    new = Verifier.parse(out.splitlines()[-1])
    assert rempart("verify", "--config", scene.config)[0] == 0
    assert new.id in key("show")[1]
