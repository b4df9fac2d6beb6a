"""What the pages took in is judged once, whatever dies in between; and the same report by another way is the same one."""

from datetime import timedelta

from sqlalchemy import text

from bot.model.letter import source_of
from bot.shield.postbag import KNOWN, Postbag
from bot.store import letters
from tests.community.making import OUEST
from tests.doubles.mastodon_hooks import Hooks
from tests.platforms.mastodon.desk.conftest import now

INSULT = "@lea espèce de pourriture"


def hooked(here):
    """The bodies that the server sends."""
    bodies = []
    return bodies, Hooks(here.world, "un-secret-assez-long", lambda body, headers: bodies.append(body) or 200)


def cursor_of(here):
    with here.ouest.store.reading() as connection:
        return connection.scalar(text("SELECT value FROM cursor WHERE source = :it"), {"it": source_of(OUEST)})


def boxes(here):
    with here.ouest.store.reading() as connection:
        return [len(row.box) for row in connection.execute(text("SELECT box FROM letter ORDER BY number"))]


async def read(here, count, cursor=None):
    source = here.source("letters", letters=here.bag.waiting)
    return await here.brought(source, lambda heard: len(heard.arrivals) >= count, cursor)


async def test_a_report_is_judged_within_a_glance_and_its_letter_let_go_of(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo", here.world.post("hugo", INSULT).id)
    hooks.deliver()
    assert [here.take(body) for body in bodies] == [True]
    heard = await read(here, 1)
    assert len(here.flags(heard.arrivals)) == 1
    assert here.ouest.rows()["mention"] == 1
    assert await here.bag.waiting(0) == []
    assert boxes(here) == [0]


async def test_a_letter_that_comes_again_is_known(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo")
    hooks.deliver()
    assert [here.take(bodies[0]) for _ in range(3)] == [True, False, False]
    await read(here, 1)
    assert not here.take(bodies[0]), "also after it was handled"
    assert here.ouest.rows()["letter"] == 1


async def test_a_shield_that_dies_after_the_letter_was_kept_judges_it_once_when_it_is_back(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo", here.world.post("hugo", INSULT).id)
    hooks.deliver()
    here.take(bodies[0])
    died = here.listen(here.source("letters", letters=here.bag.waiting))
    await died.until(lambda: len(died.arrivals) == 1)
    await died.stop()  # it had it in memory, and nothing of it was kept
    assert cursor_of(here) is None
    heard = await read(here, 1, cursor_of(here))
    assert cursor_of(here) == "1"
    assert here.flags(heard.arrivals)
    assert here.ouest.rows()["flag"] == 1


async def test_a_shield_that_dies_after_it_judged_and_before_it_let_go_does_not_judge_it_again(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo", here.world.post("hugo", INSULT).id)
    hooks.deliver()
    here.take(bodies[0])
    await read(here, 1)
    before = here.ouest.rows()
    assert boxes(here)[0] > 0
    here.report("hugo")
    hooks.deliver()
    here.take(bodies[1])
    heard = await read(here, 1, cursor_of(here))
    assert [one.cursor for one in heard.arrivals] == ["2"]
    assert here.ouest.rows()["mention"] == before["mention"]
    assert boxes(here)[0] == 0


async def test_the_hook_and_the_poll_bring_one_flag_and_what_was_reported_once(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo", here.world.post("hugo", INSULT).id)
    hooks.deliver()
    here.take(bodies[0])
    told = await read(here, 1)
    before = here.ouest.rows()
    found = await here.brought(here.source("reports"), lambda heard: any(one.sign for one in heard.arrivals))
    assert here.flags(told.arrivals) == here.flags(found.arrivals)
    grown = here.ouest.grown(before)
    assert not grown.keys() & {"flag", "docket", "mention", "entry", "exhibit", "delivery"}, grown


async def test_a_letter_after_a_restored_backup_is_not_taken_for_one_that_was_read(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    for _ in range(2):
        here.report("hugo")
    hooks.deliver()
    here.take(bodies[0])
    await read(here, 1)
    with here.ouest.store.writing() as connection:
        connection.execute(text("DELETE FROM letter"))  # no backup has them; it has how far they were read
    here.take(bodies[1])
    heard = await read(here, 1, cursor_of(here))
    assert len(here.flags(heard.arrivals)) == 1


async def test_by_what_somebody_came_is_known_before_they_are_judged_and_no_address_is_in_the_letter(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    max_ = here.world.join("max")
    here.world.admin.ips[max_.id] = "203.0.113.9"
    hooks.queue("account.created", hooks._object("account.created", max_.id))
    hooks.deliver()
    assert b"203.0.113.9" in bodies[-1]
    here.take(bodies[-1])
    here.nowhere("203.0.113", "mail.test")
    await read(here, 1)
    assert here.ouest.rows()["kin"] == 3
    here.nowhere("203.0.113", "mail.test")


async def test_what_is_remembered_of_a_letter_is_forgotten_and_numbers_go_on(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    here.report("hugo")
    hooks.deliver()
    here.take(bodies[0])
    with here.ouest.store.writing() as connection:
        letters.forget(connection, now())
        assert letters.latest(connection, OUEST) is not None, "what waits is not forgotten"
    await read(here, 1)
    await here.bag.waiting(1)
    with here.ouest.store.writing() as connection:
        letters.forget(connection, now())
        assert letters.latest(connection, OUEST) is None
    here.report("hugo")
    hooks.deliver()
    here.take(bodies[1])
    assert [one.number for one in await here.bag.waiting(1)] == [2]


async def test_that_a_letter_came_is_forgotten_once_no_server_would_send_it_again(desk):
    here = await desk()
    bodies, hooks = hooked(here)
    for number in range(2):
        here.report("hugo")
        hooks.deliver()
        here.take(bodies[number])
        await read(here, 1, cursor_of(here))
    assert here.ouest.rows()["letter"] == 2
    later = Postbag(here.ouest.store, OUEST, here.home, lambda: now() + KNOWN + timedelta(minutes=1))
    assert await later.waiting(0) == []
    assert here.ouest.rows()["letter"] == 1
