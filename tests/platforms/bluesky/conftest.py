"""Jetstreams by hand, and readers that run until the test ends."""

import asyncio
import contextlib

import aiohttp
import pytest

from tests.network.conftest import empty_jetstream as _empty_jetstream
from tests.network.conftest import running
from tests.network.jetstream import Jetstream as Server
from tests.platforms.bluesky.reader import Reader

empty_jetstream = _empty_jetstream


@pytest.fixture
def other_jetstream():
    yield from running(Server())


@pytest.fixture
async def reading():
    """Makes readers that run until the test ends."""
    tasks, readers = [], []
    async with aiohttp.ClientSession() as http:

        def start(*hosts, **options):
            reader = Reader(http, *hosts, **options)
            readers.append(reader)
            tasks.append(asyncio.ensure_future(reader.run()))
            return reader

        yield start
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for reader in readers:
            await reader.profiles.close()
