"""What the tests of dossiers stand on."""

import pytest

from tests.dossier.shield import opened, played


@pytest.fixture
def store(tmp_path):
    """Camille's, after eleven months of a man who comes back."""
    store = opened(played("il-revient"), tmp_path)
    yield store
    store.close()
