"""I change my rules while the shield is up, and send it a signal; or I close the window it was started in."""

import asyncio
import json
import os
import pty
import signal
import sys

import pytest_asyncio

from tests.commands.test_run import STOPS_WITHIN, Running, until
from tests.doubles.mastodon import Double


@pytest_asyncio.fixture
async def double():
    double = Double()
    for name in ("figure", "rancunier", "grincheux"):
        double.world.join(name)
    await double.start()
    yield double
    await double.stop()


@pytest_asyncio.fixture
async def running(tmp_path, double):
    running = Running(tmp_path, double)
    yield running
    if running.process and running.process.returncode is None:
        running.process.kill()
        await running.process.wait()


def muted(double, name):
    async def look():
        return double.world.muted(double.world.called("figure").id, double.world.called(name).id)

    return look


async def test_a_signal_makes_it_take_up_my_rules_and_a_faulty_file_leaves_the_old_ones(running, double):
    await running.start()

    async def streaming():
        return double.streams

    await until(streaming)
    written = running.config.read_text()
    running.config.write_text(written.replace("je te retrouverai", "tu vas voir"))
    running.process.send_signal(signal.SIGHUP)
    await asyncio.sleep(0.5)
    running.config.write_text(written.replace('severity = "high"', 'severity = "hihg"'))
    running.process.send_signal(signal.SIGHUP)
    await asyncio.sleep(0.5)
    double.world.post("grincheux", "@figure je te retrouverai")
    double.world.post("rancunier", "@figure tu vas voir")
    await until(muted(double, "rancunier"))
    assert not await muted(double, "grincheux")()
    status, seconds, _, err = await running.stop()
    assert (status, seconds < STOPS_WITHIN) == (0, True), err
    taken = [line for line in map(json.loads, err.splitlines()) if line["event"].startswith("configuration")]
    assert [line["event"] for line in taken[:2]] == [
        "configuration taken up",
        "configuration not taken up; the one before goes on",
    ]
    assert taken[1]["problems"][0].startswith('config.toml, line 23: rule "menace", severity: must be one of low')
    assert "retrouverai" not in err


async def test_the_shield_ends_with_the_terminal_in_which_it_was_started(running, double):
    outside, inside = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "run", "--config", running.config),
        env={"PATH": os.environ["PATH"], "HOME": str(running.folder), "FIGURE": "token-figure"},
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        preexec_fn=take_terminal,
    )
    os.close(inside)
    running.process = process

    async def streaming():
        return double.streams

    await until(streaming)
    process.send_signal(signal.SIGHUP)
    await asyncio.sleep(0.5)
    assert process.returncode is None, "a signal alone does not end it"
    os.close(outside)
    assert await asyncio.wait_for(process.wait(), STOPS_WITHIN) == -signal.SIGHUP


def take_terminal():
    """Make standard input the terminal whose end is told to this process."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
