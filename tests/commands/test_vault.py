"""What I write into the vault is asked for, counted, tried, taken out; it is never shown, and stands nowhere."""

import io
import json
import sys

import pytest

from bot.config.load import load
from bot.evidence.master import MasterKey
from bot.simulation.performance import key_beside
from bot.store.database import Store
from tests.commands.scene import CONFIG
from tests.leakscan import LeakScan
from tests.scenarios.playing import play
from tests.scenarios.scenes import CAMILLE, mention

VALUES = {
    "address": "4217 rue des Zinzolins, 97981 Zibeline",
    "phone": "06 39 98 47 21",
    "email": "quasimodette@boite-zibeline.test",
    "name": "Wilhelmine Quasimodette",
    "plate": "QX-739-ZV",
    "place": "École Wyszkowski, Zibeline",
    "document": "FR14 2004 1010 0505 0001 3M02 606",
}
SCAN = LeakScan(VALUES.values())


@pytest.fixture
def vault(scene_in_a_file, rempart, monkeypatch):
    """Run a command of the vault with something on standard input; all that it says is searched."""
    scene = scene_in_a_file

    def run(*arguments, given=""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        status, out, err = rempart("vault", *arguments, "--config", scene.config)
        SCAN.text("what a command says", out + err)
        return status, out, err

    run.scene = scene
    yield run
    SCAN.database(scene.process.store, scene.folder / "rempart.db")


@pytest.fixture
def filled(vault):
    for kind, value in VALUES.items():
        status, out, _ = vault("add", kind, given=f"{value}\n")
        assert status == 0
        assert "coffre" in out
    return vault


def test_the_vault_shows_kinds_and_counts(filled):
    shown = json.loads(filled("list", "--json")[1])
    assert shown["counts"] == dict.fromkeys(VALUES, 1)
    assert {"téléphone", "plaque"} <= set(filled("list")[1].replace("\u00a0", " ").replace(" : ", " ").split())


def test_a_text_that_i_paste_is_tried_and_neither_shown_nor_kept(filled):
    text = "Elle habite 4217 rue des Zinzolins. Le 3919. zéro six 39 98 47 21"
    found = json.loads(filled("test", "--json", given=text)[1])
    assert [(one["kind"], text[slice(*one["span"])]) for one in found] == [
        ("address", "4217 rue des Zinzolins"),
        ("phone", "zéro six 39 98 47 21"),
    ]
    assert "Rien du coffre" in filled("test", given="La rue est fermée")[1]


def test_what_i_take_out_is_no_longer_found_and_its_digests_are_gone(filled):
    ids = {one["kind"]: one["id"] for one in json.loads(filled("list", "--json")[1])["values"]}
    assert "--yes" in filled("remove", ids["phone"])[1]
    assert json.loads(filled("test", "--json", given="06 39 98 47 21")[1])
    assert filled("remove", ids["phone"], "--yes")[0] == 0
    assert json.loads(filled("test", "--json", given="06 39 98 47 21")[1]) == []
    assert json.loads(filled("test", "--json", given="4217 rue des Zinzolins")[1])


def test_under_a_new_key_the_same_is_found(filled):
    before = filled("test", "--json", given=" ".join(VALUES.values()))[1]
    assert filled("rotate")[0] == 0
    assert filled("rotate")[0] == 0
    assert filled("test", "--json", given=" ".join(VALUES.values()))[1] == before
    assert "already" in filled("add", "phone", given="+33639984721\n")[2]


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("adress", "x", "write one of address, phone"),
        ("address", "\n", "nothing was written"),
        ("phone", "06\n", "needs 7"),
        ("email", "wilhelmine\n", "looks like name@example.org"),
        ("name", "W\n", "three letters"),
        ("address", "Z" * 600, "longer than 500"),
    ],
)
def test_what_cannot_be_kept_is_refused_without_being_repeated(vault, kind, given, said):
    status, out, err = vault("add", kind, given=given)
    assert status == 2
    assert said in err
    assert given.strip() not in out + err or not given.strip()


def test_what_is_in_the_vault_already_is_said_so(filled):
    status, _, err = filled("add", "phone", given="+33 6 39 98 47 21\n")
    assert status == 2
    assert "already" in err


# ── what other commands say of a leak ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def given_away(tmp_path):
    """A day on which three values were given away, one of them in two posts: the configuration, and the store."""
    file = tmp_path / "rempart.db"
    vault = {kind: [value] for kind, value in VALUES.items() if kind != "document"}
    play(
        None,
        mention(1, "at://a/1", "did:plc:a", "Elle habite au 4217 rue des Zinzolins"),
        mention(2, "at://b/1", "did:plc:b", "son 06 : 06.39.98.47.21", kind="mention"),
        mention(3, "at://c/1", "did:plc:c", "la rue des Zinzolins"),
        mention(9, "at://c/2", "did:plc:c", "c'est au numéro 4217"),
        first=CAMILLE | {"protected": CAMILLE["protected"] | {"vault": vault}},
        keep=file,
    )
    config = tmp_path / "config.toml"
    config.write_text(
        CONFIG.format(url=f"sqlite:///{file}", language="fr").replace("rempart.key", key_beside(file).name)
    )
    store = Store(f"sqlite:///{file}", MasterKey(bytes.fromhex(key_beside(file).read_text().strip())))
    yield config, store
    store.close()


@pytest.mark.parametrize("uri", ["at://a/1", "at://b/1", "at://c/1", "at://c/2"])
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_why_tells_that_something_was_given_away_and_not_what(given_away, rempart, uri, option):
    status, out, err = rempart("why", uri, "--config", given_away[0], *option)
    assert status == 0
    SCAN.text("why", out + err)


def test_neither_an_export_nor_a_backup_nor_any_list_holds_a_piece_of_it(given_away, rempart, tmp_path):
    config, store = given_away
    for arguments in (("status",), ("held",), ("harasser", "list"), ("verify",)):
        _, out, err = rempart(*arguments, "--config", config)
        SCAN.text(arguments[0], out + err)
    assert rempart("export", tmp_path / "export.zip", "--person", "camille", "--config", config)[0] == 0
    assert rempart("backup", tmp_path / "backup.rempart", "--config", config)[0] == 0
    SCAN.export(store, tmp_path / "export.zip")
    keys = load(config, {"NOWHERE_SET": "x"}).backup_keys
    SCAN.backup(store, tmp_path / "backup.rempart", keys)
