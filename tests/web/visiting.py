"""People who come to the pages by saying yes at their own server, as it goes with whoever follows or joins."""

import asyncio
import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.following.joining import WHILE
from tests.web.conftest import BASE, World

REACHED = f'\n[network]\nallow_loopback = true\n[web]\npublic_url = "{BASE}"\n'
"""Pages that have an address, and reach a server on this machine."""


class Visited(World):
    """Pages, and a server with people."""

    def __init__(self, house, double):
        super().__init__(None, house)
        self.server = double

    async def onward(self, browser, path, fields):
        """Go on from a page: the address at my server, or the page that sends me nowhere."""
        page = await asyncio.to_thread(browser.raw, path, {"server": self.server.base} | fields)
        found = re.search(r'href="(http[^"]+/oauth/authorize[^"]+)"', page.text)
        return html.unescape(found[1]) if found else page

    async def yes(self, url, who="zoe", **said):
        """I say yes there: where my server sends me."""
        async with aiohttp.ClientSession() as away:
            extra = "".join(f"&{name}={value}" for name, value in said.items())
            async with away.get(f"{url}&as={who}{extra}", allow_redirects=False) as answer:
                return answer.headers["location"].removeprefix(BASE)

    async def nobody_comes_in(self, door, cookie, clock):
        """An answer at this `door` that is forged, second, late by this clock or another browser's is worth nothing."""
        mine, other, forged = self.browser(), self.browser(), self.browser()
        back, again = await self.yes(await self.ask(mine)), await self.yes(await self.ask(forged))
        code = parse_qs(urlsplit(again).query)["code"][0]
        await self.ask(other)
        for browser, path in (
            (self.browser(), back),  # none
            (other, back),  # another's
            (forged, f"{door}?code={code}&state=forged"),
            (forged, again),  # and it was good for one try
        ):
            answer = await asyncio.to_thread(browser.get, path)
            assert answer.status_code == 409, path
            assert cookie not in browser.client.cookies
        late = self.browser()
        back = await self.yes(await self.ask(late))
        clock.now = lambda: datetime.now(UTC) + WHILE + timedelta(seconds=1)
        assert (await asyncio.to_thread(late.get, back)).status_code == 409
        assert cookie not in late.client.cookies
