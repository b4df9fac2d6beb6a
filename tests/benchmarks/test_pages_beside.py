"""Pages never slow the shield: what a mention takes while fifty pages a second are fetched beside it, and while none is."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from statistics import quantiles

import pytest

from bot.config import load, load_or_make_master_key
from bot.evidence.master import MasterKey
from bot.model.decision import Mode
from bot.people.admission import Admission
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.store.database import Store
from bot.store.migrate import migrate
from tests.benchmarks.raid import Stream, rules
from tests.benchmarks.test_handle import shielding
from tests.commands.scene import CONFIG

pytestmark = pytest.mark.benchmark
MENTIONS = 400
TURNS = 4
EVERY = 0.015
"""Seconds between two mentions, each judged alone, as when it is quiet."""
LOADS = 50
VISITOR = """
import itertools, sys, time, urllib.request
url, cookie, rate = sys.argv[1], sys.argv[2], float(sys.argv[3])
paths, due = ("/", "/review", "/cases", "/trail"), time.monotonic()
for number, path in enumerate(itertools.cycle(paths), 1):
    asked = urllib.request.Request(url + path, headers={"cookie": cookie})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200 and b"camille" in answer.read()
    if number == 50:
        print("begun", flush=True)
    due = max(due + 1 / rate, time.monotonic() - 1 / rate)  # who was stopped does not make up for it
    time.sleep(max(0.0, due - time.monotonic()))
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answering(url):
    """Wait until the pages answer."""
    for _ in range(300):
        try:
            return urllib.request.urlopen(f"{url}/healthz").read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the pages never answered")


def come_in(url, store):
    """The cookie of the holder."""
    admission, now = Admission(store), datetime.now(UTC)
    token = admission.link(admission.holder("camille", "test", now), now)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    try:
        urllib.request.build_opener(Stay).open(f"{url}/enter/{token}", data=b"")
    except urllib.error.HTTPError as answer:
        return re.match(r"rempart=[^;]+", answer.headers["set-cookie"])[0]
    raise AssertionError("nobody was let in")


def took(pipeline, arrivals):
    """Seconds of the clock that each mention takes."""
    times = []
    for one in arrivals:
        began = time.perf_counter()
        pipeline.handle([one])
        times.append(time.perf_counter() - began)
        time.sleep(EVERY)
    return times


def p95(times):
    """Milliseconds, but for the worst in twenty."""
    return quantiles(times, n=20)[-1] * 1000


@pytest.fixture
def shield(tmp_path):
    """(its pages' address, its pipeline, its store, what it hears)"""
    port = free_port()
    config = tmp_path / "config.toml"
    config.write_text(
        CONFIG.format(url="sqlite:///rempart.db", language="fr") + f'[web]\nlisten = "127.0.0.1:{port}"\n'
    )
    settings = load(config, {"NOWHERE_SET": "x"})
    store = Store(settings.database.reveal(), MasterKey(load_or_make_master_key(settings.master_key)))
    migrate(store)
    stream = Stream()
    pipeline = shielding(store, stream, compile_policies({"camille": Policy(mode=Mode.ACT, rules=rules(100))}))
    pipeline.handle(stream.bring(1000))
    around = os.environ | {"NOWHERE_SET": "x"}
    with subprocess.Popen([sys.executable, "-m", "bot", "web", "--config", str(config)], env=around) as pages:
        answering(f"http://localhost:{port}")
        yield f"http://localhost:{port}", pipeline, store, stream
        pages.terminate()
    store.close()


def test_fifty_page_loads_a_second_leave_the_shield_as_fast_as_it_was(shield, record_property):
    """In turns, since a mention takes longer the more are stored, whoever looks on."""
    url, pipeline, store, stream = shield
    visitor = [sys.executable, "-c", VISITOR, url, come_in(url, store), str(LOADS)]
    alone, beside = [], []
    with subprocess.Popen(visitor, stdout=subprocess.PIPE, text=True) as visits:
        assert visits.stdout.readline() == "begun\n"  # every page was shown, and what is made once is made
        for _ in range(TURNS):
            visits.send_signal(signal.SIGSTOP)
            alone += took(pipeline, stream.bring(MENTIONS // TURNS))
            visits.send_signal(signal.SIGCONT)
            beside += took(pipeline, stream.bring(MENTIONS // TURNS))
        assert visits.poll() is None, "a page failed"
        visits.kill()
    without, with_ = p95(alone), p95(beside)
    said = f"p95 {without:.1f} ms alone, {with_:.1f} ms beside {LOADS} page loads a second: {with_ / without:.2f} times"
    record_property("a mention", said)
