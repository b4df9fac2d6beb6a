"""Bluesky keeps to the contract of all platforms, on the real network."""

import pytest

from tests.network.bluesky_world import World
from tests.platforms.contract import *  # noqa: F403

pytestmark = pytest.mark.network


@pytest.fixture
async def world(atnet, jetstream):
    made = World(atnet, jetstream)
    await made.begin()
    yield made
    await made.end()
