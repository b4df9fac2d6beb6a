"""The shield itself, in a process of its own: a rule that aims wrongly observes, until I accept it while it runs."""

import asyncio
import json
import signal

import pytest

from tests.backtest.past import SCORN
from tests.commands.running import until


@pytest.fixture
def double(double):
    """`figure` follows `voisine`."""
    double.world.follows.add((double.world.called("figure").id, double.world.called("voisine").id))
    return double


@pytest.fixture
def running(running):
    """It observes, and has one rule."""
    written = running.config.read_text()
    running.config.write_text(written.partition("[[rule]]")[0].replace('mode = "act"', 'mode = "observe"') + SCORN)
    return running


async def test_a_rule_that_hits_a_friend_does_not_act_before_i_accept_it(running, double, rempart):
    def command(*words):
        return rempart(*words, "--config", running.config)

    def muted(name):
        return double.world.muted(double.world.called("figure").id, double.world.called(name).id)

    def judged(count):
        async def look():
            found = json.loads(command("status", "--json")[1] or '{"people": [{"mentions": {"medium": 0}}]}')
            return found["people"][0]["mentions"]["medium"] == count

        return look

    async def silent():
        return not double.streams

    await running.start()
    await until(running.streaming)
    double.world.post("voisine", "@figure ridicule, ce contretemps")
    await until(judged(1))
    await running.stop()

    running.config.write_text(running.config.read_text().replace('mode = "observe"', 'mode = "act"'))
    assert "will only observe" in rempart("check", "--config", running.config, FIGURE="token-figure")[1]
    double.drop_streams()
    await until(silent)
    await running.start()
    await until(running.streaming)
    double.world.post("rancunier", "@figure ridicule")
    await until(judged(2))
    (waits,) = json.loads(command("held", "--json")[1])
    assert (waits["what"], waits["hold"], muted("rancunier")) == ("mute", "observe", None)

    status, out, _ = command("backtest", "--accept", "--by", "lea")
    assert (status, f"kill -HUP {running.process.pid}" in out) == (0, True)
    running.process.send_signal(signal.SIGHUP)

    async def acts():
        double.world.post("grincheux", "@figure ridicule")
        await asyncio.sleep(0.3)
        return muted("grincheux")

    await until(acts)
    assert muted("voisine") is None
    _, _, _, err = await running.stop()
    (told,) = [line for line in map(json.loads, err.splitlines()) if line["event"] == "rule only observes"]
    assert (told["rule"], told["hits"], told["close"]) == ("moquerie", 1, 1)
    assert told["cure"] == "rempart backtest --person camille --accept"
    assert "voisine" not in err
    assert command("verify")[0] == 0
