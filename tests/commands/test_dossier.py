"""`rempart dossier`: begun, filled in, looked at, asked for, and a day later made; without a name on the screen."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from bot.dossier import steps as composed
from bot.dossier.handing import EVENT
from bot.dossier.rendering import Rendering
from bot.dossier.staging import BEGINS
from bot.model.leak import LeakKind
from bot.model.seat import Grant, Role, Seat
from bot.people.admission import Admission
from bot.people.agreeing import Agreeing
from bot.store import read
from bot.vault.keeping import add
from tests.commands.scene import AUTHORS, WORDS
from tests.dossier.steps import steps
from tests.dossier.test_signing import PASSPHRASE, identity, looked_at

HE = "bluesky:did:plc:rancunier"


__all__ = ["identity"]


@pytest.fixture
def small(monkeypatch, request):
    """Steps that take no time; how each works is tried beside. What is to be signed is set as it is."""
    real = composed.redacted if "identity" in request.fixturenames else lambda *_: steps()
    monkeypatch.setattr(composed, "redacted", real)
    monkeypatch.setattr(composed, "sealed", lambda _: steps(Rendering.SEALED))


@pytest.fixture
def camille(scene_in_a_file, rempart, small):
    """Camille at her terminal: what she asks, and what is said to her."""

    def ask(*arguments):
        status, out, err = rempart("dossier", *arguments, "--config", scene_in_a_file.config)
        assert not [word for word in (*WORDS, *AUTHORS) if word in (out + err).replace(HE, "").lower()]
        return status, out, err

    return ask


@pytest.fixture
def at_home(scene_in_a_file):
    """She has told what must not be read."""
    store = scene_in_a_file.process.store
    add(store, "camille", LeakKind.ADDRESS, "12 rue des Lilas, 69003 Lyon", "camille", datetime.now(UTC))


def id_of(camille):
    (one,) = json.loads(camille("list", "--json")[1])
    return one["id"]


async def test_a_dossier_is_begun_filled_in_looked_at_and_let_go_of(camille, scene_in_a_file):
    assert camille("list")[1].startswith("Aucun dossier.")
    assert camille("new", HE, "--from", "2020-01-01", "--which", "first_and_last")[0] == 0
    id_ = id_of(camille)
    status, form, _ = camille("show", id_, "--form")
    assert status == 0
    file = scene_in_a_file.folder / "dossier.toml"
    file.write_text(
        form.replace('effects = ""', 'effects = "Je ne dors plus."').replace('language = "fr"', 'language = "en"')
    )
    assert camille("edit", id_[:6], file)[0] == 0
    assert "Je ne dors plus." in camille("show", id_, "--form")[1]
    shown = camille("show", id_)[1]
    assert "inquiétants (en), commencé le" in shown
    assert "compte bluesky " in shown
    status, told, _ = camille("preview", id_)
    assert status == 0
    assert told.startswith("1 fait serait montré, sur 1\n1 compte est mis en cause\n")
    assert json.loads(camille("preview", id_, "--json")[1])["shown"] == 1
    assert "write --yes" in camille("drop", id_)[2]
    assert camille("drop", id_, "--yes")[0] == 0
    assert json.loads(camille("list", "--json")[1]) == []


@pytest.mark.usefixtures("at_home")
async def test_alone_i_ask_for_it_wait_a_day_and_say_the_same_again(camille, scene_in_a_file, identity):
    out, word = scene_in_a_file.folder / "plainte", scene_in_a_file.folder / "word"
    word.write_text(PASSPHRASE)
    signed = ("--sign", identity, "--sign-passphrase-file", word)
    wanted = (HE, "--out", out, "--recipient", "Maître Durand", *signed)
    left = scene_in_a_file.folder / "exports" / f"{BEGINS}0000"
    left.mkdir(parents=True)
    status, said, _ = camille(*wanted)
    assert status == 0
    assert not left.exists()
    assert "relancez la même commande" in said
    assert "attend encore" in camille(*wanted)[1]
    assert not out.exists()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        status, said, _ = await asyncio.to_thread(camille, *wanted)  # signing waits, as no loop may
    assert status == 0
    assert "1 fait. Empreinte du dossier" in said
    assert (await asyncio.to_thread(looked_at, out / "data" / "dossier.pdf")).holds
    assert [entry.event for entry in chain(scene_in_a_file)].count(EVENT) == 1
    assert "pour Maître Durand\u00a0: faite le" in camille("list")[1]


async def test_a_second_person_agrees_in_the_pages_and_then_it_is_made(camille, scene_in_a_file):
    store = scene_in_a_file.process.store
    seat = Seat(id="", person="camille", name="Dominique", role=Role.DELEGATE, also=frozenset({Grant.EXPORT}))
    now = datetime.now(UTC)
    dominique = Admission(store).invite(seat, "camille", now - timedelta(days=2))
    assert camille("new", HE)[0] == 0
    wanted = ("make", id_of(camille), "--out", scene_in_a_file.folder / "plainte", "--key", "age1test")
    assert "Quelqu’un d’autre doit accepter" in camille(*wanted)[1]
    (proposal,) = Agreeing(store, {}).open("camille")
    Agreeing(store, {}).agree(proposal.id, dominique, datetime.now(UTC))
    assert "1 fait. Empreinte du dossier" in camille(*wanted)[1]
    assert (scene_in_a_file.folder / "plainte.zip").exists()


async def test_a_masked_one_is_not_made_before_i_said_what_must_not_be_read(camille, scene_in_a_file):
    wanted = (HE, "--out", scene_in_a_file.folder / "plainte")
    status, out, err = camille(*wanted)
    assert status == 2
    assert "rempart vault add address" in out + err
    assert "--nothing-to-hide" in out + err
    assert Agreeing(scene_in_a_file.process.store, {}).open("camille") == []
    assert "C’est demandé" in camille(*wanted, "--nothing-to-hide")[1]
    assert "attend encore" in camille("make", id_of(camille), "--out", scene_in_a_file.folder / "plainte")[1]
    assert "nothing_to_hide = true" in camille("show", id_of(camille), "--form")[1]


@pytest.mark.usefixtures("at_home")
async def test_what_was_asked_for_before_a_change_is_let_go_of(camille, scene_in_a_file):
    assert camille("new", HE)[0] == 0
    id_, store = id_of(camille), scene_in_a_file.process.store
    wanted = ("make", id_, "--out", scene_in_a_file.folder / "plainte")
    camille(*wanted)
    file = scene_in_a_file.folder / "dossier.toml"
    file.write_text('witnesses = ["Madame Petit"]')
    camille("edit", id_, file)
    assert "C’est demandé" in camille(*wanted)[1]
    assert len(Agreeing(store, {}).open("camille")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "nope"), "is no case, account or raid"),
        (("new", "7"), "there is no raid 7"),
        (("new", HE, "--lang", "de"), "--lang: write one of"),
        (("new", HE, "--which", "some"), "--which: write all or first_and_last"),
        (("new", HE, "--from", "2026-02-01", "--to", "2026-01-01"), "--to: lies before --from"),
        (("new", HE, "--from", "hier"), "--from: is no date"),
        (("show", "zz"), "is the id of no draft"),
        ((HE, "--out", "there"), "name another place"),
        ((HE, "--out", "out", "--redacted", "--key", "age1"), "--redacted: is in clear"),
        ((HE, "--out", "out", "--passphrase-file", "none"), "cannot be read"),
        ((HE, "--out", "out", "--passphrase-file", "short"), "this passphrase can be guessed"),
        ((HE, "--out", "out", "--passphrase-file", "short", "--key", "age1"), "not both"),
        ((HE, "--out", "out", "--sign", "none.p12"), "is no file that can be read"),
        ((HE, "--out", "out", "--timestamp", "https://tsa.test"), "--sign: is missing"),
    ],
)
async def test_what_cannot_be_done_is_told_with_what_to_do(camille, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "short").write_text("azerty\n")
    status, _, err = camille(*arguments)
    assert status == 2
    assert said in err


async def test_a_form_that_is_wrong_changes_nothing(camille, scene_in_a_file):
    camille("new", HE)
    file = scene_in_a_file.folder / "dossier.toml"
    file.write_text('[statement]\neffet = "x"')
    status, _, err = camille("edit", id_of(camille), file)
    assert status == 2
    assert "dossier.toml, line 2: statement, effet:" in err


def chain(scene):
    with scene.process.store.reading() as connection:
        return list(read.chain(connection, "camille"))
