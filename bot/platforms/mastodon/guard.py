"""The guard of bot/platforms/guard.py on the way of requests, which Mastodon.py takes."""

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from bot.errors import Refused
from bot.platforms.guard import refuse_private


class _Public(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicTLS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


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
