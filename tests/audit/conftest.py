"""Trails to verify, and those with whom their checkpoints are left."""

import pytest

from tests.audit.trail import Trail
from tests.deposits.conftest import authority, calendar, certified, gathering, roots, stamping

__all__ = ["authority", "calendar", "certified", "gathering", "roots", "stamping"]


@pytest.fixture
def trail(database_url):
    trail = Trail(database_url)
    yield trail
    trail.store.close()


@pytest.fixture
def left(trail, stamping, gathering):
    """A trail whose checkpoints are to be left with an authority and a calendar."""
    trail.places = {"authority": stamping, "calendar": gathering}
    return trail
