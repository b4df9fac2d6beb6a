"""A past to try rules on, and the command line."""

import pytest

from tests.backtest.past import Past
from tests.commands.conftest import double, rempart, running, spoken

__all__ = ["double", "rempart", "running", "spoken"]


@pytest.fixture
def past(tmp_path, database_url):
    """On SQLite and on PostgreSQL."""
    past = Past(tmp_path, database_url)
    past.play()
    yield past
    past.close()


@pytest.fixture
def past_in_a_file(tmp_path):
    """On SQLite alone: for what has to do with files, with the command line, or with neither."""
    past = Past(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}")
    past.play()
    yield past
    past.close()
