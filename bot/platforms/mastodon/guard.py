"""The guard of bot/platforms/guard.py on the way of requests, which Mastodon.py takes, and an end to every wait."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bot.errors import Refused
from bot.platforms.guard import refuse_private

_WAITING: ContextVar[list[socket.socket]] = ContextVar("where the running call waits for an answer")


class _Public(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        _look(self._dns_host, self.port)
        return _checked(super()._new_conn())

    def getresponse(self) -> Any:
        _waits(self.sock)
        return super().getresponse()


class _PublicTLS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        _look(self._dns_host, self.port)
        return _checked(super()._new_conn())

    def getresponse(self) -> Any:
        _waits(self.sock)
        return super().getresponse()


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Cut off what is asked in here after so long: the time limits of requests begin anew with every byte."""
    waiting: list[socket.socket] = []
    before, clock = _WAITING.set(waiting), Timer(seconds, _cut, (waiting,))
    clock.daemon = True
    clock.start()
    try:
        yield
    finally:
        clock.cancel()
        _WAITING.reset(before)


def _waits(on: socket.socket | None) -> None:
    if on is not None:
        _WAITING.get([]).append(on)


def _cut(waiting: list[socket.socket]) -> None:
    for one in waiting:
        with suppress(OSError):
            socket.socket.shutdown(one, socket.SHUT_RDWR)  # that of TLS would wait for the other side's word


def _look(host: str, port: int) -> None:
    """Nobody learns by our connecting, or by how long it takes, what answers inside."""
    with suppress(socket.gaierror):  # which connecting tells better
        for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            refuse_private(str(address[0]))


def _checked(connection: socket.socket) -> socket.socket:
    """The peer is looked at when connected and before a byte is sent: a name cannot change in between."""
    try:
        refuse_private(connection.getpeername()[0])
    except Refused:
        connection.close()
        raise
    return connection


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _Public


class _PublicTLSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicTLS


class GuardedAdapter(HTTPAdapter):
    """The way of requests to the public internet."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests does, with connections that look whom they reach."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicTLSPool}
