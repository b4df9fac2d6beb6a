"""A wave fills the desk: I look at what one rule found, page after page, and nothing else."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from bot.model.docket import Standing
from bot.model.raid import Raid
from bot.model.seat import Role
from bot.signals.visits import digest
from bot.store import boards, crowds, dockets, raids
from bot.web.desking import place
from tests.community.making import OUEST, docket, filed, stranger
from tests.web import ouest
from tests.web.conftest import CSRF
from tests.web.ouest import moderator

BARE = "inscription publicitaire"


@pytest.fixture
def desk(world):
    """Ouest's, with the rules for sign-ups, on which sixty sign-ups lie that one rule found, among forty others."""
    ouest.found(world)
    filed(world.store, 60, rule="inscription")
    with world.store.writing() as connection:
        others = [docket(number, rule="insulte" if number % 2 else "") for number in range(101, 141)]
        dockets.join(connection, [dockets.Joined(one) for one in others])
    return world


def shown(page):
    return re.findall(r'id="m-([\w-]+)"', page)


def onward(page):
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_i_see_what_one_rule_found_on_every_page_and_nothing_else(desk):
    guest, path, seen = moderator(desk), "/desk?rule=inscription", []
    while path:
        page = guest.get(path).text
        assert '<option value="inscription" selected>' in page
        assert "<b>60</b>" in page
        seen += shown(page)
        path = onward(page)
    assert len(seen) == 60
    assert set(seen) == {place(stranger(f"h{number}").key) for number in range(1, 61)}
    assert len(shown(guest.get("/desk?standing=open").text)) == 50


def test_only_rules_that_found_what_stands_so_are_offered(desk):
    guest = moderator(desk)
    offered = re.findall(r'<option value="([^"]+)"', guest.get("/desk").text)
    assert offered == ["inscription", "insulte"]
    assert "<option" not in guest.get("/desk?standing=settled").text


def test_the_filter_stays_when_i_take_one_and_when_i_look_at_what_is_settled(desk):
    guest = moderator(desk)
    page = guest.get("/desk?rule=inscription").text
    assert "/desk?standing=settled&amp;rule=inscription" in page
    first, *_ = shown(page)
    token = CSRF.search(page)[1]
    (form,) = re.findall(rf'action="/desk/{first}" class="deeds">(.*?)<button', page, re.DOTALL)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"csrf": token, "do": "take"}
    answer = guest.raw(f"/desk/{first}", sent)
    assert "standing=open&rule=inscription&said=desk_take" in answer.headers["location"]


def test_where_nothing_is_left_of_a_rule_the_page_says_so_and_lets_me_take_the_filter_off(desk):
    guest = moderator(desk)
    page = guest.get("/desk?rule=partie").text
    assert "«\u00a0partie\u00a0»" in page
    assert 'href="/desk?standing=open"' in page
    assert "souffler" not in page
    for odd in ("é" * 500, "<script>", "'"):
        assert guest.get("/desk?" + urlencode({"rule": odd})).status_code == 200
    assert "<script>" not in guest.get("/desk?rule=<script>").text.partition("<main")[2]


def test_what_a_rule_found_is_read_from_an_index_however_much_lies_there(desk):
    with desk.store.reading() as connection:
        assert boards.rules(connection, OUEST, Standing.OPEN) == ["inscription", "insulte"]
        if connection.dialect.name != "sqlite":
            return
        here = "FROM docket WHERE person = 'a' AND standing = 'b' AND rule"
        for asked in (
            f"SELECT * {here} = 'c' AND (rank, subject) < (5, 'd') ORDER BY rank DESC, subject DESC LIMIT 51",
            f"SELECT count(*) FROM (SELECT subject {here} = 'c' LIMIT 9)",
            f"SELECT min(rule) {here} > 'c'",
        ):
            plan = str(connection.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all())
            assert "ix_docket_rule" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_a_wave_leads_to_what_of_it_lies_on_the_desk(desk):
    hugo = ouest.reported(desk).subject
    with desk.store.writing() as connection:
        for name, root in ((f"{OUEST}/sign-ups", None), (f"{OUEST}/flags", hugo), (OUEST, None)):
            raids.put(connection, [wave(desk, name, root)])
        crowds.name(connection, f"{OUEST}/flags", {digest(hugo): hugo}, desk.now)
        dockets.join(connection, [dockets.Joined(docket(number, rule=BARE)) for number in range(201, 206)])
    guest, observer = moderator(desk), moderator(desk, "Sacha", Role.OBSERVER)
    for path in ("/board", "/waves"):
        page = guest.get(path).text
        assert set(re.findall(r'class="leads">.*?href="([^"]+)"', page)) == {
            "/desk?standing=open&amp;rule=inscription+publicitaire",
            f"/desk/{place(hugo)}",
        }
        assert "leads" not in observer.get(path).text
    assert len(shown(guest.get(f"/desk?rule={BARE}").text)) == 5


def wave(world, name, root):
    since, until = world.now - timedelta(hours=2), world.now - timedelta(hours=1)
    counted = {"authors": 60, "hostile": 60, "supporters": 0, "mentions": 60}
    return Raid(person=name, number=1, since=since, until=until, rest=3600, root=root, **counted)
