"""The pages served, in a process of their own, until it is told to stop."""

import asyncio
import socket
from collections.abc import Callable
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from bot.errors import ConfigError
from bot.web.house import House
from bot.web.site import site

PATIENCE: Final = 2
"""Seconds that open answers have when the process is told to stop."""
REQUEST: Final = 64_000
"""Bytes of a request's first lines and headers."""


async def serve(house: House, on_ready: Callable[[str], None]) -> None:
    """Serve until cancelled or told to stop; `on_ready` gets the address. Raises ConfigError where it is taken."""
    listening = listen(house.config.web.host, house.config.web.port, "[web] listen")
    port = listening.getsockname()[1]
    house.errands.start()
    with listening:
        on_ready(house.config.web.public_url or f"http://localhost:{port}")
        await server(site(house, port)).serve(sockets=[listening])


def server(app: ASGIApp) -> uvicorn.Server:
    """What serves an app to browsers."""
    settings = uvicorn.Config(
        app,
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
    return uvicorn.Server(settings)


def run(house: House, on_ready: Callable[[str], None]) -> None:
    """The same, as a whole program."""
    asyncio.run(serve(house, on_ready))


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A port of this machine, ours from now on. Raises ConfigError, naming the setting, where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # who comes at once waits until it is served, and is not turned away
    except OSError as error:
        listening.close()
        raise ConfigError(
            f"{setting}: {host}:{port} cannot be used ({error.strerror}); write another port, or stop what uses it"
        ) from error
    return listening
