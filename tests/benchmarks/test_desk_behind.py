"""How far behind a community's desk is while a large server's public stream brings five hundred posts a second: from the
moment in which the server sends one that is written to a member until all that comes of it is kept.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import numpy as np
import pytest
from aiohttp import web

from bot.model.mention import Via
from bot.pipeline import Pipeline
from bot.platforms.mastodon.desk.bringing import Bringing
from bot.platforms.mastodon.desk.normalise import PLATFORM, normaliser
from bot.platforms.mastodon.desk.publics import Publics, Sieve, sift
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.options import Options
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Throttle
from bot.platforms.mastodon.wire import Wire
from bot.shield.intake import Intake
from tests.benchmarks.test_desk import Talk
from tests.community.making import OUEST
from tests.community.ouest import Ouest
from tests.platforms.mastodon.desk.conftest import Local, now

pytestmark = pytest.mark.benchmark
SECONDS, A_SECOND, TO_MEMBERS = 10, 500, 0.05
TICKS = 50
"""Times a second at which posts leave the server together."""
LATE = 1.0
HOME = "ouest.test"


class Firehose:
    """A server of which the public stream brings so many posts a second; each tells when it was written: now."""

    def __init__(self, posts: Sequence[bytes]) -> None:
        self._parts = [re.split(rb'(?<="created_at": ")[^"]*', post, maxsplit=1) for post in posts]
        self.done = asyncio.Event()
        self.app = web.Application()
        self.app.router.add_get("/api/v2/instance/", self._instance)
        self.app.router.add_get("/api/v1/timelines/public", self._nothing)
        self.app.router.add_get("/api/v1/streaming/public", self._stream)

    async def _instance(self, _: web.Request) -> web.Response:
        return web.json_response({"version": "4.5.0"})

    async def _nothing(self, _: web.Request) -> web.Response:
        return web.json_response([])

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(request)
        began, size = asyncio.get_running_loop().time(), A_SECOND // TICKS
        for number, start in enumerate(range(0, len(self._parts), size)):
            await asyncio.sleep(began + number / TICKS - asyncio.get_running_loop().time())
            moment = datetime.now(UTC).isoformat().replace("+00:00", "Z").encode()
            some = (before + moment + after for before, after in self._parts[start : start + size])
            await answer.write(b"".join(b"event: update\ndata: " + post + b"\n\n" for post in some))
        self.done.set()
        await asyncio.sleep(3_600)
        return answer


class Timed(Pipeline):
    """As it is, and how long after it was written each post was kept."""

    late: list[float]

    def handle(self, batch):
        judged = super().handle(batch)
        done = now()
        self.late += [(done - one.at).total_seconds() for one in batch if one.raw]
        return judged


def warm(pipeline: Timed, bringing: Bringing, talk: Talk) -> None:
    """As it is a while after its start: what a rule asks for is loaded at its first mention."""
    sieve = Sieve(bringing, "desk:ouest:public", Local(HOME))
    sifted = (sieve.arrival(raw, sift(raw), Via.STREAM) for raw in talk.posts(1.0)[:100])
    pipeline.handle([one for one in sifted if one is not None])
    pipeline.late.clear()


async def test_five_hundred_posts_a_second_are_judged_within_one(tmp_path, record_property):
    talk = Talk()
    posts = [post for _ in range(SECONDS * A_SECOND // 1000) for post in talk.posts(TO_MEMBERS)]
    expected = sum(b"@lea" in post for post in posts)
    firehose = Firehose(posts)
    runner = web.AppRunner(firehose.app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ouest = Ouest(tmp_path, packs=("essentials", "instance", "spam-wave"))
    normalisers = {PLATFORM: normaliser({OUEST: Local(HOME)})}
    pipeline = Timed(ouest.store, {OUEST: ouest.shield}, normalisers, ouest.engine, now)
    pipeline.batch, pipeline.late = ouest.pipeline.batch, []
    options = Options(server=f"http://127.0.0.1:{runner.addresses[0][1]}", allow_loopback=True)
    rest = Rest(options, "token", Throttle(), now)
    bringing = Bringing(community=OUEST, home=HOME, clock=now)
    publics = Publics(bringing, rest, Instance(rest), Wire(options, "token"), Local(HOME), "all")
    warm(pipeline, bringing, talk)
    judged = asyncio.Event()

    def count(_: object) -> None:
        if len(pipeline.late) == expected:
            judged.set()

    intake = Intake(ouest.store, pipeline, [publics], on_judged=count, on_refused=refused)
    working = asyncio.create_task(intake.run())
    began = time.process_time()
    async with asyncio.timeout(6 * SECONDS):
        await firehose.done.wait()
        await judged.wait()
    spent = time.process_time() - began
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    await rest.close()
    await runner.cleanup()
    kept = ouest.rows()["mention"]
    ouest.store.close()
    worst, usual = max(pipeline.late), float(np.percentile(pipeline.late, 95))
    record_property("to_members", len(pipeline.late))
    record_property("kept", kept)
    record_property("p95_seconds_behind", round(usual, 3))
    record_property("worst_seconds_behind", round(worst, 3))
    record_property("of_a_core", f"{spent / SECONDS:.1%}")
    print(
        f"\n{len(pipeline.late)} of {len(posts)}: p95 {usual:.3f} s, worst {worst:.3f} s behind, {spent / SECONDS:.1%} of a core"
    )
    assert len(pipeline.late) == expected
    assert usual <= LATE


async def refused(_, trouble):
    raise trouble
