"""What every test stands on: databases, a closed network, and the order of the run."""

import gc
import ipaddress
import logging
import sys
from collections.abc import Iterator
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from hypothesis import settings

from bot import __main__ as command_line
from bot.rules import compile as compilation
from bot.store import write
from tests.remembered import framed, remembered

pytest_plugins = ["tests.tally", "tests.postgres", "tests.searched", "tests.browser"]

FIRST = frozenset({"commands", "reliability", "raids", "scenarios", "links"})  # where one file may take a minute
LAST = ("network", "benchmark")  # what waits for servers last, measurements after everything else


def only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: a test that reaches for a machine other than this one fails with its address."""
    if event not in {"socket.connect", "socket.sendto", "socket.getaddrinfo"}:
        return
    host = arguments[0] if event == "socket.getaddrinfo" else arguments[1][0]
    if event != "socket.getaddrinfo" and not isinstance(arguments[1], tuple):
        return  # a Unix socket
    if not loopback(host):
        raise PermissionError(f"tests stay on this machine, and this one reached for {host}")


def loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """What a test lets be logged, and where, ends with it: a command's log would go on into a stream that is closed."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)
    root = logging.getLogger()
    root.handlers[:] = [one for one in root.handlers if type(one).__module__ != "bot.log"]


@pytest.fixture(autouse=True, scope="module")
def compiled_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """The same words are compiled once a process, not once a command; measurements compile as the product does."""
    with pytest.MonkeyPatch.context() as patch:
        if request.node.get_closest_marker("benchmark") is None:
            patch.setattr(compilation, "Reader", remembered)
            patch.setattr(command_line, "frame", framed)
        yield


@pytest.fixture(autouse=True, scope="module")
def drawn() -> Iterator[Random]:
    """Where salts are drawn from: copies and likenesses are found with a chance, which would break a test in some runs.

    The chance itself is measured over many texts and secrets in `tests/signals/test_copies.py`.
    """
    draw = Random(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "secrets", SimpleNamespace(token_bytes=draw.randbytes))
        yield draw


@pytest.fixture(autouse=True)
def drawn_again(drawn: Random) -> None:
    """Each test draws the same salts, alone or after others."""
    drawn.seed(1)


def pytest_configure() -> None:
    sys.addaudithook(only_loopback)
    settings.register_profile("patient", deadline=None)  # machines that run tests are busy with other things
    settings.load_profile("patient")


def pytest_sessionstart() -> None:
    """Loading all tests makes millions of objects that stay: looking for cycles among them took a quarter of it."""
    gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave alone what is loaded by now: each full look for cycles would go through it. Not where others' code is
    measured beside ours, which would gain by it.
    """
    gc.collect()
    if not any(item.get_closest_marker("benchmark") for item in session.items):
        gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, bool]:
    marks = (LAST.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in LAST)
    return max(marks, default=0), FIRST.isdisjoint(item.path.parts)
