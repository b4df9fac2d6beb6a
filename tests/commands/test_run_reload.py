"""I change my rules while the shield is up, and send it a signal; or I close the window it was started in."""

import asyncio
import json
import os
import pty
import signal

from tests.commands.running import STOPS_WITHIN, until


async def test_a_signal_makes_it_take_up_my_rules_and_a_faulty_file_leaves_the_old_ones(running, double, rempart):
    async def heeded():
        double.world.post("rancunier", "@figure tu vas voir")
        return await running.muted("rancunier")()

    async def told():
        status, out, _ = rempart("status", "--health", "--json", "--config", running.config)
        return (status, json.loads(out)["configuration"]["problems"]) if out else None

    await running.start()
    await until(running.streaming)
    written = running.config.read_text()
    running.config.write_text(written.replace("je te retrouverai", "tu vas voir"))
    running.process.send_signal(signal.SIGHUP)
    await until(heeded)
    running.config.write_text(written.replace('severity = "high"', 'severity = "hihg"'))
    running.process.send_signal(signal.SIGHUP)
    status, problems = await until(lambda: with_problems(told))
    assert status == 0, "the shield is well, whatever the file says"
    assert problems[0].startswith('config.toml, line 26: rule "menace", severity: must be one of low')
    double.world.post("suiveur", "@figure je te retrouverai")
    double.world.post("grincheux", "@figure tu vas voir")
    await until(running.muted("grincheux"))
    assert not await running.muted("suiveur")()
    status, seconds, _, err = await running.stop()
    assert (status, seconds < STOPS_WITHIN) == (0, True), err
    said = [line["event"] for line in map(json.loads, err.splitlines()) if line["event"].startswith("configuration")]
    assert said[0] == "configuration taken up"
    assert said[-1] == "configuration not taken up; the one before goes on"
    assert "retrouverai" not in err


async def with_problems(told):
    """What is told, once it tells of problems."""
    found = await told()
    return found if found and found[1] else None


async def test_the_shield_ends_with_the_terminal_in_which_it_was_started(running):
    outside, inside = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), inside)
    await running.start(**streams, start_new_session=True, preexec_fn=take_terminal)
    os.close(inside)
    process = running.process
    await until(running.streaming)
    process.send_signal(signal.SIGHUP)
    await asyncio.sleep(1)
    assert process.returncode is None, "a signal alone does not end it"
    os.close(outside)
    assert await asyncio.wait_for(process.wait(), STOPS_WITHIN) == -signal.SIGHUP


def take_terminal():
    """Make standard input the terminal whose end is told to this process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
