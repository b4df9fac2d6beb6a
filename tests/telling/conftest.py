"""Camille, and who looks for her."""

import pytest

from tests.telling.shield import Told


@pytest.fixture
def told(tmp_path):
    made = []

    def make(*contacts, **changed):
        made.append(Told(f"sqlite:///{tmp_path}/rempart.db", *([contacts] if contacts else []), **changed))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
