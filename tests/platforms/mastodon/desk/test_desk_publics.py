"""What anybody may read is read without a gap that nobody knows of, whatever came while nobody listened."""

import asyncio

import pytest

from bot.platforms.mastodon.desk.publics import Publics
from bot.platforms.mastodon.pages import Place

INSULT = "@lea espèce de pourriture"


def caught_up(listening):
    return any(one.sign is not None for one in listening.arrivals)


async def test_what_is_live_moves_no_cursor_before_all_that_was_missed_is_in(desk, monkeypatch):
    here = await desk(posts="all")
    begins = str(Place(id=here.world.post("hugo", "bonjour").id))
    go_on, catch_up = asyncio.Event(), Publics._catch_up

    async def late(self, cursor, emit):
        await go_on.wait()
        return await catch_up(self, cursor, emit)

    monkeypatch.setattr(Publics, "_catch_up", late)
    missed = here.world.post("hugo", INSULT)
    heard = here.listen(here.source("public"), begins)
    await heard.until(lambda: here.double.streams > 0)
    here.world.post("hugo", "@lea et encore")
    await heard.until(lambda: any(one.raw for one in heard.arrivals))
    assert heard.cursor == begins
    go_on.set()
    await heard.until(lambda: caught_up(heard))
    assert missed.id in {event.native for event in here.events(heard.arrivals)}


@pytest.mark.parametrize(("pages", "gap"), [(1, True), (3, False)])
async def test_what_is_too_much_to_catch_up_is_told_as_a_gap(desk, monkeypatch, pages, gap):
    here = await desk(posts="all")
    began = await here.brought(here.source("public"), caught_up)
    for number in range(90):
        here.world.post("hugo", f"numéro {number}")
    monkeypatch.setattr("bot.platforms.mastodon.desk.publics.PAGES", pages)
    heard = await here.brought(here.source("public"), caught_up, began.cursor)
    (sign,) = (one.sign for one in heard.arrivals if one.sign)
    assert (sign.since is not None) is gap
