"""I ask for a dossier: two of us agree, or a day passes; it is made beside, told, fetched once more, and gone."""

import os
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import msgspec
import pyrage
import pytest
import pyzipper
from sqlalchemy import select

from bot.dossier import steps
from bot.dossier.content import Deadline, Element
from bot.dossier.redacting import redacted
from bot.dossier.statement import Statement
from bot.evidence.pseudonym import pseudonym
from bot.model.leak import LeakKind
from bot.model.seat import Grant
from bot.people.agreeing import OPEN
from bot.store import handed, proposals, works, write
from bot.vault.keeping import add, contents, remove
from bot.web import drafts
from bot.web.exports import OFFERED
from bot.working import asking, handing
from tests.commands.scene import AUTHORS, WORDS
from tests.dossier.test_signing import PASSPHRASE, identity, looked_at  # noqa: F401 - a fixture
from tests.web.conftest import CSRF, World
from tests.web.dossiers import PROPOSAL, begun, change, count, draft, events, worked

RECIPIENT = "Me Durand, avocate"
DAY = timedelta(hours=24, seconds=1)
IDENTITY = pyrage.x25519.Identity.generate()
KEY = str(IDENTITY.to_public())
HOME = "12 rue des Lilas, 69003 Lyon"


@pytest.fixture(autouse=True)
def beside(monkeypatch):
    """The process that does long work is begun by nobody here: tests do the work themselves, and need not wait."""
    monkeypatch.setattr(drafts, "start", lambda *_: None)


@pytest.fixture
def camille(world):
    return world.holder()


@pytest.fixture
def path(world, camille):
    add(world.store, "camille", LeakKind.PHONE, "06 39 98 47 21", "camille", world.now)
    return begun(world, camille)


@pytest.fixture
def unprepared(world, camille):
    """A draft of somebody who put nothing into her vault."""
    return begun(world, camille)


def asked(browser, path, rendering="redacted", recipient=RECIPIENT, **how):
    """Ask for one; the proposal."""
    answer = browser.post(f"{path}/export", f"{path}/export", rendering=rendering, recipient=recipient, **how)
    assert answer.status_code == 303, answer.text
    return PROPOSAL.search(browser.get(f"{path}/export").text)[1]


def later(world):
    """A day passes for what waits."""
    with world.store.writing() as connection:
        for one in proposals.standing(connection, "camille", OPEN, 9):
            proposals.put(connection, msgspec.structs.replace(one, due_at=one.due_at - DAY))


def agreed(world, path, rendering="redacted", **how):
    """Asked for by Camille, and agreed to by Léa; the proposal."""
    lea = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    one = asked(world.holder(), path, rendering, **how)
    answer = lea.post("/people/agree", "/people", proposal=one)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?said=dossier_agreed")
    return one


def signed(browser, path, proposal, raw, opens):
    """Ask for it to be made, and signed with this."""
    fields = {"csrf": CSRF.search(browser.get("/").text)[1], "proposal": proposal, "sign": "own", "opens": opens}
    return browser.client.post(f"{path}/export/make", data=fields, files={"identity": ("me.p12", raw)})


def make(browser, path, proposal, **how):
    return browser.post(f"{path}/export/make", f"{path}/export", proposal=proposal, **how)


def overlooking(told, *rest):
    """A masking that masks nothing: the search that follows is not deceived."""
    return redacted(told, *rest)._replace(contents=told)


def test_a_masked_one_is_not_asked_for_before_i_said_what_must_not_be_read(world, camille, unprepared):
    where = f"{unprepared}/export"
    assert "Le coffre est vide" in camille.get(where).text
    refused = camille.post(where, where, rendering="redacted", recipient=RECIPIENT)
    assert refused.status_code == 409
    assert "vault add address" in refused.text
    assert PROPOSAL.search(camille.get(where).text) is None
    assert camille.post(where, where, rendering="sealed", recipient=RECIPIENT).status_code == 303
    word = {"rendering": "redacted", "recipient": RECIPIENT, "nothing_to_hide": "yes"}
    assert camille.post(where, where, **word).status_code == 303
    assert draft(world, unprepared).nothing_to_hide


def test_the_trail_says_that_i_said_there_was_nothing_to_hide(world, camille, unprepared):
    change(world, unprepared, nothing_to_hide=True)
    worked(world, make(camille, unprepared, agreed(world, unprepared)))
    (entry,) = [one for one in world.chain() if one.event == "dossier:exported"]
    assert entry.payload["nothing_to_hide"] == 1


def test_what_was_emptied_meanwhile_is_not_made(world, camille, path):
    one = agreed(world, path)
    with world.store.reading() as connection:
        values = [each.kept.id for each in contents(connection, world.store.master, "camille")]
    assert remove(world.store, "camille", values, "camille", world.now) == 1
    worked(world, make(camille, path, one))
    assert "dossier:exported" not in events(world)
    assert not world.house.exports.folder.exists()


def test_two_of_us_agree_and_it_is_made_and_fetched(world: World, camille, path):
    one = agreed(world, path)
    page = camille.get(f"{path}/export").text
    assert "peut maintenant être fait" in page
    where = worked(world, make(camille, path, one))
    assert "Le dossier est fait" in camille.get(where).text
    answer = camille.post(f"{path}/export/fetch", f"{path}/export", proposal=one)
    assert answer.headers["content-disposition"].startswith("attachment")
    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert {"dossier.pdf", "chronology.json"} <= {name.rpartition("/")[2] for name in names}
    assert events(world)[-4:] == [
        "proposal:agreed",
        "dossier:exported",
        "proposal:done",
        "export:taken",
    ]
    assert "Fait le" in camille.get(path).text
    told = camille.get("/dossiers").text
    assert (RECIPIENT in told, "rien n’est encore fait" in told) == (True, False)
    assert world.verified()


def test_the_trail_knows_for_whom_it_was_without_naming_them(world, camille, path):
    worked(world, make(camille, path, agreed(world, path)))
    (entry,) = [one for one in world.chain() if one.event == "dossier:exported"]
    with world.store.reading() as connection:
        salt = write.salt(connection, world.store.master, "camille")
        (row,) = connection.execute(select(handed.handover)).mappings().all()
    assert entry.payload["recipient"] == pseudonym(salt, RECIPIENT)
    assert RECIPIENT.encode() not in row["box"]
    assert "Un dossier a été" in camille.get("/trail").text


def test_alone_i_wait_a_day_and_may_take_it_back_until_then(world, camille, path):
    one = asked(camille, path)
    assert "Pourra être fait à partir du" in camille.get(f"{path}/export").text
    assert make(camille, path, one).status_code == 409
    later(world)
    assert "peut maintenant être fait" in camille.get(f"{path}/export").text
    assert RECIPIENT in camille.get("/dossiers").text
    assert camille.post("/people/withdraw", "/people", proposal=one).status_code == 303
    assert RECIPIENT not in camille.get("/dossiers").text
    assert "Retiré" in camille.get(f"{path}/export").text
    assert make(camille, path, one).status_code == 409


def test_what_was_changed_since_is_asked_for_again(world, camille, path):
    one = agreed(world, path)
    change(world, path, statement=Statement(words="Autre chose"))
    assert "Le brouillon a changé depuis" in camille.get(f"{path}/export").text
    assert make(camille, path, one).status_code == 409
    again = asked(camille, path)
    assert again != one
    assert "Retiré" in camille.get(f"{path}/export").text


def test_the_same_is_asked_for_once(world, camille, path):
    assert asked(camille, path) == asked(camille, path)
    assert events(world).count("proposal:made") == 1


def test_who_proposed_it_cannot_agree_and_a_delegate_sees_what_they_agree_to(world, camille, path):
    lea = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    one = asked(lea, path)
    assert lea.post("/people/agree", "/people", proposal=one).status_code == 409
    assert f'href="{path}/export"' in camille.get("/people").text
    assert camille.post("/people/agree", "/people", proposal=one).status_code == 303
    assert "peut être fait, sur sa page" in camille.get("/people").text


def test_what_would_be_given_away_is_told_by_its_place_and_nothing_lies_there(world, camille, path, monkeypatch):
    add(world.store, "camille", LeakKind.ADDRESS, HOME, "camille", world.now)
    change(world, path, statement=Statement(words=f"J’habite {HOME}."))
    monkeypatch.setattr(steps, "masked", overlooking)
    where = worked(world, make(camille, path, agreed(world, path)))
    page = camille.get(where).text
    assert "quelque chose de privé serait parti avec" in page
    assert "chronology.json" in page
    assert (HOME in page, "Lilas" in page) == (False, False)
    for step in ("words", "witnesses", "pictures"):
        assert f'href="{path}/{step}"' in page
    assert list(world.house.exports.folder.iterdir()) == []
    assert camille.post(f"{path}/export/fetch", f"{path}/export", proposal="0" * 16).status_code == 404


def test_a_passphrase_is_shown_once_and_lies_nowhere(world, camille, path):
    one = agreed(world, path, "sealed")
    answer = make(camille, path, one, close="made")
    assert answer.status_code == 200
    passphrase = re.search(r"readonly>([a-z0-9-]{20,})<", answer.text)[1]
    where = re.search(r'href="(/long/\w+)"', answer.text)[1]
    with world.store.reading() as connection:
        work = works.work(connection, where.rpartition("/")[2])
    assert passphrase not in work.detail
    assert msgspec.json.decode(asking.asked_for(work, world.store.master), type=handing.Meant).passphrase == passphrase
    assert passphrase not in camille.get(where).text
    worked(world, type(answer)(303, headers={"location": where}))
    with world.store.reading() as connection:
        assert works.work(connection, work.id).detail == ""
    sealed = camille.post(f"{path}/export/fetch", f"{path}/export", proposal=one).content
    with pyzipper.AESZipFile(BytesIO(sealed)) as outer:
        (inner,) = outer.namelist()
        names = zipfile.ZipFile(BytesIO(outer.read(inner, passphrase.encode()))).namelist()
    assert any("originals/" in name for name in names)


@pytest.mark.parametrize(
    "how",
    [
        {"close": "own", "passphrase": "soleil"},
        {"close": "own", "passphrase": "a" * 40},
        {"close": "own"},
        {"close": "keys", "keys": KEY},
        {},
    ],
)
def test_the_complete_version_leaves_for_those_alone_who_can_open_it(world, camille, path, how):
    one = agreed(world, path, "sealed")
    answer = make(camille, path, one, **how)
    assert answer.status_code == 409
    assert how.get("passphrase", "nothing at all") not in answer.text


@pytest.mark.parametrize("keys", ["", f"{KEY}\nage1", "AGE-SECRET-KEY-1QQQ"], ids=["none", "half", "secret"])
def test_it_is_asked_for_to_keys_that_are_keys(camille, path, keys):
    fields = {"rendering": "sealed", "recipient": RECIPIENT, "close": "keys", "keys": keys}
    answer = camille.post(f"{path}/export", f"{path}/export", **fields)
    assert answer.status_code == 409
    assert (keys or "nothing at all") not in answer.text


def test_it_is_encrypted_to_the_keys_that_were_agreed_on_whatever_is_asked_for_later(world, camille, path):
    one = agreed(world, path, "sealed", close="keys", keys=KEY)
    worked(world, make(camille, path, one, close="own", passphrase="une autre phrase que personne n’a choisie"))
    answer = camille.post(f"{path}/export/fetch", f"{path}/export", proposal=one)
    assert answer.headers["content-disposition"].endswith('.age"')
    assert b"dossier.pdf" in pyrage.decrypt(answer.content, [IDENTITY])


def test_it_lies_there_for_a_week_for_its_owner_alone(world, camille, path):
    one = agreed(world, path)
    worked(world, make(camille, path, one))
    file = handing.file(world.house.exports.folder, one)
    assert world.house.exports.folder.stat().st_mode & 0o077 == 0
    world.house.errands.run()
    assert file.exists()
    old = (world.now - OFFERED - timedelta(hours=1)).timestamp()
    os.utime(file, (old, old))
    world.house.errands.run()
    assert not file.exists()
    assert "Le fichier n’est plus ici" in camille.get(f"{path}/export").text


def test_what_was_interrupted_in_the_middle_does_not_lie_about(world, camille, path):
    folder = world.house.exports.folder
    left = folder / ".rempart-dossier-0000"
    left.mkdir(parents=True)
    (left / "clear.txt").write_text("what was being made")
    world.house.errands.run()
    assert not left.exists()


def test_what_was_written_down_and_never_came_is_told_and_made_again(world, camille, path, monkeypatch):
    one = agreed(world, path)

    def gone(*_):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", gone)
        answer = make(camille, path, one)
        with pytest.raises(OSError, match="gone"):
            worked(world, answer)
    assert events(world).count("dossier:exported") == 1
    assert "interrompu avant d’arriver ici" in camille.get(f"{path}/export").text
    assert asking.stop(world.store, answer.headers["location"].rpartition("/")[2])
    where = worked(world, make(camille, path, one))
    assert "Refait, il a la même empreinte" in camille.get(where).text
    assert events(world).count("dossier:exported") == 1


def test_a_dossier_is_not_made_twice(world, camille, path):
    one = agreed(world, path)
    worked(world, make(camille, path, one))
    assert make(camille, path, one).status_code == 409
    assert events(world).count("dossier:exported") == 1


def test_what_it_would_hold_is_counted_beside_and_says_no_word(world, camille, path):
    where = worked(world, camille.post(f"{path}/preview", f"{path}/preview"))
    for page in (camille.get(where).text, camille.get(f"{path}/preview").text):
        assert "3 faits montrés, sur 3" in page
        assert not any(word in page for word in (*WORDS, *AUTHORS))
    assert "a changé depuis ce compte" not in camille.get(f"{path}/preview").text
    change(world, path, statement=Statement(words="x"))
    assert "a changé depuis ce compte" in camille.get(f"{path}/preview").text
    assert world.guest("Léa").get(where).status_code == 404
    assert draft(world, path).statement.words == "x"


def test_what_is_missing_beside_the_law_is_said_and_nothing_is_concluded(world, camille, path):
    elements = [
        Element(law="fr.harassment_online", element="repeated", facts=(1, 2)),
        Element(law="fr.harassment_online", element="health"),
        Element(law="fr.harassment_online", element="elected", said="Maire"),
        Element(law="xx.unknown", element="new"),
    ]
    deadlines = [Deadline(clock=clock, fact=1, since=world.now, until=world.now) for clock in ("fr.offence", "new")]
    count(world, path, elements=elements, deadlines=deadlines)
    page = camille.get(f"{path}/preview").text
    for said in ("2 faits à côté", "rien dans le dossier n’en parle encore", "vos mots en parlent", "pas un avis"):
        assert said in page
    for said in ("1 fait dont le contenu a été effacé", "(3 h)", "3 Mo", "1 fait où quelque chose serait masqué"):
        assert said in page
    assert "Délit (harcèlement" in page


def test_in_which_facts_words_are_masked_i_am_told_before_and_why(world, camille, path):
    count(world, path)
    page = camille.get(f"{path}/preview").text
    assert "Dans les faits n° 1–2, 7, des mots de leurs auteurs sont masqués." in page
    assert "le masque dirait ce qu’il a deviné" in page


def test_it_is_signed_by_whom_i_bring_and_their_key_lies_nowhere(world, camille, path, tmp_path, identity):  # noqa: F811
    one = agreed(world, path)
    for wrong in ((b"no identity", PASSPHRASE), (identity.read_bytes(), "un autre"), (b"x" * 70_000, "")):
        assert signed(camille, path, one, *wrong).status_code in {409, 413}
    worked(world, signed(camille, path, one, identity.read_bytes(), PASSPHRASE))
    answer = camille.post(f"{path}/export/fetch", f"{path}/export", proposal=one)
    with zipfile.ZipFile(BytesIO(answer.content)) as bag:
        pdf = next(name for name in bag.namelist() if name.endswith("data/dossier.pdf"))
        bag.extract(pdf, tmp_path)
    found = looked_at(tmp_path / pdf)
    assert (found.holds, "Camille Dorval" in found.by) == (True, True)
    assert PASSPHRASE not in repr(handing.Meant(proposal="", passphrase=PASSPHRASE, opens=PASSPHRASE))


def test_the_shield_signs_with_its_own_key_where_i_have_no_certificate(world, camille, path, tmp_path):
    one = agreed(world, path)
    worked(world, make(camille, path, one, sign="shield"))
    answer = camille.post(f"{path}/export/fetch", f"{path}/export", proposal=one)
    with zipfile.ZipFile(BytesIO(answer.content)) as bag:
        pdf = next(name for name in bag.namelist() if name.endswith("data/dossier.pdf"))
        bag.extract(pdf, tmp_path)
    found = looked_at(tmp_path / pdf)
    assert (found.holds, "Rempart" in found.by) == (True, True)
    assert "signature:made" in [entry.event for entry in world.chain()]
