"""What I bring from outside, a letter or a screenshot, is kept as it is, with what I say of it."""

import json
from hashlib import sha256

import pytest

from bot.audit import audit
from bot.custody import brought
from bot.custody.taking import take
from bot.evidence.dhash import dhash
from bot.rules.conditions.image_known import ImageKnown
from bot.store import read
from tests.custody.test_taking import ACT, NOW, PICTURE, captured

LETTER = b"\x00\xff une lettre sans timbre \x89"


@pytest.fixture
def camille(rempart, scene):
    return lambda command, *options: rempart(command, *options, "--config", scene.config)


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "lettre.bin"
    path.write_bytes(LETTER)
    return path


def entries(scene, event):
    with scene.process.store.reading() as connection:
        return [entry for entry in read.chain(connection, "camille") if entry.event == event]


def test_a_letter_is_in_custody_with_what_i_say_of_it(camille, scene, letter):
    status, out, _ = camille(
        "keep", letter, "--about", "dans ma boîte aux lettres", "--date", "2026-03-01", "--by", "lea"
    )
    assert status == 0
    assert sha256(LETTER).hexdigest() in out
    [entry] = entries(scene, "kept")
    assert (entry.payload["by"], entry.payload["size"]) == ("lea", len(LETTER))
    assert "boîte" not in json.dumps(entry.payload, ensure_ascii=False)
    assert all(one.valid for one in audit(scene.process.store))


def test_each_says_by_what_machine_and_software_it_was_taken_once(camille, scene, letter):
    camille("keep", letter, "--about", "une lettre")
    camille("keep", letter, "--about", "la même")
    [instrument] = entries(scene, "instrument")
    assert [entry.payload["instrument"] for entry in entries(scene, "kept")] == [instrument.number] * 2


def test_what_was_brought_is_listed_with_who_brought_it_and_for_programs(camille, letter):
    assert "Rien n’a été apporté" in camille("kept")[1]
    camille("keep", letter, "--about", "une lettre", "--by", "lea", "--account", "bluesky:did:plc:grincheux")
    status, out, _ = camille("kept")
    assert status == 0
    assert "lettre.bin" in out
    assert "apporté par lea" in out
    said = json.loads(camille("kept", "--json")[1])
    assert (said["about"], said["account"], said["size"]) == ("une lettre", "bluesky:did:plc:grincheux", len(LETTER))
    assert said["sha256"] == sha256(LETTER).hexdigest()


def test_what_cannot_be_kept_is_said_with_what_to_do(camille, letter, tmp_path, monkeypatch):
    assert camille("keep", tmp_path, "--about", "x")[0] == 2
    status, _, err = camille("keep", letter, "--about", "  ")
    assert (status, "--about" in err) == (2, True)
    status, _, err = camille("keep", letter, "--about", "x", "--date", "hier")
    assert (status, "--date" in err) == (2, True)
    monkeypatch.setattr(brought, "MOST", 10)
    status, _, err = camille("keep", letter, "--about", "x")
    assert (status, "bring it in parts" in err) == (2, True)


def test_the_pictures_that_were_captured_are_listed_as_a_rule_takes_them(camille, scene):
    assert "Aucune image" in camille("kept", "--pictures")[1]
    with scene.process.store.writing() as connection:
        take(connection, scene.process.store, ACT, [captured("medium", PICTURE, dhash=dhash(PICTURE))], NOW)
    said = json.loads(camille("kept", "--pictures", "--json")[1])
    assert ImageKnown(image_known=said["dhash"]).image_known == (dhash(PICTURE)[:8].hex(),)
