"""Rounds of keeping a list in step in a process of their own, which dies at a point if it is told to."""

import asyncio
import multiprocessing
import os
import signal

from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.platforms.bluesky import Bluesky, Options
from bot.platforms.bluesky.modlist import BlueskyModlist
from bot.publishing.instep import InStep
from bot.store.database import Store
from bot.store.safe import StoredSafe
from tests.platforms.bluesky.parts import Watch, now

PLENTY = ((86_400, 10**9),)


def process(keeper, **life):
    """A life that is not begun yet, of one round or of `rounds`; the first takes as long as to import all."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.network.lists_child", "bot.platforms.bluesky.sdk"])
    told = {
        "url": keeper.url,
        "did": keeper.did,
        "handle": keeper.client.me.handle,
        "password": keeper.password,
        "service": keeper.net.pds,
        "plc": keeper.net.plc,
        "appview": keeper.net.bsky,
    }
    return context.Process(target=_live, args=(told | life,))


async def lived(keeper, **life):
    """Live it to its end; its exit status."""
    one = process(keeper, **life)
    one.start()
    await asyncio.to_thread(one.join, 60)
    return one.exitcode


def _live(told):
    _arm(told.get("dies", ""), told.get("nth", 1))
    asyncio.run(_rounds(told))


async def _rounds(told):
    store = Store(told["url"], MasterKey(bytes(32)))
    account = Account(platform="bluesky", id=told["did"], handle=told["handle"])
    options = Options(jetstream=(), plc=told["plc"], appview=told["appview"])
    safe = StoredSafe(store)
    clock = Watch(now())
    platform = Bluesky(account, told["password"], safe=safe, clock=clock, service=told["service"], options=options)
    platform._lists._points._limits = PLENTY

    async def tell(person, trouble):
        raise AssertionError(trouble)

    instep = InStep(store, [("camille", platform)], clock, tell)
    for _ in range(told.get("rounds", 1)):
        await instep.round()
        clock.forward(minutes=2)  # what went wrong is due again
    await platform.close()
    store.close()


def _arm(point, nth):
    count = 0
    write, present = BlueskyModlist.write, BlueskyModlist.present

    async def written(self, *args):
        nonlocal count
        count += 1
        if (point, count) == ("before a write", nth):
            os.kill(os.getpid(), signal.SIGKILL)
        await write(self, *args)
        if (point, count) == ("after a write", nth):
            os.kill(os.getpid(), signal.SIGKILL)

    async def presented(self, card):
        uri = await present(self, card)
        if point == "after the list is made":
            os.kill(os.getpid(), signal.SIGKILL)
        return uri

    BlueskyModlist.write, BlueskyModlist.present = written, presented
