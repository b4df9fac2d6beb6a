"""The real network, for the tests marked `network`, and Jetstreams fed by it or by hand."""

from collections.abc import Iterator

import pytest

from tests.network.jetstream import Jetstream
from tests.network.servers import Network, running_network, set_up
from tests.postgres import Server


@pytest.fixture(scope="session")
def atnet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The real PLC, PDS, AppView and Ozone; one for the whole run, so make accounts of your own on it."""
    set_up()
    server: Server = request.getfixturevalue("postgres_server")
    log = tmp_path_factory.mktemp("atnet") / "network.log"
    with server.database() as url, running_network(url, log) as network:
        yield network


@pytest.fixture
def jetstream(atnet: Network) -> Iterator[Jetstream]:
    """A Jetstream of this test's own, fed by the real PDS from its first event."""
    yield from running(Jetstream(atnet.pds))


@pytest.fixture
def empty_jetstream() -> Iterator[Jetstream]:
    """A Jetstream that publishes only what the test gives it; needs no network."""
    yield from running(Jetstream())


def running(jetstream: Jetstream) -> Iterator[Jetstream]:
    jetstream.start()
    yield jetstream
    jetstream.end()
