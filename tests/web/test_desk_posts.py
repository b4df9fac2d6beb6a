"""Whoever looks at a docket finds there what was reported, however much of its author was kept before."""

import re
from datetime import timedelta

from sqlalchemy import text

from bot.backtest.ready import compiled
from bot.community.batch import Communal
from bot.links.traces import MOST
from bot.model.decision import Mode
from bot.pipeline import Pipeline
from bot.rules.policy import Policy
from bot.store import read, schema
from bot.store import reported as kept_posts
from bot.web.posts import SHOWN
from tests.community.making import OUEST, PLATFORM, arrival, flag, normalise, post, shield, stranger
from tests.web import ouest
from tests.web.ouest import HUGO, moderator
from tests.web.test_desk import HERE

SAID = "Je passerai ce soir, Léa"


def reports(world, *texts):
    """Let each of these, in which no rule finds anything, be reported with what Hugo wrote."""
    engine = compiled({OUEST: Policy(mode=Mode.OBSERVE, rules=())})
    pipeline = Pipeline(world.store, {OUEST: shield()}, {PLATFORM: normalise}, engine, lambda: world.now)
    pipeline.batch = Communal
    for number, said in enumerate(texts, 1):
        at = world.now - timedelta(minutes=len(texts) - number)
        one = post(said, stranger("hugo"), 1_000 + number, at=at)
        pipeline.handle([arrival(flag(number, posts=(one.uri,), at=at), one)])


def posts_of(page):
    """The keys of the posts that are listed, the first first."""
    return list(dict.fromkeys(re.findall(r'name="of" value="([\w-]{20}\.\d)"', page)))


def test_what_was_reported_of_somebody_long_known_is_on_the_docket_above_all_else(world):
    place = ouest.found(world)
    ouest.wrote(place, *(f"Espèce de pourriture {number}" for number in range(MOST + 4)))
    reports(place, SAID)
    guest = moderator(place)
    first, *rest = posts_of(guest.get(HERE).text)
    assert SAID in guest.post(HERE, page=HERE, do="show", of=first).text
    assert len(rest) == SHOWN - 1


def test_of_many_reported_posts_the_latest_are_shown_and_none_twice(world):
    place = ouest.found(world)
    reports(place, *(f"{SAID} {number}" for number in range(SHOWN + 5)))
    guest = moderator(place)
    found = posts_of(guest.get(HERE).text)
    assert len(found) == SHOWN
    assert f"{SAID} {SHOWN + 4}" in guest.post(HERE, page=HERE, do="show", of=found[0]).text


def test_they_are_found_without_looking_through_what_else_an_author_wrote(world):
    place = ouest.found(world)
    reports(place, SAID)
    with place.store.reading() as connection:
        [one] = kept_posts.of(connection, OUEST, HUGO, 5)
        assert one.kept.author == HUGO
        if connection.dialect.name == "sqlite":
            asked = "SELECT * FROM mention WHERE author = 'a' AND person = 'b' AND kind = '4'"
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {asked} ORDER BY received_at DESC")).all()
            assert "ix_mention_reported" in str(plan)


def test_an_alert_about_what_somebody_wrote_leads_to_their_docket(world):
    place = ouest.found(world)
    ouest.wrote(place, "Espèce de pourriture")
    reports(place, SAID)
    with place.store.reading() as connection:
        (found,) = (one for one in read.kept(connection, schema.mention.c.person == OUEST) if one.severity)
    assert moderator(place).get(f"/alert/{found.exhibit}").headers["location"] == HERE
