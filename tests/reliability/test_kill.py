"""Whenever the shield is killed, nothing is lost and nothing is done twice: what the servers saw says so."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.model.noun import learn
from tests.reliability.lives import Lives
from tests.reliability.parts import Place
from tests.reliability.points import FIRST, LATER, POINTS

AT_ONCE = 4
"""Shields that live beside each other: most of a life is waiting."""
ALL = [*FIRST, *POINTS, *LATER]
ON_BOTH = ["when a batch is written and not committed", "after a mute is accepted", "after a report is accepted"]


@pytest.fixture(scope="module")
def lives(request, tmp_path_factory, outside, nursery) -> Iterator[dict[str, Future[Lives]]]:
    """All points that this run asks for, each passed by a shield of its own, several at once."""
    wanted = [
        item.callspec.params["point"]
        for item in request.session.items
        if item.path == request.path and "passed" in item.fixturenames
    ]

    def pass_all(number: int, point: str) -> Lives:
        folder = tmp_path_factory.getbasetemp() / f"kill-{number}"
        poll = 10 if "watch" in point else 1  # the watch takes what of our share polling leaves
        place = Place(folder, outside.double(), outside.sink, poll=poll)
        one = Lives(place, nursery, point)
        one.pass_all()
        return one

    learn()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {point: pool.submit(pass_all, number, point) for number, point in enumerate(wanted)}


@pytest.fixture
def passed(lives, point) -> Iterator[Lives]:
    with closing(lives[point].result()) as one:
        yield one


@pytest.mark.parametrize("point", ALL)
def test_killed_it_goes_on_as_if_nothing_had_been(passed):
    passed.examine()


@pytest.mark.parametrize("point", ON_BOTH)
def test_killed_it_goes_on_on_either_database(point, database_url, tmp_path, outside, nursery):
    one = Lives(Place(tmp_path / "place", outside.double(), outside.sink, database=database_url), nursery, point)
    with closing(one):
        one.pass_all()
        one.examine()
