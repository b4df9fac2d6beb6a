"""Where a browser on this machine comes back to from the person's server: one page on 127.0.0.1, for one answer."""

import asyncio
from contextlib import suppress
from html import escape
from typing import Final, Self

from aiohttp import web

from bot.alerts.wording import Wording
from bot.errors import Refused, TryLater
from bot.platforms.mastodon.oauth import Entrance

HOST: Final = "127.0.0.1"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The address of this page holds a code: it is kept nowhere, and told to nobody."""


class Callback:
    """The page, from entering to leaving the context; forged answers are turned away, and it goes on waiting."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self._runner: web.AppRunner | None = None
        self._entrance: Entrance | None = None
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.address = ""
        """What the server is to send the browser to."""

    async def __aenter__(self) -> Self:
        """Listen on a port of its own."""
        app = web.Application()
        app.router.add_get("/", self._came, allow_head=False)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.address = f"http://{HOST}:{self._runner.addresses[0][1]}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def code(self, entrance: Entrance, patience: float) -> str:
        """The code that the browser brings. Raises Refused where the person said no, TryLater after so many seconds."""
        self._entrance = entrance
        try:
            async with asyncio.timeout(patience):
                return await self._answer
        except TimeoutError:
            raise TryLater("no browser came back; try again, or paste the code") from None

    async def _came(self, request: web.Request) -> web.Response:
        asked = request.query
        ours = request.host == self.address.removeprefix("http://").rstrip("/")
        if not ours or self._entrance is None or not self._entrance.opened_by(asked.get("state", "")):
            return self._page("callback.forged", 400)
        with suppress(asyncio.InvalidStateError):  # the first answer counts
            if asked.get("code"):
                self._answer.set_result(asked["code"])
            else:
                self._answer.set_exception(Refused("you, or your server, said no"))
        return self._page("callback.done" if asked.get("code") else "callback.no", 200)

    def _page(self, key: str, status: int) -> web.Response:
        said = escape(self._words.say(key))
        text = f"<!doctype html><meta charset=utf-8><title>Rempart</title><p>{said}</p>"
        return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)
