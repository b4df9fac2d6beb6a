"""The desk of a community: what is open is seen at a glance, nothing is shown unasked, and nobody does a thing twice."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bot.config import Community, Person
from bot.evidence.chain import verify
from bot.evidence.coverage import Interval
from bot.model.delivery import Status
from bot.model.docket import Standing
from bot.model.measure import SuspendDomain
from bot.model.mention import Via
from bot.model.reason import Severity
from bot.model.seat import GIVEN, Grant, Role
from bot.moderating.asking import Asking, of_server
from bot.outbox.stated import LETTER
from bot.shield.live import shields
from bot.store import coverage, dockets, outbox, read, shares
from bot.store.coverage import Place
from bot.web.desking import place, subject
from bot.web.rooms import PAGES
from bot.web.spoken import spoken
from tests.community.making import FAR, OUEST, filed, member, stranger
from tests.web import ouest
from tests.web.conftest import CSRF
from tests.web.ouest import HUGO, moderator, reported
from tests.web.test_door import address

HERE = f"/desk/{place(HUGO)}"


@pytest.fixture
def ouest_world(world):
    return ouest.found(world)


def chain(world):
    with world.store.reading() as connection:
        return list(read.chain(connection, OUEST))


def events(world):
    return [entry.event for entry in chain(world)]


def standing(world):
    with world.store.reading() as connection:
        return dockets.docket(connection, OUEST, HUGO).standing


def ordered(world):
    with world.store.reading() as connection:
        return [(one.does, one.status) for one in outbox.on_subject(connection, OUEST, HUGO)]


def test_the_first_page_says_how_much_of_the_server_was_seen(ouest_world):
    place = Place(person=OUEST, account=f"desk:{OUEST}", source=f"desk:{OUEST}:reports")
    seen = Interval(since=ouest_world.now - timedelta(hours=3), until=ouest_world.now, by=Via.POLL)
    with ouest_world.store.writing() as connection:
        coverage.keep(connection, place, seen, None)
    assert "votre serveur" in holder(ouest_world).get("/").text


def test_every_page_answers_who_has_a_seat_of_a_community_by_its_grants_and_none_breaks(ouest_world):
    for role in (Role.HOLDER, Role.MODERATOR, Role.DELEGATE, Role.OBSERVER):
        guest = moderator(ouest_world, role.value, role) if role is not Role.HOLDER else holder(ouest_world)
        token = CSRF.search(guest.get("/").text)[1]
        for page in PAGES:
            for needs, answer in asked(guest, page, token):
                assert answer.status_code < 500, (role, page.path)
                assert (answer.status_code == 403) is (needs not in GIVEN[role]), (role, page.path)
                if page.whose is Person and needs in GIVEN[role]:
                    assert answer.status_code == 404, page.path


def asked(guest, page, token):
    if page.look:
        yield page.needs, guest.get(address(page))
    if page.act and page.path not in {"/leave", "/language"}:
        yield page.acting or page.needs, guest.raw(address(page), {"csrf": token})


def holder(world):
    seat = world.house.admission.holder(OUEST, "test", world.now)
    return world.browser().enter(world.house.admission.link(seat, world.now))


def test_the_pages_of_a_community_are_nobodys_elses(world):
    camille, pages = world.holder(), [page for page in PAGES if page.whose is Community]
    assert {page.path for page in pages} >= {"/board", "/desk", "/desk/{place}", "/waves", "/periods", "/statements"}
    for page in pages:
        assert camille.get(address(page)).status_code == 404, page.path
    menu = camille.get("/").text
    assert 'href="/rules"' in menu
    assert 'href="/desk"' not in menu


def test_what_my_menu_offers_is_there(ouest_world):
    guest = moderator(ouest_world)
    menu = re.findall(r'<li><a href="(/\w*)"', guest.get("/board").text.partition("</nav>")[0])
    assert {"/board", "/desk"} < set(menu)
    assert "/rules" not in menu
    assert [guest.get(path).status_code for path in menu] == [200] * len(menu)


def test_an_observer_sees_numbers_and_nobody(ouest_world):
    reported(ouest_world)
    ouest.crowd(ouest_world)
    observer, at_desk = moderator(ouest_world, "Sacha", Role.OBSERVER), moderator(ouest_world)
    board = observer.get("/board").text
    assert ">60<" in re.sub(r"\s|<svg.*?</svg>", "", board)
    assert re.search(r"mastodon [0-9a-f]{8}", at_desk.get("/board").text)
    for path in ("/board", "/waves", "/periods"):
        text = observer.get(path).text
        assert not re.search(r"mastodon [0-9a-f]{8}|ouest.test/|/desk/", text), path
    assert observer.post("/board").status_code == 403
    assert observer.get("/desk").status_code == 403
    assert observer.get(HERE).status_code == 403


def test_names_of_who_is_targeted_are_shown_to_who_asks_and_the_trail_says_so(ouest_world):
    ouest.crowd(ouest_world)
    guest = moderator(ouest_world)
    assert member("lea").key not in guest.get("/board").text
    before = len(chain(ouest_world))
    assert member("lea").key in guest.post("/board", page="/board").text
    assert events(ouest_world)[before:] == ["account:viewed"] * 3
    assert not list(verify(chain(ouest_world)))


def test_a_wave_says_against_whom_it_goes(ouest_world):
    ouest.crowd(ouest_world)
    heads = re.findall(r"<h2>([\w ]+\w)", moderator(ouest_world).get("/waves").text)
    assert heads == ["signalements", "contre un membre", "contre la communauté"]


def test_the_desk_shows_the_worst_first_and_no_page_twice(ouest_world):
    filed(ouest_world.store, 110)
    reported(ouest_world)
    guest, path, seen = moderator(ouest_world), "/desk", []
    while path:
        text = guest.get(path).text
        seen += re.findall(r'id="m-([\w-]+)"', text)
        onward = re.search(r'rel="next" href="([^"]+)"', text)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert seen[0] == place(HUGO)
    assert len(seen) == len(set(seen)) == 111
    for bad in ("x", "9" * 19 + ".x", f"{2**80}.{seen[0]}", "-1." + seen[0]):
        assert guest.get(f"/desk?after={bad}").status_code == 200
    assert guest.get("/desk?standing=nonsense").status_code == 200


def test_what_is_suggested_is_said_with_its_reason_and_how_many_reported(ouest_world):
    reported(ouest_world)
    text = moderator(ouest_world).get("/desk").text
    for said in ("3 personnes l’ont signalé", "2 membres visés", "limitation du compte", "menace"):
        assert said in text


def test_what_a_report_says_is_veiled_until_asked_for_and_the_trail_says_who_did(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world)
    veiled = guest.get(HERE).text
    assert "Il me suit partout" not in veiled
    assert "hugo" not in veiled
    assert "1 message non public" in veiled
    before = len(chain(ouest_world))
    shown = guest.post(HERE, page=HERE, do="read", of="1").text
    assert shown.count("Il me suit partout") == 1
    assert events(ouest_world)[before:] == ["evidence:viewed"]
    assert "Alix" in str(chain(ouest_world)[-1].payload)
    assert guest.post(HERE, page=HERE, do="read", of="999").status_code == 409


def test_what_they_wrote_is_veiled_until_asked_for_and_each_look_stands_in_the_trail(ouest_world):
    ouest.wrote(ouest_world, "Espèce de pourriture", "Toujours là, pourriture ?")
    reported(ouest_world)
    guest = moderator(ouest_world)
    for path in ("/desk", HERE, f"{HERE}/measure", "/board"):
        text = guest.get(path).text
        assert "pourriture" not in text, path
        assert "hugo" not in text, path
    keys = re.findall(r'name="of" value="([\w-]{20}\.\d)"', guest.get(HERE).text)
    assert len(keys) == 2
    before = len(chain(ouest_world))
    shown = guest.post(HERE, page=HERE, do="show", of=keys[0]).text
    assert shown.count("Toujours là, pourriture") == 1
    assert "Espèce" not in shown
    assert re.search(r'<div class="words"[^>]*>\s*<p><b><bdi>', shown)
    assert events(ouest_world)[before:] == ["evidence:viewed"]
    assert guest.post(HERE, page=HERE, do="show", of="0" * 20 + ".1").status_code == 409
    delegate = moderator(ouest_world, "Sacha", Role.DELEGATE)
    assert delegate.post(HERE, do="show", of=keys[0]).status_code == 403
    assert not list(verify(chain(ouest_world)))


def test_the_desk_shares_nothing_with_anybody_only_who_it_was_written_to_does(ouest_world):
    ouest.wrote(ouest_world, "Espèce de pourriture")
    me = holder(ouest_world)
    key = re.search(r'name="of" value="([\w-]{20}\.\d)"', me.get(HERE).text)[1]
    shown = me.get(f"/review/{key}")
    assert shown.status_code == 200
    assert "/share" not in shown.text
    before = len(chain(ouest_world))
    for do in ("share", "withdraw"):
        assert me.post(f"/review/{key}/share", HERE, community=OUEST, do=do).status_code == 404
    assert len(chain(ouest_world)) == before
    with ouest_world.store.reading() as connection:
        assert shares.shown(connection, OUEST, 10) == []


def test_who_it_is_is_shown_to_who_asks(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world)
    text = guest.post(HERE, page=HERE, do="names").text
    assert HUGO in text
    assert events(ouest_world)[-4:] == ["account:viewed"] * 4


def test_the_server_of_who_wrote_is_filled_in_for_who_asks(ouest_world):
    ouest.wrote(ouest_world, "Espèce de pourriture")
    reported(ouest_world)
    guest = moderator(ouest_world)
    assert FAR not in guest.get(HERE).text
    text = guest.post("/desk/domain", page=HERE, do="of", of=place(HUGO)).text
    assert re.search(rf'<input id="name"[^>]* value="{FAR}"', text)
    assert events(ouest_world)[-1] == "account:viewed"


def test_two_moderators_never_do_the_same_work(ouest_world):
    reported(ouest_world)
    alix, noa = moderator(ouest_world), moderator(ouest_world, "Noa")
    assert alix.post(HERE, page="/desk", do="take").headers["location"].startswith("/desk?standing=open&said=desk_take")
    assert standing(ouest_world) is Standing.TAKEN
    assert noa.post(HERE, page="/desk", do="take").status_code == 409
    assert "Alix s’en occupe" in noa.get("/desk?standing=taken").text
    alix.post(HERE, page="/desk", do="undo")
    assert standing(ouest_world) is Standing.OPEN


def test_what_is_settled_too_soon_is_put_back_and_its_reports_wait_again(ouest_world):
    reported(ouest_world)
    alix = moderator(ouest_world)
    answer = alix.post(HERE, page="/desk", do="settle")
    assert standing(ouest_world) is Standing.SETTLED
    assert ordered(ouest_world) == [("resolve", Status.PLANNED)]
    assert 'data-key="u"' in alix.get(answer.headers["location"]).text
    assert alix.post(HERE, page="/desk", do="settle").status_code == 409
    alix.post(HERE, page="/desk", do="undo")
    assert standing(ouest_world) is Standing.OPEN
    assert ordered(ouest_world) == [("resolve", Status.CANCELLED)]
    assert "docket:reopened" in events(ouest_world)


def test_every_key_presses_what_is_there_without_a_script(ouest_world):
    reported(ouest_world)
    text = moderator(ouest_world).get(HERE).text
    assert set(re.findall(r'data-key="(\w)"', text)) == {"t", "s", "l"}
    assert re.search(r'<button name="do" value="take"[^>]*data-key="t"', text)
    assert re.search(r'<a class="button" href="/desk/[\w-]+/measure" data-key="l"', text)


def test_a_measure_says_what_it_does_and_what_does_not_come_back_before_it_is_ordered(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    text = guest.get(f"{HERE}/measure?what=suspend").text
    for said in ("Les 3 signalements ouverts sont clos", "d’abord mis en sûreté", "trente jours", "se décide à deux"):
        assert said in text
    assert ordered(ouest_world) == []
    assert "label" not in re.findall(r"what=(\w+)", text)


def test_the_mild_one_is_done_and_the_grave_one_waits_for_another(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    path = f"{HERE}/measure"
    assert guest.post(path, page=path, what="limit", do="order", **{"for": "7d"}).status_code == 303
    assert ordered(ouest_world) == [("limit", Status.PLANNED)]
    assert "measure_proposed" in guest.post(path, page=path, what="suspend", do="order").headers["location"]
    assert sorted(ordered(ouest_world)) == [("limit", Status.PLANNED), ("suspend", Status.HELD)]
    assert "suspension du compte" in guest.get("/people").text
    plain = moderator(ouest_world, "Noa")
    assert plain.post(path, page=path, what="suspend", do="order").status_code == 409
    assert plain.post(path, page=path, what="takedown", do="order").status_code == 409


def test_what_two_agreed_on_is_done_and_by_nobody_alone(ouest_world):
    reported(ouest_world)
    alix, noa = (moderator(ouest_world, name, also=frozenset({Grant.MEASURE})) for name in ("Alix", "Noa"))
    alix.post(f"{HERE}/measure", page="/desk", what="suspend", do="order")
    waits = noa.get("/people").text
    (proposal,) = re.findall(r'name="proposal" value="(\w+)"', waits)[:1]
    (named,) = re.findall(rf'suspension du compte · <a href="{HERE}"><bdi>(.+?)</bdi></a>', waits)
    assert named in noa.get(HERE).text
    assert alix.post("/people/agree", page="/people", proposal=proposal).status_code in {403, 409}
    assert ordered(ouest_world) == [("suspend", Status.HELD)]
    assert noa.post("/people/agree", page="/people", proposal=proposal).status_code == 303
    ouest_world.house.errands.run()
    assert ordered(ouest_world) == [("suspend", Status.PLANNED)]


def test_who_decides_alone_writes_the_name_once_more(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    path = f"{HERE}/measure"
    assert guest.post(path, page=path, what="suspend", do="order", handle="somebody").status_code == 409
    assert ordered(ouest_world) == []
    answer = guest.post(path, page=path, what="suspend", do="order", handle=HUGO.partition(":")[2])
    assert "measure_ordered" in answer.headers["location"]
    assert ordered(ouest_world) == [("suspend", Status.PLANNED)]


def test_what_a_rule_would_do_and_is_held_is_agreed_to_where_its_account_is_looked_at(ouest_world):
    ouest.wrote(ouest_world, "Espèce de pourriture")
    reported(ouest_world)
    guest = moderator(ouest_world)
    ((what, status),) = ordered(ouest_world)
    assert (what, status) == ("limit", Status.HELD)
    twice = guest.post(f"{HERE}/measure", page="/desk", what="limit", do="order", **{"for": "30d"})
    assert twice.status_code == 409
    assert "attend déjà" in twice.text
    (held,) = set(re.findall(r'name="of" value="([0-9a-f]{24,})"', guest.get(HERE).text))
    assert guest.post(HERE, page=HERE, do="approve", of="0" * 24).status_code == 409
    assert guest.post(HERE, page=HERE, do="approve", of=held).status_code == 303
    assert ordered(ouest_world) == [("limit", Status.PLANNED)]


def test_a_server_that_is_to_be_cut_off_is_named_where_somebody_may_agree_to_it(ouest_world):
    noa = moderator(ouest_world, "Noa", also=frozenset({Grant.MEASURE}))
    seat = ouest.seat(ouest_world, "Alix", also=frozenset({Grant.MEASURE}))
    whose, now = shields(ouest_world.house.config, {})[OUEST], ouest_world.now
    docket = of_server(whose, "nord.test", now)
    Asking(ouest_world.store, whose, seat, now).order(docket, SuspendDomain(domain="nord.test"))
    assert (
        'rupture avec un serveur entier · <a href="/desk/domain#done"><bdi>nord.test</bdi></a>'
        in noa.get("/people").text
    )


def test_reasons_are_prepared_read_over_given_and_answered(ouest_world):
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    path = f"{HERE}/measure"
    assert guest.post(path, page=path, what="limit", do="draft", rule="", contact="").status_code == 409
    drafted = guest.post(path, page=path, what="limit", do="draft", rule="Règle 2", contact="equipe@ouest.test").text
    assert "Règle 2" in drafted
    assert "3 signalements" in drafted
    guest.post(path, page=path, what="limit", do="order", statement="Vos messages enfreignent la règle 2.")
    (one,) = re.findall(r'href="(/statements/[\w-]+)"', guest.get("/statements").text)
    assert "enfreignent la règle 2" in guest.get(one).text
    assert guest.post(one, page=one, do="kept").status_code == 409
    for do in ("sent", "appealed"):
        assert guest.post(one, page=one, do=do).status_code == 303
    assert one in guest.get("/desk/appeals").text
    assert guest.post(one, page=one, do="upheld").status_code == 303
    assert ordered(ouest_world) == [("limit", Status.CANCELLED)]
    assert one not in guest.get("/desk/appeals").text
    assert moderator(ouest_world, "Noa").get(one).status_code == 403


def test_what_a_rule_decided_can_be_given_its_reasons_once(ouest_world):
    ouest.wrote(ouest_world, "Espèce de pourriture")
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    assert "/reasons" not in guest.get(HERE).text  # it is held: nobody decided anything yet
    (held,) = set(re.findall(r'name="of" value="([0-9a-f]{24,})"', guest.get(HERE).text))
    guest.post(HERE, page=HERE, do="approve", of=held)
    (path,) = re.findall(rf'href="({HERE}/reasons\?of=[^"]+)"', guest.get(HERE).text)
    asked = {"page": path, "of": held}
    assert guest.post(path, do="draft", rule="", contact="", **asked).status_code == 409
    drafted = guest.post(path, do="draft", rule="Règle 2", contact="equipe@ouest.test", **asked).text
    assert "Règle 2" in drafted
    assert "par une personne" in drafted
    assert guest.post(path, do="give", statement=" ", **asked).status_code == 409
    assert guest.post(path, do="give", statement="Vos messages enfreignent la règle 2.", **asked).status_code == 303
    assert guest.get(path).status_code == 404
    (one,) = re.findall(r'href="(/statements/[\w-]+)"', guest.get("/statements").text)
    assert "enfreignent la règle 2" in guest.get(one).text


@pytest.mark.parametrize(("status", "said"), [(Status.REFUSED, "n’a pas pu"), (Status.UNCERTAIN, "On ne sait pas")])
def test_reasons_that_the_server_did_not_mail_are_said_to_wait_for_my_hand(ouest_world, status, said):
    reported(ouest_world)
    guest = moderator(ouest_world, also=frozenset({Grant.MEASURE}))
    guest.post(f"{HERE}/measure", page=f"{HERE}/measure", what="limit", do="order", statement="Pour cela.")
    (path,) = re.findall(r'href="(/statements/[\w-]+)"', guest.get("/statements").text)
    assert said not in guest.get(path).text
    with ouest_world.store.writing() as connection:
        (one,) = outbox.on_subject(connection, OUEST, HUGO)
        outbox.plan(connection, [replace(one, id=one.id + LETTER, status=status)])
    assert said in guest.get(path).text
    guest.post(path, page=path, do="sent")
    assert said not in guest.get(path).text


def test_a_period_is_counted_and_taken_out_by_who_may_see_numbers(ouest_world):
    observer = moderator(ouest_world, "Sacha", Role.OBSERVER)
    day = ouest_world.now.date()
    assert observer.get(f"/periods?since={day - timedelta(days=7)}&until={day}").status_code == 200
    for since, until in (("x", day), (day, day - timedelta(days=9)), ("0001-01-01", "9999-12-31")):
        assert observer.get(f"/periods?since={since}&until={until}").status_code == 409
    taken = observer.post("/periods", page="/periods", since=f"{day}", until=f"{day}", **{"as": "csv"})
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.text.startswith("community,since,until")
    assert events(ouest_world)[-1] == "period:exported"


def test_a_period_goes_from_day_to_day_by_the_clock_of_the_community(ouest_world):
    observer = moderator(ouest_world, "Sacha", Role.OBSERVER)
    asked = {"since": "2026-10-01", "until": "2026-10-25"}
    page = observer.get("/periods?since=2026-10-01&until=2026-10-25").text
    assert re.findall(r'name="(?:since|until)" value="([\d-]+)"', page) == [*asked.values()] * 2
    taken = observer.post("/periods", page="/periods", **asked, **{"as": "json"})
    assert "2026-10-01-2026-10-25.json" in taken.headers["content-disposition"]
    span = taken.json()  # in summer two hours ahead, and one as the last day ends: it has 25
    assert (span["since"], span["until"]) == ("2026-09-30T22:00:00Z", "2026-10-25T23:00:00Z")
    today = ouest_world.now.astimezone(ZoneInfo("Europe/Paris")).date().isoformat()
    assert f'name="until" value="{today}"' in observer.get("/periods").text


def test_no_address_of_a_page_is_taken_for_an_account_that_it_is_not():
    for key in (HUGO, "bluesky:did:plc:hugo", stranger("é").key.replace("é", "e")):
        assert subject(place(key)) == key
    for bad in ("", "0" * 16, "é", "a" * 5000, place("nobody"), place("mastodon:x\n")):
        assert subject(bad) == ""


def test_what_rules_hold_is_put_to_the_desk_and_nobody_is_told_of_a_mute_that_no_desk_has(ouest_world):
    guest = moderator(ouest_world, "Alix")
    ouest.wrote(ouest_world, "sale pourriture, crève")
    (key,) = set(re.findall(r"/review/([\w-]{20}\.1)", guest.get("/review?shelf=actions").text))
    for page in (guest.get("/review?shelf=actions").text, guest.get(f"/review/{key}").text):
        assert f"{HERE}/measure" in page
        assert 'value="mute"' not in page
        assert 'value="block"' not in page
    for do in ("mute", "block", "report", "conceal"):
        assert guest.post("/review", of=key, do=do).status_code == 409
    assert ordered(ouest_world) == [("limit", Status.HELD)]
    assert guest.post("/review", of=key, do="harmless").status_code == 303


def test_the_first_page_of_a_community_leads_to_its_desk_and_to_nothing_that_it_has_not(ouest_world):
    page = holder(ouest_world).get("/").text
    assert "rempart arm ouest" in page
    assert 'action="/rules"' not in page
    reported(ouest_world)
    assert '1</b> <a href="/desk">compte attend au bureau' in holder(ouest_world).get("/").text


def test_whoever_invites_a_colleague_reads_what_a_moderator_does_and_grants_nothing_that_a_desk_has_not(ouest_world):
    page = holder(ouest_world).get("/people").text
    assert page.index('value="moderator" checked') > 0
    assert "Travaille au bureau" in page
    assert 'value="directs"' not in page
    assert 'value="measure"' in page


def test_the_second_sees_what_is_asked_and_of_whom_before_she_agrees(ouest_world):
    reported(ouest_world)
    asks = moderator(ouest_world, "Alix", also=frozenset({Grant.MEASURE}))
    second = moderator(ouest_world, "Bachir", also=frozenset({Grant.MEASURE}))
    asks.post(f"{HERE}/measure", page=f"{HERE}/measure", what="suspend", do="order")
    assert "demande attend votre accord" in second.get("/").text
    assert "demande attend votre accord" not in asks.get("/").text
    page = second.get("/people").text
    assert f'suspension du compte · <a href="{HERE}">' in page
    assert "Demandé : suspension du compte." in second.get("/desk").text.replace("\u00a0", " ")


def test_the_reasons_say_how_long_it_lasts_as_it_was_chosen(ouest_world):
    reported(ouest_world)
    guest, path = moderator(ouest_world), f"{HERE}/measure"
    told = {"rule": "Règle 3", "contact": "moderation@ouest.test", "for": "7d", "what": "limit"}
    asked = ouest_world.now
    page = guest.post(path, page=path, do="draft", **told).text
    ends = (at + timedelta(days=7) for at in (asked, ouest_world.now))
    until = {spoken("fr").day(at.astimezone(ZoneInfo("Europe/Paris")).date()) for at in ends}
    assert [day for day in until if f"Jusqu’au {day}" in page]
    assert '<input type="hidden" name="for" value="7d">' in page
    guest.post(path, page=path, do="order", **told)
    assert "Sans terme" not in page


def test_a_report_in_which_no_rule_found_anything_waits_to_be_read_and_is_not_called_harmless(ouest_world):
    reported(ouest_world, severity=Severity.NONE, rule="", suggested="")
    page = moderator(ouest_world).get("/desk").text
    assert "à lire" in page
    assert "gravité nulle" not in page


def test_a_quiet_board_says_so_and_a_busy_one_how_much_the_highest_bar_is(ouest_world):
    guest = moderator(ouest_world)
    assert "Rien de nouveau depuis 48 heures." in guest.get("/board").text.replace("\u00a0", " ")
    reported(ouest_world)
    assert "au plus 1 en une heure" in guest.get("/board").text


def test_a_rule_is_called_in_the_language_of_who_looks(ouest_world):
    reported(ouest_world, rule="mots de menace")
    guest = moderator(ouest_world, language="en")
    assert "A rule found it: words of threat." in guest.get("/desk").text
    assert "words of threat" in guest.get(HERE).text


def test_the_board_counts_as_one_counts(ouest_world):
    reported(ouest_world)
    assert "1</b> <span>compte attend quelqu’un" in moderator(ouest_world).get("/board").text.replace("\u00a0", " ")


def test_what_was_settled_is_not_said_to_have_been_reported_by_nobody(ouest_world):
    reported(ouest_world, flags=0, standing=Standing.SETTLED)
    page = moderator(ouest_world).get("/desk?standing=settled").text
    assert "aucun signalement ouvert" in page
    assert "personne ne l" not in page


def test_who_is_refused_goes_back_to_where_she_was(ouest_world):
    reported(ouest_world)
    path = f"{HERE}/measure"
    refused = moderator(ouest_world).post(path, page=path, what="suspend", do="order")
    assert refused.status_code == 409
    assert f'href="{path}"' in refused.text
