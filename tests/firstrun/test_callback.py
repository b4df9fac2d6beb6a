"""My browser comes back to this machine with my yes; nobody else's page can bring one."""

import asyncio

import aiohttp
import pytest

from bot.errors import Refused, TryLater
from bot.firstrun.callback import Callback
from tests.firstrun.conftest import browse


@pytest.fixture
async def back(begun):
    async with Callback(begun().words) as callback:
        yield callback


async def fetched(url, **headers):
    async with aiohttp.ClientSession() as browser, browser.get(url, headers=headers) as page:
        return page.status, await page.text(), page.headers


async def test_my_yes_comes_back_by_itself(begun, server, back):
    run = begun()
    entrance = await run.knock(server.base, back.address)
    waiting = asyncio.ensure_future(back.code(entrance, 60))
    await asyncio.sleep(0)
    status, shown = await browse(entrance.url)
    assert (status, "vous pouvez fermer" in shown) == (200, True)
    assert await run.let_in(entrance, await waiting) == f"figure@{server.world.host}"


async def test_a_forged_answer_is_turned_away_and_mine_still_counts(begun, server, back):
    run = begun()
    assert (await fetched(f"{back.address}?code=early&state="))[0] == 400
    entrance = await run.knock(server.base, back.address)
    waiting = asyncio.ensure_future(back.code(entrance, 60))
    await asyncio.sleep(0)
    for forged in ("?code=theirs&state=guessed", "?code=theirs", "?error=access_denied", "?state=<script>", ""):
        status, text, headers = await fetched(back.address + forged)
        assert (status, "ne répond pas" in text) == (400, True)
        assert "<script>" not in text
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert not waiting.done()
    await browse(entrance.url)
    assert await run.let_in(entrance, await waiting)


async def test_another_name_for_this_machine_is_not_answered(begun, server, back):
    entrance = await begun().knock(server.base, back.address)
    waiting = asyncio.ensure_future(back.code(entrance, 60))
    await asyncio.sleep(0)
    state = entrance.url.partition("state=")[2].partition("&")[0]
    status, _, _ = await fetched(f"{back.address}?code=x&state={state}", Host="rebound.test")
    assert (status, waiting.done()) == (400, False)
    waiting.cancel()


async def test_my_no_is_a_no(begun, server, back):
    entrance = await begun().knock(server.base, back.address)
    waiting = asyncio.ensure_future(back.code(entrance, 60))
    await asyncio.sleep(0)
    assert "Vous avez dit non" in (await browse(f"{entrance.url}&no=1"))[1]
    with pytest.raises(Refused):
        await waiting


async def test_who_never_comes_back_is_not_waited_for_for_ever(begun, server, back):
    entrance = await begun().knock(server.base, back.address)
    with pytest.raises(TryLater, match="paste the code"):
        await back.code(entrance, 0.01)
