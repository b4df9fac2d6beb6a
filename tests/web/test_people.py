"""People: who looks in my place, what each may see, and that I can take it back."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model.seat import Grant, Role
from bot.people.admission import INVITATION
from bot.store import seats
from bot.web.pages.people import MUCH_TODAY

LINK = re.compile(r"/enter/([\w-]{43})")


def named(world, name):
    return next(one for one in world.house.admission.every("camille") if one.name == name)


def invited(holder, **fields):
    """The page that shows the link to somebody who is invited."""
    return holder.post("/people/invite", "/people", **({"name": "Dominique", "role": "delegate"} | fields))


def told(world, event):
    return [entry for entry in world.chain() if entry.event == event]


def test_i_invite_somebody_by_a_link_that_is_shown_once_and_stands_nowhere(world):
    holder = world.holder()
    answer = invited(holder, also=["directs", "trail"], until="2099-12-31")
    (token,) = LINK.findall(answer.text)
    seat = named(world, "Dominique")
    assert (seat.role, seat.also, seat.by) == (Role.DELEGATE, {Grant.DIRECTS, Grant.TRAIL}, "camille")
    assert seat.until.astimezone(ZoneInfo("Europe/Paris")).isoformat().startswith("2099-12-31T23:59:59")
    assert token not in holder.get("/people").text
    assert token.encode() not in b"".join(path.read_bytes() for path in world.scene.folder.glob("rempart.db*"))
    guest = world.browser().enter(token)
    assert "Dominique" in guest.get("/people").text


def test_an_invitation_lasts_a_week(world):
    holder, now = world.holder(), world.now
    (token,) = LINK.findall(invited(holder).text)
    world.house.now = lambda: now + INVITATION - timedelta(minutes=1)
    assert world.browser().get(f"/enter/{token}").status_code == 200
    world.house.now = lambda: now + INVITATION + timedelta(minutes=1)
    assert world.browser().get(f"/enter/{token}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"name": "Domi\u202enique"},
        {"role": "holder"},
        {"role": "king"},
        {"also": "people"},
        {"also": "vault"},
        {"until": "2001-01-01"},
        {"until": "soon"},
    ],
    ids=str,
)
def test_what_cannot_be_given_is_not_given(world, fields):
    holder = world.holder()
    assert invited(holder, **fields).status_code == 409
    assert [one.role for one in world.house.admission.every("camille")] == [Role.HOLDER]


def test_a_name_has_one_seat(world):
    holder = world.holder()
    assert invited(holder).status_code == 200
    again = invited(holder, role="observer")
    assert again.status_code == 409
    assert "a déjà une place" in again.text


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.OBSERVER, Role.MODERATOR])
def test_who_was_invited_cannot_invite_grant_or_revoke_by_forging_a_form(world, role):
    world.holder()
    guest, other = world.guest("Dominique", role, also=frozenset({Grant.EXPORT})), world.seat("Sacha")
    page = guest.get("/people").text
    assert "Inviter quelqu’un" not in page
    assert "Sacha" not in page.partition('aria-labelledby="you"')[2]
    before = world.entries()
    assert invited(guest, name="Intrus").status_code == 403
    for act in ("link", "grants", "rest", "revoke"):
        assert guest.post(f"/people/{other.id}/{act}", "/people", until="tomorrow", also="trail").status_code == 403
    assert world.entries() == before
    assert len(world.house.admission.every("camille")) == 3


def test_each_sees_in_a_sentence_what_they_may_and_that_the_vault_is_nobodys(world):
    world.holder()
    observer = world.guest("Sacha", Role.OBSERVER).get("/people").text
    assert "Voit des nombres seulement" in observer
    assert "Personne ne voit jamais le coffre" in observer
    granted = world.guest("Dominique", also=frozenset({Grant.DIRECTS})).get("/people").text
    assert "lire les messages privés" in granted


def test_grants_are_changed_and_hold_at_once(world):
    holder, guest = world.holder(), world.guest("Dominique")
    seat = named(world, "Dominique")
    assert "Proposer un export" not in guest.get("/people").text
    holder.post(f"/people/{seat.id}/grants", "/people", also=["export"])
    assert named(world, "Dominique").also == {Grant.EXPORT}
    assert "Proposer un export" in guest.get("/people").text
    holder.post(f"/people/{seat.id}/grants", "/people")
    assert named(world, "Dominique").also == frozenset()
    assert holder.post(f"/people/{seat.id}/grants", "/people", also=["people"]).status_code == 409
    assert len(told(world, "seat:granted")) == 2


def test_somebody_whom_i_revoke_is_out_at_once_with_every_session_and_link(world):
    holder, guest = world.holder(), world.guest("Dominique")
    seat = named(world, "Dominique")
    unused = world.house.admission.link(seat, world.now)
    assert holder.post(f"/people/{seat.id}/revoke", "/people").headers["location"] == "/people?said=revoked"
    assert guest.get("/people").status_code == 303
    assert world.browser().raw(f"/enter/{unused}", {}).status_code == 404
    assert "Dominique" not in holder.get("/people").text
    assert holder.post(f"/people/{seat.id}/revoke", "/people").status_code == 404


def test_my_own_seat_is_not_revoked_by_a_slip(world):
    holder = world.holder()
    assert holder.post(f"/people/{named(world, 'camille').id}/revoke", "/people").status_code == 409
    assert holder.get("/people").status_code == 200


def test_another_link_leads_to_the_same_seat(world):
    holder = world.holder()
    world.seat("Dominique")
    (token,) = LINK.findall(holder.post(f"/people/{named(world, 'Dominique').id}/link", "/people").text)
    assert "délégué·e" in world.browser().enter(token).get("/people").text


def test_sessions_are_listed_and_any_of_mine_can_be_closed(world):
    here, there = world.holder(), world.holder()
    page = here.get("/people").text
    ours = re.findall(r'name="session" value="(\w{64})"', page)
    assert len(ours) == 2
    assert page.count("celle-ci") == 1
    other = next(
        one
        for one in ours
        if world.house.admission.seated(there.client.cookies["rempart"], world.now).session.id == one
    )
    assert here.post("/people/session", "/people", session=other).headers["location"] == "/people?said=closed"
    assert there.get("/people").status_code == 303
    assert here.get("/people").status_code == 200


def test_nobody_closes_a_session_of_somebody_above_them(world):
    holder, guest = world.holder(), world.guest("Dominique")
    theirs = {
        one: world.house.admission.seated(one.client.cookies["rempart"], world.now).session.id
        for one in (holder, guest)
    }
    assert theirs[holder] not in guest.get("/people").text
    assert guest.post("/people/session", "/people", session=theirs[holder]).status_code == 404
    assert holder.get("/people").status_code == 200
    assert holder.post("/people/session", "/people", session=theirs[guest]).status_code == 303
    assert guest.get("/people").status_code == 303


def test_who_cannot_today_hands_on_until_tomorrow_morning_and_comes_back(world):
    holder, guest = world.holder(), world.guest("Dominique")
    world.guest("Sacha")
    assert "Dominique regarde maintenant" in holder.get("/people").text
    assert guest.post("/people/rest", "/people", until="tomorrow").status_code == 303
    until = named(world, "Dominique").resting_until.astimezone(ZoneInfo("Europe/Paris"))
    today = world.now.astimezone(ZoneInfo("Europe/Paris")).date()
    assert (until.date() - today, until.hour) == (timedelta(days=1), 8)
    assert "Sacha regarde maintenant" in holder.get("/people").text
    guest.post("/people/rest", "/people", until="back")
    assert named(world, "Dominique").resting_until is None
    assert "Dominique regarde maintenant" in holder.get("/people").text
    assert [entry.event for entry in world.chain()][-2:] == ["seat:resting", "seat:back"]


@pytest.mark.parametrize("day", ["", "2001-01-01", "9999-12-31", "x", "0000-00-00"])
def test_a_rest_ends_on_a_day_to_come(world, day):
    guest = world.guest("Dominique")
    assert guest.post("/people/rest", "/people", until="day", day=day).status_code == 409
    assert named(world, "Dominique").resting_until is None


def test_i_let_somebody_rest_who_would_not_ask(world):
    holder = world.holder()
    world.seat("Dominique")
    seat, day = named(world, "Dominique"), (world.now + timedelta(days=5)).date()
    holder.post(f"/people/{seat.id}/rest", "/people", until="day", day=day.isoformat())
    assert named(world, "Dominique").resting_until.astimezone(ZoneInfo("Europe/Paris")).date() == day
    assert "Se repose jusqu’au" in holder.get("/people").text


def test_who_read_a_lot_is_told_gently_and_so_am_i(world):
    holder, guest = world.holder(), world.guest("Dominique")
    seat, day = named(world, "Dominique"), (world.now - datetime(1970, 1, 1, tzinfo=UTC)).days
    with world.store.writing() as connection:
        seats.glanced(connection, seat.id, day, MUCH_TODAY - 1)
        seats.glanced(connection, seat.id, day - 6, 3)
        seats.glanced(connection, seat.id, day - 7, 500)
    assert f"Lu aujourd’hui\xa0: {MUCH_TODAY - 1} · en sept jours\xa0: {MUCH_TODAY + 2}" in guest.get("/people").text
    assert "C’est beaucoup" not in guest.get("/people").text
    with world.store.writing() as connection:
        seats.glanced(connection, seat.id, day)
    assert "C’est beaucoup" in guest.get("/people").text
    assert "C’est beaucoup" in holder.get("/people").text
