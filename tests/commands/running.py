"""A shield in a process of its own, on a Mastodon on this machine."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
import pytest_asyncio

from bot.__main__ import main
from tests.commands.scene import CONFIG
from tests.doubles.mastodon import Double

ACCOUNT = """
  [[person.account]]
  platform = "mastodon"
  handle = "figure"
  server = "{base}"
  secret = {{ env = "FIGURE" }}
  poll = "1 second"

[network]
allow_loopback = true

[web]
enabled = false
"""
NAMES = ("figure", "rancunier", "grincheux", "suiveur", "voisine")
STOPS_WITHIN = 5.0


def rempart(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command, as a person runs it, within this process, which has read all lexicons and packs before."""
    streams = {
        name: TextIOWrapper(BytesIO(given), "utf-8")
        for name, given in (("stdin", stdin), ("stdout", b""), ("stderr", b""))
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["rempart", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
    said = []
    for name in ("stdout", "stderr"):
        streams[name].flush()
        said.append(streams[name].buffer.getvalue())
    return subprocess.CompletedProcess(arguments, ended.value.code or 0, *said)


class Running:
    """It protects `figure`; its log and its words are kept for the test."""

    def __init__(self, folder, double):
        self.folder = folder
        self.double = double
        self.config = folder / "config.toml"
        head, _, rules = CONFIG.format(url="sqlite:///rempart.db", language="en").partition("  [[person.account]]")
        rules = "[[rule]]" + rules.partition("[[rule]]")[2]
        self.config.write_text(head + ACCOUNT.format(base=double.base) + rules)
        self.process = None

    async def start(self, **standard):
        """Begin; what is standard to a process can be put elsewhere."""
        pipes = {"stdout": asyncio.subprocess.PIPE, "stderr": asyncio.subprocess.PIPE}
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run", "--config", self.config),
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "FIGURE": "token-figure"},
            **(pipes | standard),
        )

    async def stop(self, how=signal.SIGTERM):
        """(exit status, seconds, standard output, the log)"""
        began = time.monotonic()
        self.process.send_signal(how)
        out, err = await self.process.communicate()
        return self.process.returncode, time.monotonic() - began, out.decode(), err.decode()

    async def streaming(self):
        """Whether it listens."""
        return self.double.streams

    def muted(self, name):
        """What asks whether `figure` has muted somebody."""

        async def look():
            world = self.double.world
            return world.muted(world.called("figure").id, world.called(name).id)

        return look


async def until(true, seconds=60.0):
    """Wait for something to become true, and say what it was."""
    ends = time.monotonic() + seconds
    while not (found := await true()):
        assert time.monotonic() < ends, "it never became true"
        await asyncio.sleep(0.1)
    return found


@pytest_asyncio.fixture
async def double():
    double = Double()
    for name in NAMES:
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
