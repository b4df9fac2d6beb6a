"""Ouest behind the real pipeline, with rules of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.community.ouest import Ouest


@pytest.fixture
def ouest(tmp_path: Path) -> Iterator[Callable[..., Ouest]]:
    """Makes the community, living by these rules, or by packs."""
    made: list[Ouest] = []

    def make(*rules: object, **more: object) -> Ouest:
        made.append(Ouest(tmp_path, *rules, **more))
        return made[-1]

    yield make
    for one in made:
        one.store.close()
