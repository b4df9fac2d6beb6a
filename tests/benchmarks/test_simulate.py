"""What scenarios of every shape cost: twice the events cost hardly more than twice as much."""

import asyncio
import time

import pytest

from bot.simulation.performance import perform
from tests.benchmarks.shapes import SHAPES, shaped

pytestmark = pytest.mark.benchmark
FEW, MANY = 150, 300
TRIES = 4
MOST = 2.6


def spent(shape: str, count: int) -> float:
    """Seconds of the processor, which others on this machine don't change much."""
    played = shaped(shape, count)
    began = time.process_time()
    result = asyncio.run(perform(played, None))
    assert result["chain"]["valid"]
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_events_of_any_shape_cost_hardly_more_than_twice_as_much(shape, record_property):
    begin, few, many = (min(spent(shape, count) for _ in range(TRIES)) for count in (2, FEW, MANY))
    few, many = few - begin, many - begin  # rules are compiled, a database is made
    record_property("milliseconds_an_event", round(1000 * many / MANY, 1))
    record_property("times", round(many / few, 2))
    assert many / few < MOST
