"""An XRPC server of our own for what the real one does not do on demand: refuse, stall, answer nonsense."""

import inspect
import json
from contextlib import asynccontextmanager

from aiohttp import web

from bot.model.account import Account
from bot.platforms.bluesky import Bluesky, Options
from tests.platforms.bluesky.parts import CAMILLE, OpenSafe, now, token


class Pds:
    """`answers[nsid]` is (status, headers, body) or a function of the request; sessions are given to anybody."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.logins = 0
        self.url = ""

    async def _answer(self, request):
        nsid = request.path.rsplit("/", 1)[1]
        self.asked.append((nsid, dict(request.query.items()), await request.text()))
        if nsid in self.answers:
            found = self.answers[nsid]
            if callable(found):
                found = found(request)
            status, headers, body = await found if inspect.isawaitable(found) else found
            return web.Response(status=status, headers=headers, body=body)
        if nsid in {"com.atproto.server.createSession", "com.atproto.server.refreshSession"}:
            self.logins += nsid.endswith("createSession")
            return web.json_response(self.session())
        return web.json_response({})

    def session(self):
        return {
            "accessJwt": token(CAMILLE, 7200),
            "refreshJwt": token(CAMILLE, 7200, scope="com.atproto.refresh"),
            "handle": "camille.test",
            "did": CAMILLE,
        }

    def count(self, nsid):
        return sum(1 for asked, _, _ in self.asked if asked == nsid)


@asynccontextmanager
async def running(pds):
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", pds._answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    pds.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield pds
    finally:
        await runner.cleanup()


def platform(pds, *, safe=None, clock=now, **options):
    account = Account(platform="bluesky", id=CAMILLE, handle="camille.test")
    given = Options(**({"jetstream": (), "plc": "", "poll": 0.05} | options))
    return Bluesky(account, "app-password", safe=safe or OpenSafe(), clock=clock, service=pds.url, options=given)


def refused(status, error="", message="", **headers):
    return status, {"Content-Type": "application/json"} | headers, json.dumps({"error": error, "message": message})
