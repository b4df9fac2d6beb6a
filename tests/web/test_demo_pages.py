"""The demo opens its pages: a month of an invented person's, and an evening that goes on."""

import asyncio
import re
import subprocess
import sys
from datetime import UTC, datetime

from bot.config import ConfigFile
from bot.demo.month import DAYS, month
from bot.demo.pages import Demo
from bot.demo.words import words_in
from bot.model.decision import Hold
from bot.model.delivery import Status
from bot.model.work import Kind, Stage
from bot.people.review import Review
from bot.platforms.simulated.scenario import MentionEvent
from bot.store import outbox, works
from bot.web.house import House
from bot.working import asking
from tests.web.conftest import World

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_month_ends_now_and_the_evening_is_still_to_come():
    for language in ("fr", "en"):
        over, evening = month(NOON, language, words_in(language).leaf("ordinary"))
        moments = [line.event.at for line in over.lines]
        assert moments == sorted(moments)
        assert moments[-1] <= NOON <= evening.lines[0].event.at
        ordinary = {line.event.text for line in over.lines if isinstance(line.event, MentionEvent)}
        assert set(words_in(language).leaf("ordinary")) <= ordinary
        assert over.opening.protected.language == language


def test_what_somebody_decides_on_its_pages_is_done(tmp_path):
    demo = Demo(tmp_path, "fr", 8470, NOON)
    asyncio.run(demo.play_month())
    store = demo.place.open()
    world = World(demo, House(demo.file, store, demo.clock))
    world.house.now = demo.clock
    seat = world.house.admission.holder("camille", "test", demo.clock.now)
    holder = world.browser().enter(world.house.admission.link(seat, demo.clock.now))
    text = holder.get("/").text
    assert text.count('<tr><th scope="row">') == DAYS
    for case in set(re.findall(r'href="(/cases/\w{12})"', holder.get("/cases").text)):
        assert "en train d’être rassemblé" not in holder.get(case).text
    asyncio.run(demo.play(demo.evening, 0.0))
    assert "raid" in holder.get("/").text
    with store.reading() as connection:
        one = next(each for each in outbox.with_status(connection, Status.HELD) if each.hold is Hold.DRAFT)
    Review(store).approve(one.id, "camille", demo.clock.now)
    asyncio.run(demo.process.deliveries.run_due())
    with store.reading() as connection:
        assert outbox.delivery(connection, one.id).status is Status.DONE
    store.close()
    demo.process.close()


def test_its_configuration_is_one_that_can_be_used(tmp_path):
    demo = Demo(tmp_path, "en", 8470, NOON)
    assert ConfigFile(demo.file.path, {"DEMO": "x"}).read().people[0].name == "camille"
    demo.process.close()


def test_long_work_that_is_asked_for_on_its_pages_is_done_in_a_process_of_its_own(tmp_path):
    demo = Demo(tmp_path, "fr", 8470, NOON)
    store = demo.process.store
    one = asking.ask(store, "camille", Kind.VERIFY, b"", "camille", datetime.now(UTC))
    command = [sys.executable, "-m", "bot", "work", one.id, "--config", str(demo.file.path)]
    subprocess.run(command, check=True)
    with store.reading() as connection:
        assert works.work(connection, one.id).stage is Stage.DONE
    demo.process.close()
