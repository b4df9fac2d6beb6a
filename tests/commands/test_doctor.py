"""When something is wrong I am told what, and what to do about it, in my language."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from bot.model.delivery import Status, Task
from bot.shield.heartbeat import Heart
from bot.store import outbox
from bot.store.survey import schema
from tests.commands.scene import AUTHORS, WORDS
from tests.commands.test_check import ONLINE
from tests.config.conftest import USABLE


@pytest.fixture
def doctor(rempart):
    """What is found: (exit status, the findings by what they are), without the network unless a test asks."""

    def run(config, *options, **environment):
        status, out, err = rempart("doctor", "--json", "--config", config, *options, **environment)
        assert err == ""
        found = json.loads(out)
        assert found["well"] == (status == 0)
        return status, {one["what"]: one for one in found["findings"]}

    return run


@pytest.fixture
def offline(doctor, scene_in_a_file):
    """The same, for a shield with a week behind it."""
    environment = {"NOWHERE_SET": "abcd-efgh-2345-wxyz"}
    return lambda *options: doctor(scene_in_a_file.config, "--offline", *options, **environment)


def beat(scene, states, **given):
    """One sign of life of a shield whose sources stand so."""
    at = datetime.now(UTC) - given.pop("ago", timedelta(0))
    heart = Heart(scene.process.store, dict.fromkeys(states, ("camille",)), lambda one: (states[one], None), lambda: at)
    heart.behind = given.pop("behind", timedelta(0))
    heart.failing = lambda: given.pop("failing", ())
    heart._write(heart._beat())


def test_without_a_configuration_i_am_told_how_to_make_one(rempart, tmp_path):
    status, out, _ = rempart("doctor", "--config", tmp_path / "config.toml", LC_ALL="fr_FR.UTF-8")
    assert status == 2
    assert "Il n’y a pas de configuration" in out
    assert "→ Pour la faire, question après question\xa0: rempart init" in out
    assert "1 chose est à réparer" in out


def test_every_problem_of_the_configuration_is_one_to_mend(doctor, place):
    broken = USABLE.replace('mode = "act"', 'mode = "on"')
    status, found = doctor(place.write(broken), "--offline")
    assert (status, [*found]) == (2, ["config"])
    assert 'config.toml, ligne 7\u00a0: person "camille", mode\u00a0: doit être' in found["config"]["said"]


def test_a_file_that_is_no_toml_is_told_too(doctor, place):
    status, found = doctor(place.write("person = ["), "--offline")
    assert (status, [*found]) == (2, ["config"])


def test_a_secret_that_everybody_may_read_is_to_mend_and_one_of_a_group_worth_knowing(doctor, place):
    place.secret("bluesky", "abcd-efgh-2345-wxyz", mode=0o640)
    _, found = doctor(place.write(USABLE), "--offline")
    assert (found["shared"]["grade"], "chmod 600" in found["shared"]["cure"]) == ("note", True)
    place.secret("bluesky", "abcd-efgh-2345-wxyz", mode=0o644)
    status, found = doctor(place.write(USABLE), "--offline")
    assert (status, "tout le monde sur cette machine" in found["config"]["said"]) == (2, True)
    place.secret("bluesky", "abcd-efgh-2345-wxyz")
    (place.folder / "secrets").chmod(0o777)
    assert "open_folder" in doctor(place.write(USABLE), "--offline")[1]


def test_before_the_first_run_nothing_is_made(doctor, place):
    status, found = doctor(place.write(USABLE), "--offline")
    assert (status, "database" in found) == (2, True)
    assert sorted(one.name for one in place.folder.iterdir()) == ["config.toml", "secrets"]


def test_a_shield_that_runs_and_hears_is_well(offline, scene_in_a_file):
    text = scene_in_a_file.config.read_text()
    alert = '  [[person.alert]]\n  url = { env = "CAMILLE_ALERT" }\n\n[[rule]]'
    scene_in_a_file.config.write_text(text.replace("[[rule]]", alert, 1))
    beat(scene_in_a_file, {"bluesky/stream": "reading", "bluesky/notifications": "waiting: the server is busy"})
    with scene_in_a_file.process.store.only_runner():
        status, found = offline()
    assert (status, {*found}) == (0, {"waiting", "key_copy"})
    assert "not_running" in offline()[1]


@pytest.mark.parametrize(
    ("states", "given", "what"),
    [
        ({"bluesky/stream": "stopped: the token is refused"}, {}, "stopped"),
        ({"bluesky/stream": "reading"}, {"ago": timedelta(minutes=2)}, "silent"),
        ({"bluesky/stream": "reading"}, {"behind": timedelta(minutes=5)}, "clock"),
        ({"bluesky/stream": "reading"}, {"failing": ("looks",)}, "looks"),
        ({"bluesky/stream": "reading"}, {"failing": ("vigil",)}, "vigil"),
    ],
)
def test_a_shield_that_cannot_protect_me_is_told_with_its_cure(offline, scene_in_a_file, states, given, what):
    beat(scene_in_a_file, states, **given)
    with scene_in_a_file.process.store.only_runner():
        status, found = offline()
    assert (status, found[what]["grade"]) == (2, "mend")
    assert found[what]["cure"]


def test_a_disk_that_is_nearly_full_is_told(offline, scene_in_a_file, monkeypatch):
    monkeypatch.setattr("bot.store.database.Store.room", lambda _: 1_000_000)
    assert "1 MB" in offline()[1]["narrow"]["said"]


def test_a_database_of_another_release_or_another_key_is_told(offline, scene_in_a_file):
    beat(scene_in_a_file, {"bluesky/stream": "reading"})
    key = scene_in_a_file.folder / "rempart.key"
    key.write_text("00" * 32)
    status, found = offline()
    assert status == 2
    assert "unread" in found
    with scene_in_a_file.process.store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "d’une autre version" in offline()[1]["database"]["said"]


def test_a_channel_that_takes_nothing_is_told_and_nothing_of_its_address(offline, scene_in_a_file):
    text = scene_in_a_file.config.read_text()
    alert = '  [[person.alert]]\n  url = { env = "CAMILLE_ALERT" }\n  name = "phone"\n\n[[rule]]'
    scene_in_a_file.config.write_text(text.replace("[[rule]]", alert, 1))
    with scene_in_a_file.process.store.writing() as connection:
        [one, *_] = outbox.deliveries(connection, schema.delivery.c.task == Task.ALERT.value)
        outbox.plan(connection, [replace(one, id="lost", via="camille/phone", status=Status.FAILED)])
        outbox.plan(connection, [replace(one, id="late", via="camille/phone", status=Status.PLANNED, attempts=2)])
        outbox.plan(connection, [replace(one, id="new", via="camille/phone", status=Status.PLANNED, attempts=0)])
    status, found = offline()
    assert (status, found["channel"]["about"]) == (2, "camille/phone (2)")


def test_no_word_and_no_name_of_an_author_is_shown(rempart, scene_in_a_file):
    _, out, _ = rempart("doctor", "--offline", "--config", scene_in_a_file.config, NOWHERE_SET="x")
    assert [word for word in (*WORDS, *AUTHORS) if word in out] == []


async def test_the_servers_tell_what_the_token_lacks_and_has_too_many_of(rempart_process, place, double):
    file = place.write(ONLINE.format(base=double.base) + "clocks = []\n")
    token = double.world.called("figure").token
    status, out, _ = await rempart_process("doctor", "--json", "--config", file, CAMILLE_MASTODON=token)
    found = {one["what"]: one for one in json.loads(out)["findings"]}
    assert status == 2
    assert re.search(r"write:reports", found["lacking"]["said"])
    assert "read" in found["superfluous"]["about"].split()
    assert token not in out
