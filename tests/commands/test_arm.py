"""I look at what my shield would have done, and arm it with one word; I can take that word back."""

import io
import json
import sys

import pytest

from bot.store import read
from tests.commands.running import until
from tests.commands.scene import AUTHORS, INSULT, WORDS


@pytest.fixture
def observing(scene_in_a_file):
    text = scene_in_a_file.config.read_text()
    scene_in_a_file.config.write_text(text.replace('mode = "act"', '  mode   = "observe" # for a week', 1))
    scene_in_a_file.config.chmod(0o640)
    return scene_in_a_file


@pytest.fixture
def answered(monkeypatch):
    return lambda said: monkeypatch.setattr(sys, "stdin", io.StringIO(said))


def events(scene):
    with scene.process.store.reading() as connection:
        return [(one.event, one.payload.get("by")) for one in read.chain(connection, "camille")]


def test_i_see_what_would_have_been_done_and_say_yes(observing, rempart, answered):
    before = observing.config.read_text()
    answered("o\n")
    status, out, err = rempart("arm", "--config", observing.config, "--by", "lea")
    assert (status, err) == (0, "")
    assert [word for word in (*WORDS, *AUTHORS, INSULT) if word in out] == []
    assert "insulte" in out
    assert "mise en sourdine du compte" in out
    assert "est armée" in out
    assert "L’observation n’a duré que" in out
    assert observing.config.read_text() == before.replace('"observe" # for', '"act" # for')
    assert observing.config.stat().st_mode & 0o777 == 0o640
    assert events(observing)[-1] == ("shield:armed", "lea")


@pytest.mark.parametrize("said", ["n\n", "\n", "peut-être\n"])
def test_without_a_yes_nothing_changes(observing, rempart, answered, said):
    before, chain = observing.config.read_bytes(), events(observing)
    answered(said)
    assert rempart("arm", "camille", "--config", observing.config)[0] == 0
    assert (observing.config.read_bytes(), events(observing)) == (before, chain)


def test_a_program_sees_counts_and_asks_for_nothing(observing, rempart):
    status, out, _ = rempart("arm", "--json", "--config", observing.config)
    found = json.loads(out)
    assert status == 0
    assert [(one["rule"], one["action"], one["count"], one["people"]) for one in found["held"]] == [
        ("insulte", "mute", 1, 1)
    ]
    assert '"observe"' in observing.config.read_text()
    assert [name for name in AUTHORS if name in out] == []


def test_i_take_it_back(observing, rempart):
    before = observing.config.read_bytes()
    assert rempart("arm", "--yes", "--config", observing.config)[0] == 0
    status, out, _ = rempart("disarm", "camille", "--config", observing.config, "--by", "lea")
    assert status == 0
    assert "observe de nouveau" in out
    assert observing.config.read_bytes() == before
    assert events(observing)[-1] == ("shield:disarmed", "lea")
    assert "observe déjà" in rempart("disarm", "--config", observing.config)[1]


def test_where_the_file_cannot_be_written_the_trail_says_nothing(observing, rempart, monkeypatch):
    chain = events(observing)
    monkeypatch.setattr(
        "bot.people.ruling.replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    status, _, err = rempart("arm", "--yes", "--config", observing.config)
    assert status == 2
    assert "Permission denied" in err
    assert events(observing) == chain


async def test_a_shield_that_runs_takes_my_word_up_by_itself(running, double, rempart_process):
    async def heeded():
        double.world.post("suiveur", "@figure je te retrouverai")
        return await running.muted("suiveur")()

    written = running.config.read_text()
    running.config.write_text(written.replace('mode = "act"', 'mode = "observe"', 1))
    await running.start()
    await until(running.streaming)
    double.world.post("rancunier", "@figure je te retrouverai")
    status, out, err = await rempart_process("arm", "--yes", "--config", running.config, FIGURE="token-figure")
    assert (status, err, "is armed" in out) == (0, "", True)
    assert running.config.read_text() == written
    await until(heeded)
    assert not await running.muted("rancunier")(), "what was held still waits for me"
