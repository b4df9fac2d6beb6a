"""The world outside, in a process of its own: some Mastodon doubles, and a sink that counts the alerts it is sent.

`python -m tests.reliability.servers 3` prints their addresses as JSON and ends with its standard input.
"""

import asyncio
import json
import os
import sys
from collections import defaultdict
from typing import Any

from aiohttp import web

from tests.doubles.mastodon import Double


class Sink:
    """Takes what Apprise's json:// sends; each path has a box of its own."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.refusing = 0

    async def take(self, request: web.Request) -> web.Response:
        box = self.boxes[request.match_info["box"]]
        if request.method == "GET":
            return web.json_response(box)
        box.append(await request.json())
        return web.json_response({})

    async def start(self) -> str:
        app = web.Application()
        app.router.add_route("*", "/{box}", self.take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]


async def main(count: int) -> None:
    doubles = [Double(heartbeat=5.0) for _ in range(count)]
    for double in doubles:
        for username in ("figure", "pantoufle", "casserole", "marmelade", "friend"):
            double.world.join(username)
        await double.start()
    print(json.dumps({"doubles": [double.base for double in doubles], "sink": await Sink().start()}), flush=True)
    await asyncio.to_thread(os.read, 0, 1)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
