"""Nobody takes out what they may not see, or what nobody agreed to; nothing is fetched by who guesses where it lies."""

import msgspec
import pytest
from sqlalchemy import update

from bot.dossier import drafting
from bot.dossier.statement import Domicile, Statement
from bot.model.proposal import Standing
from bot.model.seat import Grant, Role
from bot.people.admission import Admission
from bot.store import proposals, schema
from bot.working import handing
from tests.web.casefolder import HE
from tests.web.dossiers import change, draft, events, worked
from tests.web.test_dossiers_export import KEY, RECIPIENT, agreed, asked, beside, camille, make, path

__all__ = ["beside", "camille", "path"]
EXPORT = frozenset({Grant.EXPORT})


@pytest.fixture
def private(world, path):
    """A draft in which there is a direct message."""
    with world.store.writing() as connection:
        connection.execute(update(schema.mention).where(schema.mention.c.author == HE).values(kind="direct"))
    return path


def fetch(browser, path, proposal):
    return browser.post(f"{path}/export/fetch", f"{path}/export", proposal=proposal)


def standing(world, proposal):
    with world.store.reading() as connection:
        return proposals.proposal(connection, proposal).standing


def test_who_may_not_see_direct_messages_takes_none_out(world, camille, private):
    lea = world.guest("Léa", also=EXPORT)
    fields = {"rendering": "redacted", "recipient": RECIPIENT}
    answer = lea.post(f"{private}/export", f"{private}/export", **fields)
    assert (answer.status_code, "messages privés" in answer.text) == (409, True)
    one = asked(camille, private)
    assert lea.post("/people/agree", "/people", proposal=one).status_code == 303
    assert make(lea, private, one, sign="none").status_code == 409
    worked(world, make(camille, private, one))
    assert fetch(lea, private, one).status_code == 409
    change(world, private, directs=False)  # what was made has them all the same
    assert fetch(lea, private, one).status_code == 409
    assert fetch(camille, private, one).status_code == 200


def test_who_sees_everything_takes_it_out(world, camille, private):
    nour = world.guest("Nour", also=frozenset({Grant.EXPORT, Grant.DIRECTS}))
    assert asked(nour, private)


def test_a_dossier_leaves_by_no_other_door(world, camille, path):
    one = agreed(world, path)
    worked(world, make(camille, path, one))
    assert camille.post(f"/people/exports/{one}", "/people").status_code == 404
    other = drafting.begin(world.store, msgspec.structs.replace(draft(world, path), language="en"), world.now)
    assert fetch(camille, f"/dossiers/{other.id}", one).status_code == 404
    assert camille.get(f"{path}/export/fetch").status_code in {404, 405}
    for guest in (world.guest("Oscar", Role.OBSERVER), world.guest("Nadia"), world.guest("Mo", Role.MODERATOR)):
        assert guest.post(f"{path}/export/fetch", "/people", proposal=one).status_code == 403
        assert guest.post(f"{path}/export/make", "/people", proposal=one).status_code == 403


def test_who_lost_the_right_between_asking_and_agreement_hands_nothing_over(world, camille, path):
    lea = world.guest("Léa", also=EXPORT)
    one = asked(lea, path)
    admission = Admission(world.store)
    seat = next(each for each in admission.every("camille") if each.name == "Léa")
    admission.grant(seat, frozenset(), "camille", world.now)
    assert camille.post("/people/agree", "/people", proposal=one).status_code == 409
    assert make(camille, path, one).status_code == 409
    assert standing(world, one) is Standing.WAITING


def test_who_lost_the_right_to_agree_does_not(world, camille, path):
    lea = world.guest("Léa", also=EXPORT)
    one = asked(camille, path)
    admission = Admission(world.store)
    seat = next(each for each in admission.every("camille") if each.name == "Léa")
    admission.grant(seat, frozenset(), "camille", world.now)
    assert lea.post("/people/agree", "/people", proposal=one).status_code in {403, 409}
    assert standing(world, one) is Standing.WAITING


def test_while_one_is_made_no_other_is_begun(world, camille, path):
    first, second = agreed(world, path), asked(camille, path, recipient="Le procureur")
    nour = world.guest("Nour", also=EXPORT)
    assert nour.post("/people/agree", "/people", proposal=second).status_code == 303
    where = make(camille, path, first)
    assert where.status_code == 303
    assert make(nour, path, second).status_code == 409
    assert make(camille, path, first).status_code == 409
    worked(world, where)
    worked(world, make(camille, path, second))
    assert events(world).count("dossier:exported") == 2


def test_what_was_let_go_of_is_neither_made_nor_fetched(world, camille, path):
    made, waits = agreed(world, path), asked(camille, path, recipient="Le procureur")
    worked(world, make(camille, path, made))
    camille.post(f"{path}/drop", path)
    for what, one in (("fetch", made), ("make", waits)):
        assert camille.post(f"{path}/export/{what}", "/dossiers", proposal=one).status_code == 404
    assert standing(world, waits) is Standing.WITHDRAWN
    assert "Accepter" not in world.guest("Nour", also=EXPORT).get("/people").text


def test_what_was_swept_is_not_fetched(world, camille, path):
    one = agreed(world, path)
    worked(world, make(camille, path, one))
    handing.file(world.house.exports.folder, one).unlink()
    assert fetch(camille, path, one).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"witnesses": ("Madame Petit",)},
        {"statement": Statement(domicile=Domicile(kind="professional", name="Mairie", lines=("1 place X",)))},
        {"statement": Statement(addressee="Le procureur")},
        {"language": "en"},
        {"directs": False},
        {"shown": {"00" * 32: "shown"}},
    ],
    ids=lambda each: next(iter(each)),
)
def test_whatever_of_it_is_changed_nobody_agreed_to_that(world, camille, path, changes):
    one = agreed(world, path)
    change(world, path, **changes)
    assert "Le brouillon a changé depuis" in camille.get(f"{path}/export").text
    assert make(camille, path, one).status_code == 409


def test_who_agrees_sees_to_what_and_other_keys_are_asked_for_anew(world, camille, path):
    lea = world.guest("Léa", also=EXPORT)
    change(world, path, witnesses=("Madame Petit", "Monsieur Lopez"))
    one = asked(camille, path, "sealed", close="keys", keys=KEY)
    page = lea.get(f"{path}/export").text
    for said in (KEY, "complète", RECIPIENT, "2 noms", "Tous les faits", "aucune"):
        assert said in page
    assert "Petit" not in page
    assert "Voir à quoi, puis accepter" in lea.get("/people").text
    assert "il faudra le redemander" in camille.get(f"{path}/words").text
    again = asked(camille, path, "sealed")
    assert again != one
    assert "Une phrase secrète l’ouvrira" in lea.get(f"{path}/export").text
