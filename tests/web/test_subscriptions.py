"""Lists of others in my pages: I see what a version would do before it does it, and nothing else decides."""

import pytest

from bot.blocklists.subscription import Outcome, Taking, Terms
from bot.model.seat import Grant, Role
from bot.store import lists, relations, subscriptions
from bot.subscribing.fetching import Got
from bot.subscribing.keeping import Keeping, latest_of
from bot.subscribing.subscribing import Subscribing
from bot.subscribing.web import document
from tests.web.test_working import plainly

CHOICE = {"apply": "mute", "taking": "itself", "least": "low"}
HERE = "/subscriptions/ouest"


def rows(count, *more):
    return "\n".join(["domain,severity", *(f"h{number}.test,suspend" for number in range(count)), *more, ""])


@pytest.fixture
def list_(world):
    """A list that Camille follows, of which nothing came yet."""
    terms = Terms(taking=Taking.ITSELF)
    return Subscribing(world.store, "camille").subscribe("https://un.test/l.csv", "ouest", terms, "camille", world.now)


def comes(world, text):
    whose = Subscribing(world.store, "camille").called("ouest")
    return Keeping(world.store).offer(whose, document(Got(text.encode(), "", "", ""), "", world.now), world.now)


def latest(world, list_):
    with world.store.reading() as connection:
        return latest_of(connection, list_.id)


def holds(world, list_):
    with world.store.reading() as connection:
        return lists.count(connection, list_.id)


def test_i_follow_a_list_and_it_waits_for_the_shield_to_read_it(world):
    holder = world.holder()
    answer = holder.post(
        "/subscriptions", page="/subscriptions", source="https://un.test/l.csv", slug="ouest", **CHOICE
    )
    assert answer.headers["location"] == f"{HERE}?said=list_followed"
    assert "Pas encore lue" in plainly(holder.get(HERE))
    assert "ouest" in plainly(holder.get("/subscriptions"))
    with world.store.reading() as connection:
        assert [one.source for one in subscriptions.due(connection, ["camille"], world.now, 9)] == [
            "https://un.test/l.csv"
        ]


@pytest.mark.parametrize(
    "wrong",
    [{"source": "ftp://un.test"}, {"slug": "Grand Ouest"}, {"apply": "burn"}, {"verifier": "x"}, {"priority": "-1"}],
)
def test_what_is_not_offered_is_refused_in_my_words(world, wrong):
    fields = {"source": "https://un.test/l.csv", "slug": "ouest", **CHOICE} | wrong
    answer = world.holder().post("/subscriptions", page="/subscriptions", **fields)
    assert answer.status_code == 409
    assert Subscribing(world.store, "camille").every() == []


def test_a_first_version_shows_whom_i_know_and_does_nothing_until_i_accept_it(world, list_):
    with world.store.writing() as connection:
        relations.relate(connection, "camille", "mastodon:chez.test/3", following=True, handle="amie@loin.test")
    comes(world, rows(3, "loin.test,silence", "pas un domaine,suspend"))
    holder = world.holder()
    page = plainly(holder.get(HERE))
    assert "loin.test, où vous suivez 1 personne" in page
    assert "3 à bloquer" in page
    assert "ligne 6" in page
    assert "1 liste attend votre regard" in plainly(holder.get("/subscriptions"))
    assert holds(world, list_) == 0
    seen = latest(world, list_).digest
    assert holder.post(HERE, page=HERE, do="accept", seen="0" * 64).status_code == 409
    assert holder.post(HERE, page=HERE, do="accept", seen=seen).status_code == 303
    assert holds(world, list_) == 4
    assert "La version 1 tient" in plainly(holder.get(HERE))


def test_a_version_that_jumped_says_so_with_its_numbers_and_i_refuse_it(world, list_):
    holder = world.holder()
    comes(world, rows(100))
    holder.post(HERE, page=HERE, do="accept", seen=latest(world, list_).digest)
    comes(world, rows(40))
    page = plainly(holder.get(HERE))
    assert "60 pour 100" in page
    assert holder.post(HERE, page=HERE, do="refuse", seen=latest(world, list_).digest).status_code == 303
    assert (holds(world, list_), latest(world, list_).standing) == (100, Outcome.REFUSED)


def test_i_undo_a_version_and_read_first_what_that_puts_back(world, list_):
    holder = world.holder()
    comes(world, rows(10))
    holder.post(HERE, page=HERE, do="accept", seen=latest(world, list_).digest)
    assert f"{HERE}/undo?version=1" in holder.get(HERE).text
    assert "10 entrées reviennent" in plainly(holder.get(f"{HERE}/undo?version=1"))
    assert holder.get(f"{HERE}/undo?version=2").status_code == 409
    assert holder.get(f"{HERE}/undo?version=x").status_code == 404
    assert holder.post(f"{HERE}/undo", page=HERE, version="1").status_code == 303
    assert holds(world, list_) == 0
    page = plainly(holder.get(HERE))
    assert "Elle défait la version 1" in page
    assert "La version 1 est défaite" in page
    assert holder.post(f"{HERE}/undo", page=HERE, version="1").status_code == 409


def test_i_spare_somebody_for_good_and_take_it_back(world, list_):
    holder = world.holder()
    assert holder.post(HERE, page=HERE, do="exclude", who="@Amie@loin.test", where="here").status_code == 303
    assert "amie@loin.test" in plainly(holder.get(HERE))
    assert holder.post(HERE, page=HERE, do="include", who="amie@loin.test", where="here").status_code == 303
    assert "amie@loin.test" not in plainly(holder.get(HERE))
    assert holder.post(HERE, page=HERE, do="exclude", who="personne").status_code == 409


@pytest.mark.parametrize("how", ["leave", "keep"])
def test_i_change_what_it_does_and_leave_it(world, list_, how):
    holder, settings = world.holder(), f"{HERE}/settings"
    assert holder.post(settings, page=HERE, do="choose", **CHOICE | {"apply": "block"}).status_code == 303
    assert "elle bloque" in plainly(holder.get(HERE))
    assert holder.post(settings, page=HERE, do=how).headers["location"].startswith("/subscriptions?")
    assert holder.get(HERE).status_code == 404


def test_a_delegate_decides_on_versions_and_only_who_sets_rules_on_what_they_do(world, list_):
    comes(world, rows(3))
    lea = world.guest("Léa")
    assert "settings" not in lea.get(HERE).text
    assert lea.post(f"{HERE}/settings", page=HERE, do="leave").status_code == 403
    assert lea.post(HERE, page=HERE, do="accept", seen=latest(world, list_).digest).status_code == 303
    ana = world.guest("Ana", also=frozenset({Grant.RULES}))
    assert ana.post(f"{HERE}/settings", page=HERE, do="leave").status_code == 303
    assert world.guest("Observatoire", Role.OBSERVER).get("/subscriptions").status_code == 403


def test_names_that_others_made_up_cannot_become_part_of_the_page(world, list_):
    comes(world, rows(1, '"<script>alert(1)</script>",suspend'))
    assert "<script>alert" not in world.holder().get(HERE).text
