"""Camille, shielded on a Mastodon double."""

import pytest

from tests.doubles.mastodon import Double
from tests.watching.guarded import Guarded, opened


@pytest.fixture
async def me(database_url):
    double = Double()
    await double.start()
    store = opened(database_url)
    one = Guarded(double, store)
    yield one
    await one.platform.close()
    await double.stop()
    store.close()
