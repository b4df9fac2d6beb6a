"""A wave lies on the desk: what I tick is taken or settled in one go, and nothing that a colleague is at already."""

import re

import pytest

from bot.evidence.chain import verify
from bot.model.delivery import Status
from bot.model.docket import Standing
from bot.model.seat import Grant, Role
from bot.store import dockets, outbox, read
from bot.web.desking import place
from tests.community.making import OUEST, filed, stranger
from tests.web import ouest
from tests.web.conftest import CSRF
from tests.web.ouest import moderator

KEYS = [stranger(f"h{number}").key for number in range(1, 61)]


@pytest.fixture
def desk(world):
    """Ouest's, on which sixty sign-ups lie."""
    ouest.found(world)
    filed(world.store, 60, rule="inscription")
    return world


def together(guest, do, keys, page="/desk", **more):
    """Tick these on a page that was looked at, and press the button."""
    token = CSRF.search(guest.get(page).text)[1]
    sent = {"csrf": token, "do": do, "standing": "open", **more, "of": [place(key) for key in keys]}
    return guest.raw("/desk", sent)


def standings(world, keys):
    with world.store.reading() as connection:
        found = dockets.joined(connection, OUEST, keys)
    return [found[key].docket.standing for key in keys]


def events(world):
    with world.store.reading() as connection:
        chain = list(read.chain(connection, OUEST))
    assert not list(verify(chain))
    return [entry.event for entry in chain]


def test_a_whole_page_is_settled_at_once_each_with_its_own_line_in_the_trail_and_its_reports(desk):
    guest = moderator(desk)
    page = guest.get("/desk").text
    ticks = re.findall(r'<input type="checkbox" form="several" name="of" value="([\w-]+)"', page)
    assert ticks == re.findall(r'id="m-([\w-]+)"', page)
    shown = [key for key in KEYS if place(key) in ticks]
    answer = together(guest, "settle", shown)
    assert set(standings(desk, shown)) == {Standing.SETTLED}
    assert set(standings(desk, sorted(set(KEYS) - set(shown)))) == {Standing.OPEN}
    assert events(desk).count("flag:settled") == 50
    with desk.store.reading() as connection:
        for key in shown:
            assert [(one.does, one.status) for one in outbox.on_subject(connection, OUEST, key)] == [
                ("resolve", Status.PLANNED)
            ]
    assert "50 sont réglés\u202f; chacun se rouvre" in guest.get(answer.headers["location"]).text


def test_what_a_colleague_took_meanwhile_is_left_to_her_and_counted(desk):
    alix, noa = moderator(desk), moderator(desk, "Noa")
    together(noa, "take", KEYS[:2])
    assert standings(desk, KEYS[:3]) == [Standing.TAKEN, Standing.TAKEN, Standing.OPEN]
    for do, said in (("take", "1 est à vous"), ("settle", "1 est réglé")):
        answer = together(alix, do, [*KEYS[:2], KEYS[2 if do == "take" else 3]])
        page = alix.get(answer.headers["location"]).text
        assert said in page
        assert "2 n’ont pas changé\u00a0: quelqu’un a sans doute été plus rapide." in page
    assert standings(desk, KEYS[:4]) == [Standing.TAKEN, Standing.TAKEN, Standing.TAKEN, Standing.SETTLED]
    mine = alix.get("/desk?standing=taken").text
    assert re.findall(r'form="several" name="of" value="([\w-]+)"', mine) == [place(KEYS[2])]
    together(alix, "settle", KEYS[:3], standing="taken")
    assert standings(desk, KEYS[:3]) == [Standing.TAKEN, Standing.TAKEN, Standing.SETTLED]
    together(alix, "settle", KEYS[2:4])
    assert events(desk).count("flag:settled") == 2


def test_each_of_them_is_taken_back_by_itself(desk):
    guest = moderator(desk)
    together(guest, "settle", KEYS[:3])
    page = guest.get("/desk?standing=settled").text
    assert page.count('value="reopen"') == 3
    assert 'form="several"' not in page
    guest.post(f"/desk/{place(KEYS[1])}", page="/desk?standing=settled", do="reopen")
    assert standings(desk, KEYS[:3]) == [Standing.SETTLED, Standing.OPEN, Standing.SETTLED]


def test_i_come_back_to_the_part_of_the_desk_where_i_was(desk):
    guest = moderator(desk)
    answer = together(guest, "take", KEYS[:1], rule="inscription")
    assert answer.headers["location"].startswith("/desk?standing=open&rule=inscription&said=desk_several")
    nothing = together(guest, "take", [], rule="inscription").headers["location"]
    assert "Rien n’était coché." in guest.get(nothing).text
    for odd in ("done=999999999999", "done=x&left=-1", "done=%3Cb%3E", "left="):
        page = guest.get(f"/desk?did=take&{odd}").text
        assert "9999" not in page
        assert "<b>\u202f" not in page


def test_nothing_grave_is_done_to_several_nor_more_than_a_page_nor_by_who_only_looks(desk):
    guest = moderator(desk, also=frozenset({Grant.MEASURE}))
    page = guest.get("/desk").text
    assert set(re.findall(r'form="several" name="do" value="(\w+)"', page)) == {"take", "settle"}
    for do in ("suspend", "limit", "reopen", "approve", ""):
        assert together(guest, do, KEYS[:2]).status_code == 409
    assert together(guest, "settle", KEYS[:51]).status_code == 409
    delegate = moderator(desk, "Sacha", Role.OBSERVER)
    assert together(delegate, "settle", KEYS[:2], page="/board").status_code == 403
    assert guest.raw("/desk", {"do": "settle", "of": [place(KEYS[0])]}).status_code == 403
    assert set(standings(desk, KEYS)) == {Standing.OPEN}


def test_what_is_ticked_is_named_for_who_does_not_see_it(desk):
    page = moderator(desk).get("/desk").text
    assert re.search(r'name="of"[^>]*><span class="unseen">Cocher mastodon [0-9a-f]{8}</span></label>', page)
    assert re.search(r'<form method="post" action="/desk" id="several"[^>]* aria-label="Plusieurs à la fois"', page)
    assert re.search(r"<label data-all hidden>", page)
