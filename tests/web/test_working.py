"""Long work that somebody asks for on a page: it goes on beside, tells how far it is, and what came of it."""

import html
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.errors import Refused
from bot.model.seat import Grant, Role
from bot.model.work import PATIENCE, Kind, Stage
from bot.store import works
from bot.web.news import _state
from bot.working import asking
from bot.working.doing import do
from bot.working.telling import Stopped, Telling

FOREVER = """
import sys, time
from pathlib import Path
from bot.commands.opened import opened
from bot.working.telling import Telling
with opened(Path(sys.argv[1])) as desk:
    telling = Telling(desk.store, sys.argv[2])
    telling.total = 10
    with telling.along() as advance:
        advance(3)
        print("begun", flush=True)
        while True:
            advance(0)
            time.sleep(0.05)
"""
"""Work that never ends by itself, with the telling that all work has."""


def known(world, id_):
    with world.store.reading() as connection:
        return works.work(connection, id_)


def asked(world, kind=Kind.VERIFY, at=None):
    return asking.ask(world.store, "camille", kind, b"what was asked", "Camille", at or world.now)


def until(holds):
    """Wait for something that another process does."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError


@pytest.fixture
def endless(world):
    """A process that is at work for ever."""
    one = asked(world)
    command = [sys.executable, "-c", FOREVER, str(world.scene.config), one.id]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"begun\n"
    yield one, process
    process.kill()
    process.wait()
    process.stdout.close()


def plainly(page):
    return html.unescape(page.text)


def test_the_whole_trail_is_verified_beside_and_the_page_says_that_it_holds(world):
    holder = world.holder()
    where = holder.post("/trail", page="/trail").headers["location"]
    assert where.startswith("/long/")
    until(lambda: known(world, where.removeprefix("/long/")).stage is not Stage.RUNNING)
    page = plainly(holder.get(where))
    assert "Le journal tient" in page
    assert f"camille={world.entries()}:" in page
    assert where in holder.get("/trail").text
    assert where in holder.get("/long").text


def test_a_tampered_chain_is_said_to_be_broken_and_where(world):
    with world.store.writing() as connection:
        connection.execute(text("UPDATE entry SET at = at + 1 WHERE number = 3"))
    one = asked(world)
    do(world.scene.config, world.store, one.id)
    page = plainly(world.holder().get(f"/long/{one.id}"))
    assert "Le journal ne tient pas" in page
    assert "entry 3 is not what was sealed" in page
    assert "les 2 premières entrées" in page
    assert "camille=" not in page


def test_work_that_goes_on_shows_how_far_it_is_and_may_be_left(world, endless):
    one, _ = endless
    until(lambda: known(world, one.id).done == 3)
    holder = world.holder()
    page = plainly(holder.get(f"/long/{one.id}"))
    assert '<progress max="10" value="3"' in page
    assert "Vous pouvez quitter cette page" in page
    assert "<progress" in holder.get("/trail").text
    assert "<html" not in holder.get(f"/long/{one.id}", **{"hx-request": "true"}).text
    assert "<html" not in holder.get("/long", **{"hx-request": "true"}).text


def test_open_pages_are_told_how_far_it_is(world):
    before = _state(world.store, "camille")
    one = asked(world)
    began = _state(world.store, "camille")
    with world.store.writing() as connection:
        assert works.say(connection, one.id, 5, 10, world.now)
    assert len({before, began, _state(world.store, "camille")}) == 3


def test_a_button_stops_it(world, endless):
    one, process = endless
    holder = world.holder()
    answer = holder.post(f"/long/{one.id}", page=f"/long/{one.id}")
    assert answer.headers["location"] == f"/long/{one.id}?said=stopped"
    assert process.wait(30) != 0
    assert known(world, one.id).stage is Stage.STOPPED
    assert "Arrêté" in plainly(holder.get(f"/long/{one.id}"))
    do(world.scene.config, world.store, one.id)  # and it is not begun again
    assert known(world, one.id).stage is Stage.STOPPED


def test_work_whose_process_was_killed_is_told_and_can_be_asked_for_again(world, endless):
    one, process = endless
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    now = world.now
    world.house.now = lambda: now + PATIENCE + timedelta(seconds=10)
    page = plainly(world.holder().get(f"/long/{one.id}"))
    assert "s’est arrêté sans finir" in page
    assert "<progress" not in page
    again = asked(world, at=world.house.now())
    assert known(world, one.id).stage is Stage.FAILED
    assert again.id != one.id


def test_one_of_a_kind_at_a_time(world):
    asked(world)
    with pytest.raises(Refused):
        asked(world)
    asked(world, Kind.BACKTEST)
    refused = world.holder().post("/trail", page="/trail")
    assert refused.status_code == 409
    assert "un travail de ce genre est déjà en cours" in refused.text
    assert "going on already" not in refused.text


def test_what_was_asked_and_what_came_lie_in_no_clear_in_the_database(world):
    one = asked(world)
    do(world.scene.config, world.store, one.id)
    done = known(world, one.id)
    assert asking.asked_for(done, world.store.master) == b"what was asked"
    assert "asked" not in done.detail
    assert b"camille" in asking.came(done, world.store.master)
    assert b"camille" not in done.result


def test_what_is_not_wanted_any_more_ends_within_a_second(world):
    one = asked(world)
    telling = Telling(world.store, one.id)
    asking.stop(world.store, one.id)
    with telling.along() as advance:
        until(telling._unwanted.is_set)
        with pytest.raises(Stopped):
            advance(1)


def test_work_that_cannot_be_done_says_why(world):
    one = asked(world)
    world.scene.config.write_text("nonsense")
    do(world.scene.config, world.store, one.id)
    assert known(world, one.id).stage is Stage.FAILED
    assert "config.toml, ligne 1" in plainly(world.holder().get(f"/long/{one.id}"))


def test_nobody_sees_or_stops_what_their_seat_does_not_give(world):
    one = asked(world)
    for guest in (world.guest("Dominique"), world.guest("Olive", Role.OBSERVER)):
        assert guest.get(f"/long/{one.id}").status_code == 404
        assert guest.post(f"/long/{one.id}").status_code == 404
        assert one.id not in guest.get("/long").text
    trusted = world.guest("Sacha", also=frozenset({Grant.TRAIL}))
    assert trusted.get(f"/long/{one.id}").status_code == 200
    assert known(world, one.id).stage is Stage.RUNNING


def test_work_that_was_asked_for_by_a_clock_ahead_of_ours_is_not_taken_for_dead(world):
    ahead = world.now + timedelta(hours=2)
    one = asked(world, at=ahead)
    with Telling(world.store, one.id, one.at).along():
        until(lambda: known(world, one.id).seen >= ahead)
    assert known(world, one.id).runs(ahead)


def test_what_opens_a_dossier_is_kept_no_longer_however_the_making_of_it_ended(world):
    for stage in (Stage.STOPPED, Stage.FAILED, Stage.DONE):
        one = asked(world, Kind.DOSSIER)
        with world.store.writing() as connection:
            works.settle(connection, one.id, stage)
            assert works.work(connection, one.id).detail == ""
