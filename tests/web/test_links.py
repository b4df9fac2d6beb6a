"""Whether two accounts are one person's is asked of me, without their names; what I say is kept, and can be taken back."""

import re

from bot.audit import audit
from bot.model.link import Status
from bot.model.seat import Role
from bot.store import links
from bot.store.links import Link
from tests.commands.scene import AUTHORS
from tests.web.casefolder import BACK, HE, called, events, of, suggested, written

LINK = re.compile(r'<h2><a href="(/links/[0-9a-f-]+)"')


def path(browser):
    return LINK.search(browser.get("/links").text)[1]


def status(world):
    with world.store.reading() as connection:
        return [one.status for one in links.every(connection, "camille")]


def test_each_says_how_probable_it_is_and_what_speaks_for_it_without_a_name(world):
    suggested(world)
    holder = world.holder()
    for text in (holder.get("/links").text, holder.get(path(holder)).text):
        assert "Très probable" in text
        assert "93\u00a0%" in text
        assert "même avatar" in text
        assert "premier contact 40 min après le masquage" in text
        assert called(world, HE) in text
        assert [name for name in AUTHORS if name in text] == []


def test_what_is_hardly_probable_is_not_asked(world):
    suggested(world, score=0.4)
    holder = world.holder()
    assert "Aucun lien n’attend" in holder.get("/links").text
    assert ["/links" in holder.get(path).text for path in ("/", "/review")] == [False, False]  # nor counted


def test_a_yes_is_asked_once_more_joins_the_cases_and_the_chain_says_who(world):
    suggested(world)
    guest = world.guest("Dominique")
    text = guest.get(path(guest)).text
    assert text.index("Confirmer…") < text.index("En êtes-vous sûr·e") < text.index('value="confirm"')
    answer = guest.post(path(guest), answer="confirm", status="suggested")
    assert answer.headers["location"] == "/links?said=link_confirmed"
    assert "leurs cas n’en font plus qu’un" in guest.get("/links?said=link_confirmed").text
    assert ("link:confirmed", "Dominique") in events(world)
    first, second = of(world, HE, BACK)
    assert first == second
    assert all(one.valid for one in audit(world.store))


def test_a_no_is_remembered_and_can_be_said_otherwise(world):
    suggested(world)
    holder = world.holder()
    where = path(holder)
    assert holder.post(where, answer="reject", status="suggested").headers["location"] == "/links?said=link_rejected"
    text = holder.get("/links").text
    assert ("Aucun lien n’attend" in text, "Deux personnes, a dit camille" in text) == (True, True)
    assert status(world) == [Status.REJECTED]
    assert holder.post(where, answer="confirm", status="rejected").status_code == 303
    assert status(world) == [Status.CONFIRMED]


def test_a_yes_can_be_taken_back_and_it_is_said_what_stays(world):
    suggested(world)
    holder = world.holder()
    where = path(holder)
    holder.post(where, answer="confirm", status="suggested")
    assert "Ce qui ne se défait pas" in holder.get(where).text
    assert holder.post(where, answer="reject", status="confirmed").headers["location"] == "/links?said=link_parted"
    first, second = of(world, HE, BACK)
    assert first != second
    assert "case:parted" in dict(events(world))


def test_what_somebody_answered_meanwhile_is_not_written_over(world):
    suggested(world)
    holder, guest = world.holder(), world.guest("Dominique")
    where = path(holder)
    guest.post(where, answer="reject", status="suggested")
    for said in ({"answer": "confirm", "status": "suggested"}, {"answer": "maybe", "status": "rejected"}):
        assert holder.post(where, **said).status_code == 409
    assert status(world) == [Status.REJECTED]


def test_names_are_shown_to_who_asks_and_it_stands_in_the_trail(world):
    suggested(world)
    guest = world.guest("Dominique")
    where, before = path(guest), world.entries()
    shown = guest.post(f"{where}/names").text
    assert ("<bdi>suiveur.test</bdi>" in shown, "<bdi>rancunier.test</bdi>" in shown) == (True, True)
    assert events(world)[before:] == [("account:viewed", "Dominique")] * 2


def test_who_only_counts_sees_no_link_and_answers_none(world):
    link = suggested(world)
    where = path(world.holder())
    observer = world.guest("Sacha", Role.OBSERVER)
    assert observer.get(where).status_code == 403
    assert observer.post(where, answer="confirm", status="suggested").status_code == 403
    assert status(world) == [link.status]


def test_a_link_of_somebody_else_is_not_there(world):
    link = suggested(world)
    where = path(world.holder())
    with world.store.writing() as connection:
        links.forget(connection, "camille", [BACK])
        links.keep_links(connection, [Link(person="dominique", account=BACK, other=HE, score=0.9, at=link.at)])
    assert world.holder().get(where).status_code == 404


def test_hundreds_of_suggestions_page_by_page_each_once(world):
    link = suggested(world)
    some = [
        Link(person="camille", account=f"{BACK}{n}", other=HE, score=round(0.7 + n % 7 / 100, 2), at=link.at)
        for n in range(50)
    ]
    with world.store.writing() as connection:
        links.keep_links(connection, some)
    holder, seen, where = world.holder(), [], "/links"
    while where:
        text = holder.get(where).text
        seen += LINK.findall(text)
        where = text.partition('rel="next" href="')[2].partition('"')[0]
    assert (len(seen), len(set(seen))) == (51, 51)


def test_its_case_leads_to_it(world):
    suggested(world)
    case, holder = written(world), world.holder()
    assert path(holder) in holder.get(f"/cases/{case}").text
    assert "<b>1</b>" in holder.get("/cases").text
