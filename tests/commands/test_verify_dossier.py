"""`rempart verify DOSSIER`, as a lawyer types it who has nothing but the folder."""

import pytest

from bot.dossier.bagging import bag


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "dossier"
    (made / "data").mkdir(parents=True)
    (made / "data" / "chronology.json").write_text("{}")
    bag(made, {})
    return made


def test_it_holds_until_somebody_alters_it(rempart, folder, tmp_path):
    elsewhere = tmp_path / "config.toml"
    status, out, _ = rempart("verify", folder, "--config", elsewhere)
    assert (status, "holds" in out) == (0, True)
    (folder / "data" / "chronology.json").write_text('{"facts": []}')
    status, out, err = rempart("verify", folder, "--config", elsewhere)
    assert (status, "data/chronology.json" in err, "DOES NOT HOLD" in out) == (1, True, True)


def test_what_is_no_dossier_is_told_as_such(rempart, tmp_path):
    status, _, err = rempart("verify", tmp_path, "--config", tmp_path / "config.toml")
    assert (status, "is no dossier" in err) == (2, True)
