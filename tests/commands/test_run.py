"""The shield itself, as a process of its own, beside the commands that look at it and stop it."""

import json
import signal

from tests.commands.running import STOPS_WITHIN, until


async def test_a_threat_is_muted_seen_undone_and_the_shield_stops_in_order(running, double, rempart, rempart_process):
    def command(*words):
        return rempart(*words, "--config", running.config)

    async def up():
        status, out, _ = command("status", "--health", "--json")
        states = {source["state"] for source in json.loads(out)["sources"]} if out else set()
        return status == 0 and states == {"reading"}

    muted = running.muted("rancunier")

    async def unmuted():
        return not await muted()

    await running.start()
    await until(up)
    second, _, err = await rempart_process("run", "--config", running.config, FIGURE="token-figure")
    assert (second, "another `rempart run`" in err) == (2, True)
    double.world.post("rancunier", "@figure je te retrouverai")
    await until(muted)

    (waits,) = json.loads(command("held", "--json")[1])
    assert (waits["what"], waits["hold"]) == ("report", "draft")
    why = json.loads(command("why", waits["id"], "--json")[1])["findings"][0]
    mute = next(one for one in why["deliveries"] if one["what"] == "mute" and one["task"] == "act")
    assert "Rempart has been running since" in command("status")[1]
    _, out, _ = command("undo", mute["id"], "--yes")
    assert "The running shield does it within seconds" in out
    await until(unmuted)

    status, seconds, out, err = await running.stop()
    assert (status, seconds < STOPS_WITHIN) == (0, True), err
    assert out.startswith("Rempart shields:\n  camille · mastodon figure · acts by itself")
    assert out.endswith("Stopped. What was left is taken up at the next start.\n")
    assert "retrouverai" not in err
    status, out, _ = command("status", "--health")
    assert (status, "Rempart is not running" in out) == (1, True)
    assert command("verify")[0] == 0


async def test_an_account_that_cannot_be_reached_is_told_and_does_not_keep_the_shield_from_stopping(
    running, double, rempart
):
    await double.stop()
    await running.start()

    async def told():
        _, out, _ = rempart("status", "--health", "--json", "--config", running.config)
        return out and [each for each in json.loads(out)["troubles"] if each["what"] == "unreached"]

    assert "camille, figure" in (await until(told))[0]["about"]
    status, seconds, _, err = await running.stop(signal.SIGINT)
    assert (status, seconds < STOPS_WITHIN) == (0, True), err


async def test_an_undo_without_a_running_shield_can_be_done_at_once(running, double, rempart_beside):
    await running.start()
    muted = running.muted("rancunier")
    await until(running.streaming)
    double.world.post("rancunier", "@figure je te retrouverai")
    await until(muted)
    await running.stop()
    command = ("undo", "--rule", "menace", "--yes", "--config", running.config)
    _, out, _ = await rempart_beside(*command)
    assert "No shield is running" in out
    assert await muted()
    status, out, err = await rempart_beside(*command, "--now", FIGURE="token-figure")
    assert (status, "Done, on the platforms too." in out) == (0, True), err
    assert not await muted()


async def test_a_server_that_does_not_answer_does_not_keep_the_shield_from_stopping(running, double):
    double.faults.append({"kind": "latency", "seconds": 60, "count": 1000})
    await running.start()
    assert await running.process.stdout.readline() == b"Rempart shields:\n"

    async def asked():
        return double.world.calls

    await until(asked)
    status, seconds, _, err = await running.stop()
    assert (status, seconds < STOPS_WITHIN + 1) == (0, True), err
