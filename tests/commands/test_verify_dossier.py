"""`rempart verify DOSSIER`, as a lawyer types it who has nothing but the folder."""

from hashlib import sha256

import msgspec
import pytest

from bot.dossier import chronology
from bot.dossier.bagging import bag
from bot.dossier.typesetting.typeset import typeset
from tests.dossier.invented import LAW, invented


@pytest.fixture
def folder(tmp_path):
    made, told = tmp_path / "dossier", msgspec.structs.replace(invented("en", facts=2), masked=True)
    (made / "data").mkdir(parents=True)
    chronology.write(told, made / "data")
    typeset(told, made / "data", lambda _: None, LAW["en"])
    bag(made, {})
    return made


def test_it_holds_until_somebody_alters_it(rempart, folder, tmp_path):
    elsewhere = tmp_path / "config.toml"
    status, out, _ = rempart("verify", folder, "--config", elsewhere)
    assert (status, "holds" in out) == (0, True)
    with (folder / "data" / "chronology.json").open("a") as out:
        out.write(" ")
    status, out, err = rempart("verify", folder, "--config", elsewhere)
    assert (status, "data/chronology.json" in err, "DOES NOT HOLD" in out) == (1, True, True)


def test_what_is_no_dossier_is_told_as_such(rempart, tmp_path):
    status, _, err = rempart("verify", tmp_path, "--config", tmp_path / "config.toml")
    assert (status, "is no dossier" in err, "if it is encrypted" in err) == (2, True, True)


def test_whether_it_is_the_one_that_was_handed_over_its_digest_tells(rempart, folder, tmp_path):
    elsewhere, digest = tmp_path / "config.toml", sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    status, out, _ = rempart("verify", folder, "--config", elsewhere, "--digest", digest.upper())
    assert (status, "it is the dossier whose digest you gave" in out) == (0, True)
    status, _, err = rempart("verify", folder, "--config", elsewhere, "--digest", "0" * 64)
    assert (status, "it is not the dossier whose digest you gave" in err) == (1, True)
    status, _, err = rempart("verify", folder, "--config", elsewhere, "--digest", "0" * 63)
    assert (status, "64 hexadecimal digits" in err) == (2, True)


def test_what_cannot_be_proven_by_it_is_said(rempart, folder, tmp_path):
    _, out, _ = rempart("verify", folder, "--config", tmp_path / "config.toml")
    for sentence in ("nothing here proves that these words were written", "Nothing here says", "--digest"):
        assert sentence in out
