"""A PLC directory, an author's server, an AppView and a proxy, all played by one small server on this machine."""

from contextlib import asynccontextmanager
from urllib.parse import parse_qs, unquote, urlsplit

from aiohttp import web

from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.origin import Prover
from bot.platforms.origins import Origins
from bot.platforms.outside import Outside
from tests.evidence.repositories import Author
from tests.platforms.bluesky.parts import NOON


class Servers:
    """What it answers can be changed by path; what it was asked stands in `asked`."""

    def __init__(self):
        self.asked = []
        self.instead = {}
        self.author = None
        self.shown = True

    async def answer(self, request):
        self.asked.append(request)
        path = unquote(urlsplit(str(request.rel_url)).path)
        for end, given in self.instead.items():
            if path.endswith(end):
                return await given(request) if callable(given) else web.Response(**given)
        if path.endswith("/log/audit"):
            return web.Response(body=self.author.log)
        if path.endswith("getRecord"):
            query = parse_qs(urlsplit(str(request.rel_url)).query)
            path = f"{query['collection'][0]}/{query['rkey'][0]}"
            return web.Response(body=self.author.car(path=path), headers={"Date": "now", "X-More": "unwanted"})
        if path.endswith("getPosts"):
            return web.Response(body=self.author.view() if self.shown else b'{"posts":[]}')
        return web.Response(body=self.author.document)

    def paths(self):
        return [one.path.rsplit("/", 1)[-1] for one in self.asked]


@asynccontextmanager
async def servers():
    """The server, at `localhost` for the platform, and at any other name for the author."""
    played = Servers()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", played.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    played.port = runner.addresses[0][1]
    played.url = f"http://localhost:{played.port}"
    played.author = Author(server=played.url)
    try:
        yield played
    finally:
        await runner.cleanup()


@asynccontextmanager
async def proving(played, **origins):
    """Asks what the played servers are asked for; gives all that was captured."""
    known = (played.url,)
    outside = Outside(Origins(**({"hosts": ()} | origins)).beside(*known), played.url)
    prover = Prover(outside, Options(plc=played.url, appview=played.url), lambda: NOON)

    async def captured(uri="", revision=""):
        author = played.author
        return [item async for item in prover.origin(uri or author.uri, revision or author.cid)]

    try:
        yield captured
    finally:
        await outside.close()
