"""Who had my browser for a minute makes no second person of themselves, and the trail says what they did."""

import re
from datetime import timedelta

import pytest

from bot.model.proposal import Kind
from bot.model.seat import Grant
from bot.people.agreeing import ALONE

PROPOSAL = re.compile(r'name="proposal" value="(\w{16})"')
LINK = re.compile(r"/enter/([\w-]{43})")
EXPORT = frozenset({Grant.EXPORT})


def proposed(somebody):
    somebody.post("/people/exports", "/people")
    return PROPOSAL.search(somebody.get("/people").text)[1]


def second(world, camille, **fields):
    """Another browser of whoever has mine, by a link that my page gave out."""
    page = camille.post(fields.pop("path", "/people/invite"), "/people", **fields)
    return world.browser().enter(LINK.search(page.text)[1])


def refused(somebody, wanted):
    answer = somebody.post("/people/agree", "/people", proposal=wanted)
    return answer.status_code == 409 and "réessayez demain" in answer.text


def invited(world, camille):
    return second(world, camille, name="Moi-même", role="delegate", also="export")


def linked(world, camille):
    lea = world.seat("Léa", also=EXPORT)
    return second(world, camille, path=f"/people/{lea.id}/link")


def granted(world, camille):
    lea = world.seat("Léa")
    browser = world.browser().enter(world.house.admission.link(lea, world.now))
    camille.post(f"/people/{lea.id}/grants", "/people", also="export")
    return browser


WAYS = pytest.mark.parametrize("other", [invited, linked, granted])


@WAYS
def test_a_seat_a_link_or_a_right_that_i_gave_just_now_is_no_second_person(world, other):
    camille = world.holder()
    again = other(world, camille)
    assert refused(again, proposed(camille))
    world.house.errands.run()
    assert "export:taken" not in {entry.event for entry in world.chain()}


@WAYS
def test_nor_can_it_propose_what_my_browser_agrees_to(world, other):
    camille = world.holder()
    again = other(world, camille)
    assert refused(camille, proposed(again))


def test_a_day_later_whom_i_invited_may_agree(world):
    camille = world.house.admission.holder("camille", "test", world.now)
    lea = world.seat("Léa", also=EXPORT)
    lea = world.house.admission.hand(lea, "camille", world.now)
    one = world.house.agreeing.propose(camille, Kind.EXPORT, "{}", world.now)
    agreed = world.house.agreeing.agree(one.id, lea, world.now + ALONE + timedelta(seconds=1))
    assert agreed.settled_by == lea.id


def test_the_trail_says_that_i_gave_a_link_to_the_seat_of_somebody_else(world):
    camille, lea = world.holder(), world.seat("Léa")
    second(world, camille, path=f"/people/{lea.id}/link")
    assert [(e.payload["seat"], e.payload["by"]) for e in world.chain() if e.event == "seat:linked"] == [
        (lea.id, "camille")
    ]
    assert "camille a donné un lien vers une place" in camille.get("/trail").text
