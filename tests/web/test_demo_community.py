"""A moderator tries a desk with nothing configured: what is there is looked at, measured, agreed on and contested."""

import asyncio
import re
import signal
import subprocess
import sys
import urllib.request
from datetime import UTC, datetime

from bot.config import ConfigFile
from bot.demo.community import Instance
from bot.demo.server import COMMUNITY, REPORTED, WAVE
from bot.demo.words import words_in
from bot.evidence.chain import verify
from bot.model.delivery import Status
from bot.model.docket import Standing
from bot.store import boards, dockets, outbox, read, tolls
from bot.web.desking import place
from bot.web.house import House
from tests.web.conftest import World

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def played(folder, language="fr"):
    demo = Instance(folder, language, 8470, NOON)
    asyncio.run(demo.play_month())
    return demo


def open_dockets(demo):
    with demo.store.reading() as connection:
        return dockets.page(connection, COMMUNITY, Standing.OPEN, None, 200)


def standing(demo, subject):
    with demo.store.reading() as connection:
        return {one.does: one.status for one in outbox.on_subject(connection, COMMUNITY, subject)}


def visited(demo, seat):
    world = World(demo, House(demo.file, demo.store, demo.clock))
    world.house.now = world.house.errands.now = demo.clock
    return world, world.browser().enter(world.house.admission.link(seat, demo.clock.now))


def test_there_is_a_wave_at_the_door_a_member_attacked_reports_and_a_measure_that_is_contested(tmp_path):
    demo = played(tmp_path)
    count, _, _ = WAVE
    with demo.store.reading() as connection:
        [wave] = boards.waves(connection, COMMUNITY, demo.coming.over[0].at, 9)
        assert boards.appealed(connection, COMMUNITY) == 1
    assert (wave.person, wave.authors) == (f"{COMMUNITY}/sign-ups", count)
    assert sorted(one.reporters for one in open_dockets(demo) if one.reporters) == [2, 3]
    asyncio.run(demo.play_evening(0.0))
    with demo.store.reading() as connection:
        assert {one.person for one in boards.waves(connection, COMMUNITY, NOON, 9)} == {COMMUNITY}
        (_, most), *_ = tolls.most(connection, COMMUNITY, tolls.day(NOON), 9)
        assert not list(verify(list(read.chain(connection, COMMUNITY))))
    assert most.hostile >= 10
    assert sum(one.flags for one in open_dockets(demo)) == sum(REPORTED.values())
    demo.store.close()


def test_all_pages_of_the_desk_are_there_and_what_is_ordered_is_done_or_waits_for_the_other(tmp_path):
    demo = played(tmp_path)
    world, anne = visited(demo, demo.anne)
    for page in ("/", "/board", "/desk", "/waves", "/statements", "/desk/appeals", "/periods", "/review", "/trail"):
        assert anne.get(page).status_code == 200, page
    worst, second, *_ = open_dockets(demo)
    mild, grave = (f"/desk/{place(one.subject)}/measure" for one in (second, worst))
    anne.post(mild, page=mild, what="limit", do="order", statement="Règle 2")
    anne.post(grave, page=grave, what="suspend", do="order", statement="Règle 1")
    asyncio.run(demo.deliveries.run_due())
    assert standing(demo, second.subject)["limit"] is Status.DONE
    assert standing(demo, worst.subject)["suspend"] is Status.HELD
    bachir = world.browser().enter(world.house.admission.link(demo.bachir, demo.clock.now))
    (proposal,) = re.findall(r'name="proposal" value="(\w+)"', bachir.get("/people").text)[:1]
    bachir.post("/people/agree", page="/people", proposal=proposal)
    world.house.errands.run()
    asyncio.run(demo.deliveries.run_due())
    assert standing(demo, worst.subject)["suspend"] is Status.DONE
    [contested] = set(re.findall(r'href="(/statements/[\w-]+)"', bachir.get("/desk/appeals").text))
    assert bachir.post(contested, page=contested, do="upheld").status_code == 303
    assert bachir.get("/desk/appeals").text.count(contested) == 0
    demo.store.close()


def test_its_configuration_is_one_that_can_be_used_and_it_speaks_two_languages(tmp_path):
    demo = Instance(tmp_path, "en", 8470, NOON)
    [community] = ConfigFile(demo.file.path, {"DEMO": "x"}).read().communities
    assert (community.name, community.language) == (COMMUNITY, "en")
    assert words_in("fr").leaf("community").keys() == words_in("en").leaf("community").keys()
    demo.store.close()


def test_one_command_opens_it_and_ctrl_c_ends_it_without_a_trace(tmp_path):
    command = [sys.executable, "-m", "bot", "demo", "--community", "--fast", "--lang", "en", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"TMPDIR": str(tmp_path)}
    ) as demo:
        lines = (line.strip() for line in demo.stdout)
        link = next(line for line in lines if "/enter/" in line)
        said = urllib.request.urlopen(link).read().decode()
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
    assert "Rempart" in said
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
