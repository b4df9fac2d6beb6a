"""My checkpoints are left with others, again and again until they are taken, and what they gave is verified."""

from datetime import timedelta

import pytest

from bot.audit import Known
from bot.evidence.checkpoint import parse
from bot.jobs import Jobs
from tests.audit.test_sealed import cut_without_a_trace
from tests.audit.trail import HOUR


def standing(trail):
    return trail.ask("SELECT number, place, status, attempts, length(token) > 0 FROM deposit ORDER BY number, place")


async def test_each_checkpoint_is_left_with_everybody_i_named(left, calendar):
    left.live(hours=1)
    await left.leave()
    assert standing(left) == [(3, "authority", "done", 1, True), (3, "calendar", "pending", 1, True)]
    calendar.mine(900_000)
    left.now += HOUR
    await left.leave()
    assert standing(left)[1] == (3, "calendar", "done", 2, True)
    assert left.events().count("deposit") == 3


async def test_what_they_gave_proves_how_old_my_trail_is(left, calendar, roots):
    left.live(hours=2)
    await left.leave()
    found = left.audit(Known(roots=tuple(roots)))
    assert (found.valid, found.faults) == (True, ())
    assert (found.witness.number, found.witness.by, found.witness.pinned) == (found.sealed, "CN=Test authority", True)
    assert found.waiting == 1  # Bitcoin's
    assert not left.audit().witness.pinned
    calendar.mine(900_000)
    left.now += HOUR
    await left.leave()
    assert left.audit().needs == (900_000,)
    assert not left.audit(Known(headers={900_000: calendar.headers[900_000]})).valid  # it took no work


async def test_an_authority_that_is_down_for_a_day_gets_the_newest_checkpoint_when_it_is_back(left, authority):
    authority.faults = ["busy"] * 100
    left.live(hours=1)
    for _ in range(6):
        await left.leave()
        left.now += timedelta(minutes=1)
    assert authority.asked == 3  # after one minute, then after two
    left.live(hours=2)
    authority.faults.clear()
    left.now += 6 * HOUR
    await left.leave()
    done = [row for row in standing(left) if row[1] == "authority"]
    assert [(row[2], row[0]) for row in done] == [("done", max(row[0] for row in standing(left)))]
    assert left.audit().valid


async def test_an_authority_that_is_not_the_one_i_named_is_refused_and_told(left, authority):
    authority.faults = ["garbage"]
    left.live(hours=1)
    await left.leave()
    assert standing(left)[0][2:] == ("refused", 1, False)
    (trouble,) = left.ask("SELECT trouble FROM deposit WHERE place = 'authority'")[0]
    assert "cannot be read" in trouble
    assert left.audit().valid


async def test_a_place_that_i_no_longer_name_is_left_alone(left, authority):
    left.live(hours=1)
    left.places = {}
    await left.leave()
    assert authority.asked == 0


async def test_leaving_does_not_keep_the_chain_moving(left):
    left.live(hours=1)
    await left.leave()
    before = left.events()
    left.now += HOUR
    left.seal()
    assert left.events() == before


HARMS = {
    "a token altered": "UPDATE deposit SET token = (SELECT token FROM deposit WHERE place = 'calendar') "
    "WHERE place = 'authority'",
    "a token removed": "UPDATE deposit SET token = x'' WHERE place = 'authority'",
    "a deposit removed": "DELETE FROM deposit WHERE place = 'authority'",
    "a deposit's place altered": "UPDATE deposit SET place = 'elsewhere' WHERE place = 'authority'",
    "a deposit moved": "UPDATE deposit SET number = number + 1 WHERE place = 'authority'",
    "its checkpoint removed": "DELETE FROM checkpoint",
    "the chain cut off below it": "DELETE FROM entry WHERE number > 2",
}


@pytest.mark.parametrize("harm", HARMS)
async def test_whatever_is_done_to_what_they_gave_is_found(left, harm):
    left.live(hours=1)
    await left.leave()
    statement = HARMS[harm] if left.store.sqlite else HARMS[harm].replace("x''", "''")
    assert left.change(statement)
    assert not left.audit().valid


async def test_somebody_who_cut_my_trail_and_forgot_what_others_have_is_found(left):
    left.live(hours=3)
    await left.leave()
    cut_without_a_trace(left)
    assert any("the checkpoint is gone" in fault for fault in left.audit().faults)
    left.change("DELETE FROM deposit")
    assert left.audit().valid  # nothing here tells any more …


async def test_and_a_checkpoint_from_elsewhere_tells_it_all_the_same(left):
    left.live(hours=3)
    (kept,) = left.ask("SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1")[0]
    cut_without_a_trace(left)
    (fault,) = left.audit(Known(notes=(parse(kept),))).faults
    assert "from elsewhere" in fault


async def test_the_clock_seals_and_leaves_and_a_second_round_does_nothing_more(left):
    jobs = Jobs(left.store, {}, [], lambda: left.now, lambda: None, left.places)
    left.keep(b"something")
    for _ in range(2):
        await jobs.checkpoints()
        await jobs.deposits()
    assert left.events() == ["mention:judged", "key:made", "checkpoint", "deposit", "deposit"]
