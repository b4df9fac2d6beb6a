"""How the shield stands can be seen at a glance, from another process, also when it is down."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.commands.picture import WIDTH, bar
from bot.commands.words import words
from bot.evidence.master import MasterKey
from bot.shield import heartbeat
from bot.shield.heartbeat import Heart
from bot.store import write


@pytest.fixture
def status(rempart, scene):
    return lambda *options: rempart("status", "--config", scene.config, *options, COLUMNS="200")


async def beat(scene, states, at=None, unreached=()):
    """One sign of life of a shield whose sources stand so."""
    moment = at or datetime.now(UTC)
    latest = (moment - timedelta(seconds=2), moment - timedelta(seconds=1.5))
    serves = dict.fromkeys(states, ("camille",))
    heart = Heart(scene.process.store, serves, lambda source: (states[source], latest), lambda: moment, unreached)
    heart._write(heart._beat())


def test_a_week_is_counted_by_what_came_of_it(status):
    found = json.loads(status("--json")[1])
    (person,) = found["people"]
    assert person["mentions"] == {"none": 1, "low": 0, "medium": 1, "high": 2, "urgent": 0}
    assert person["actions"] == {"done": 2, "held": 3}
    assert person["day"] == {"used": 2, "limit": 100}
    assert person["entries"] > 4
    assert (found["running"], found["well"]) == (False, False)


def test_the_picture_speaks_the_language_of_the_configuration(status, scene):
    code, out, _ = status()
    assert code == 0
    assert "Rempart ne fonctionne pas" in out
    assert "24 h, gravité élevée" in out
    assert "3 actions attendent votre décision" in out
    scene.config.write_text(scene.config.read_text().replace('language = "fr"', 'language = "en"'))
    assert "Rempart is not running: nobody is protected." in status()[1]


async def test_a_shield_that_runs_and_hears_is_well(status, scene):
    await beat(scene, {"bluesky/stream": "reading", "bluesky/notifications": "waiting: the server is busy"})
    with scene.process.store.only_runner():
        assert status("--health")[0] == 0
        found = json.loads(status("--health", "--json")[1])
        _, out, _ = status()
    assert [source["lag"] for source in found["sources"]] == [0.5, 0.5]
    assert "à l’écoute · dernier signe il y a" in out
    assert "jugé 500 ms après les faits" in out
    assert status("--health")[0] == 1


async def test_what_fails_beside_is_told(status, scene):
    now = datetime.now(UTC)
    heart = Heart(scene.process.store, {"bluesky/stream": ("camille",)}, lambda _: ("reading", None), lambda: now)
    heart.failing = lambda: ("looks", "vigil")
    heart._write(heart._beat())
    with scene.process.store.only_runner():
        assert [one["what"] for one in json.loads(status("--health", "--json")[1])["troubles"]] == ["looks", "vigil"]
        code, out, _ = status("--health")
    assert (code, "n’ont pas pu être revues" in out, "n’ont pas pu être surveillées" in out) == (1, True, True)


@pytest.mark.parametrize(
    ("states", "age", "unreached", "what"),
    [
        ({"bluesky/stream": "stopped: the token is refused"}, 0, (), "stopped"),
        ({"bluesky/stream": "failing"}, 0, (), "stopped"),
        ({"bluesky/stream": "reading"}, 61, (), "silent"),
        ({"bluesky/stream": "reading"}, 0, ("camille, camille.test: no answer",), "unreached"),
    ],
)
async def test_whatever_leaves_somebody_unprotected_is_not_well(status, scene, states, age, unreached, what):
    await beat(scene, states, datetime.now(UTC) - timedelta(seconds=age), unreached)
    with scene.process.store.only_runner():
        code, out, _ = status("--health", "--json")
    assert (code, [trouble["what"] for trouble in json.loads(out)["troubles"]]) == (1, [what])


def test_a_sign_of_life_under_another_key_is_told(status, scene):
    with scene.process.store.writing() as connection:
        write.put(connection, MasterKey.new(), heartbeat.NAME, b"{}")
    code, out, _ = status("--health")
    assert (code, "ne peut pas être lu" in out) == (1, True)


async def test_a_heart_writes_at_once_when_a_source_stands_otherwise(scene, monkeypatch):
    monkeypatch.setattr(heartbeat, "GLANCE", 0.01)
    states = {"bluesky/stream": "starting"}
    heart = Heart(
        scene.process.store,
        {"bluesky/stream": ("camille",)},
        lambda name: (states[name], None),
        lambda: datetime.now(UTC),
    )
    task = asyncio.create_task(heart.run())
    seen = []
    for state in ("starting", "reading", "stopped: refused"):
        states["bluesky/stream"] = state
        for _ in range(500):
            await asyncio.sleep(0.01)
            with scene.process.store.reading() as connection:
                last = heartbeat.last(connection, scene.master)
            if last and last.sources[0].state == state:
                seen.append(state)
                break
    task.cancel()
    assert len(seen) == 3
    assert msgspec.json.decode(msgspec.json.encode(last), type=heartbeat.Heartbeat) == last


def test_bars_show_what_is_there_and_nothing_else():
    assert bar(0, 10) == ""
    assert bar(10, 10) == "█" * WIDTH
    assert bar(1, 10_000) == "▏"
    assert bar(5, 0) == ""


def test_both_languages_say_the_same_things():
    french, english = words("fr").texts, words("en").texts
    only_notes = {key for key in french if key.startswith("cmd_term.")}
    assert french.keys() - only_notes == english.keys()
