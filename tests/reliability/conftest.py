"""The processes that the tests of reliability share."""

import json
from collections.abc import Iterator

import pytest

from tests.reliability.parts import Nursery, process


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where the bot lives and dies, in processes of its own."""
    with process("tests.reliability.child") as running:
        yield Nursery(running)


class Outside:
    """The servers of a module's tests, one double for each that asks."""

    def __init__(self, told: dict) -> None:
        self.sink = told["sink"]
        self._doubles = iter(told["doubles"])

    def double(self) -> str:
        return next(self._doubles)


@pytest.fixture(scope="module")
def outside(request: pytest.FixtureRequest) -> Iterator[Outside]:
    """Mastodon doubles and the sink, in a process of their own."""
    count = sum(item.path == request.path for item in request.session.items)
    with process("tests.reliability.servers", str(count)) as running:
        yield Outside(json.loads(running.stdout.readline()))
