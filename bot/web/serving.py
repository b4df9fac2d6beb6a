"""The pages served, in a process of their own, until it is told to stop."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

import structlog
import uvicorn

from bot.errors import ConfigError
from bot.web.house import House
from bot.web.site import site

log = structlog.get_logger(__name__)

PATIENCE: Final = 2
"""Seconds that open answers have when the process is told to stop."""
REQUEST: Final = 64_000
"""Bytes of a request's first lines and headers."""


async def serve(house: House, on_ready: Callable[[str], None]) -> None:
    """Serve until cancelled or told to stop; `on_ready` gets the address. Raises ConfigError where it is taken."""
    listening = _listen(house.config.web.host, house.config.web.port)
    port = listening.getsockname()[1]
    settings = uvicorn.Config(
        site(house, port),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=REQUEST,
        http="h11",
        timeout_graceful_shutdown=PATIENCE,
        limit_concurrency=200,
    )
    server = uvicorn.Server(settings)
    house.errands.start()
    with listening:
        on_ready(house.config.web.public_url or f"http://localhost:{port}")
        await server.serve(sockets=[listening])


def run(house: House, on_ready: Callable[[str], None]) -> None:
    """The same, as a whole program."""
    asyncio.run(serve(house, on_ready))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"[web] listen: {host}:{port} cannot be used ({error.strerror}); write another port, or stop what uses it"
        ) from error
    return listening
