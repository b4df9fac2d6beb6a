"""Pictures stay out of a dossier until one of us has looked at each, and said that others may see it."""

import re
from hashlib import sha256

import msgspec
import pytest
from sqlalchemy import update

from bot.dossier.fact import Showing
from bot.model.seat import Grant
from bot.store import read, schema
from bot.working.weighing import Image
from tests.web.dossiers import begun, count, draft, events
from tests.web.test_review import uri
from tests.web.test_review_many import PNG, attach

DIGEST = sha256(PNG).hexdigest()
FILM = "f" * 64
MARK = re.compile(r'name="mark" value="(\w+)"')


@pytest.fixture
def camille(world):
    return world.holder()


@pytest.fixture
def path(world, camille):
    """A draft of which a picture and a film were found when it was counted."""
    path = begun(world, camille)
    (exhibit,) = attach(world, "rancunier", PNG)
    with world.store.reading() as connection:
        (kept,) = read.mention(connection, uri("rancunier"))
    one = Image(fact=kept.exhibit, exhibit=exhibit, digest=DIGEST, type="image/png", at=world.now)
    images = (one, msgspec.structs.replace(one, digest=FILM, exhibit="0" * 32, type="video/mp4"))
    count(world, path, images=images)
    return path


def looked(world, browser, path):
    """The page once somebody asked for the pictures of the fact."""
    fact = re.search(r'name="fact" value="(\w+)"', browser.get(f"{path}/pictures").text)[1]
    return browser.post(f"{path}/pictures/look", f"{path}/pictures", fact=fact)


def decide(browser, path, showing, mark="", digest=DIGEST):
    return browser.post(f"{path}/pictures", f"{path}/pictures", digest=digest, showing=showing, mark=mark)


def test_no_picture_is_shown_to_me_until_i_ask(world, camille, path):
    page = camille.get(f"{path}/pictures").text
    assert ("<img" in page, "laissée dehors" in page, "Film ou son" in page) == (False, True, True)
    page = looked(world, camille, path).text
    address = re.search(r'<img src="([^"]+)"', page)[1]
    answer = camille.get(address)
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert events(world)[-1] == "evidence:viewed"
    assert world.holder().get(address).status_code == 404


@pytest.mark.parametrize("showing", ["shown", "blurred"])
def test_who_looked_lets_others_see_it(world, camille, path, showing):
    mark = MARK.search(looked(world, camille, path).text)[1]
    assert decide(camille, path, showing, mark).status_code == 303
    assert draft(world, path).shown == {DIGEST: Showing(showing)}
    assert decide(camille, path, "left_out").status_code == 303
    assert draft(world, path).shown == {DIGEST: Showing.LEFT_OUT}


def test_who_did_not_look_lets_nobody_see_it(world, camille, path):
    other = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    mark = MARK.search(looked(world, other, path).text)[1]
    for wrong in ("", "x", "é", mark):
        assert decide(camille, path, "shown", wrong).status_code == 409
    assert decide(other, path, "shown", mark, FILM).status_code == 409
    assert decide(other, path, "shown", mark, "0" * 64).status_code == 409
    assert decide(other, path, "everywhere", mark).status_code == 409
    assert draft(world, path).shown == {}


def test_a_fact_that_is_none_of_the_dossiers_is_not_looked_at(world, camille, path):
    with world.store.reading() as connection:
        (other,) = read.mention(connection, uri("grincheux"))
    for fact in (other.exhibit, "", "0" * 32):
        assert camille.post(f"{path}/pictures/look", f"{path}/pictures", fact=fact).status_code == 404
    assert "evidence:viewed" not in events(world)


def test_nobody_without_the_right_is_given_a_picture(world, camille, path):
    address = re.search(r'<img src="([^"]+)"', looked(world, camille, path).text)[1]
    assert world.guest("Oscar").get(address).status_code == 403


def test_a_picture_of_a_direct_message_stays_out_of_sight_of_who_may_not_see_it(world, camille, path):
    with world.store.writing() as connection:
        theirs = schema.mention.c.author == "bluesky:did:plc:rancunier"
        connection.execute(update(schema.mention).where(theirs).values(kind="direct"))
    fact = re.search(r'name="fact" value="(\w+)"', camille.get(f"{path}/pictures").text)[1]
    lea = world.guest("Léa", also=frozenset({Grant.EXPORT}))
    page = lea.get(f"{path}/pictures").text
    assert ("2 images de messages privés" in page, fact in page) == (True, False)
    assert lea.post(f"{path}/pictures/look", f"{path}/pictures", fact=fact).status_code == 404
