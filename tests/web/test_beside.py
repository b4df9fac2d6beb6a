"""The pages beside a running shield: served by a process of their own, and gone with it however it ends."""

import re
import signal
import socket

import aiohttp

from tests.commands.conftest import rempart, spoken
from tests.commands.running import STOPS_WITHIN, double, running, until

__all__ = ["double", "rempart", "running", "spoken"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Pages:
    """The pages of a running shield, fetched."""

    def __init__(self, running):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        text = running.config.read_text()
        running.config.write_text(text.replace("enabled = false", f'listen = "127.0.0.1:{self.port}"'))

    async def get(self, path):
        """(status, text), or nothing while nobody answers."""
        try:
            async with aiohttp.ClientSession() as session, session.get(self.url + path) as answer:
                return answer.status, await answer.text()
        except aiohttp.ClientError:
            return ()

    async def ready(self):
        return await self.get("/readyz") == (200, "ready\n")

    async def gone(self):
        return await self.get("/healthz") == ()


async def test_the_pages_come_with_the_shield_let_me_in_by_a_link_and_go_with_it(running, double, rempart):
    pages = Pages(running)
    await running.start()
    await until(pages.ready)
    status, out, _ = rempart("open", "--config", running.config)
    (link,) = re.findall(rf"{pages.url}(/enter/\S+)", out)
    assert status == 0
    assert (await pages.get(link))[0] == 200
    async with aiohttp.ClientSession() as session, session.post(pages.url + link) as answer:
        text = await answer.text()
    assert "The shield is up" in text
    status, seconds, out, err = await running.stop()
    assert (status, seconds < STOPS_WITHIN) == (0, True), err
    assert f"Pages: {pages.url}" in out
    await until(pages.gone)


async def test_pages_of_a_shield_that_was_killed_do_not_outlive_it(running, double):
    pages = Pages(running)
    await running.start()
    await until(pages.ready)
    running.process.send_signal(signal.SIGKILL)
    await running.process.wait()
    await until(pages.gone)


async def test_a_port_that_is_taken_is_told_and_the_shield_goes_on_without_pages(running, double, rempart):
    pages = Pages(running)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", pages.port))
        taken.listen()
        await running.start()

        async def up():
            return rempart("status", "--health", "--config", running.config)[0] == 0

        async def told():
            return b"[web] listen" in await running.process.stderr.readline()

        await until(told)
        await until(up)
        assert (await running.stop())[0] == 0
