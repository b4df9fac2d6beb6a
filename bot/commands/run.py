"""`rempart run`: the shield itself, until it is told to stop."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, Final

import typer

from bot.commands.beside import together
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.lean import spare

if TYPE_CHECKING:
    from bot.config import Config

EXAMPLE: Final = "Example: rempart run --config config.toml"
PATIENCE: Final = 4.5
"""Seconds after being told to stop when the process ends whatever is still under way. Nothing is lost by it: what
was in hand is taken up at the next start, as after a power cut."""


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(run)


def run(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Shield everybody in the configuration, until stopped with Ctrl-C or SIGTERM.

    At the first run the database and the master key are made. A second shield on one database is refused. A
    configuration that changes meanwhile is taken up within seconds, or at once on SIGHUP; `rempart status` says if not.
    """
    spare()
    from bot import app  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.config import ConfigFile  # noqa: PLC0415 - as above
    from bot.dossier.staging import ours, sweep  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above
    from bot.shield.reload import Reloads  # noqa: PLC0415 - as above

    file = ConfigFile(config)
    settings = file.read()
    reloads = Reloads(settings, file)
    sweep(ours(config))
    start_log(settings.log.level, settings.log.form)
    for line in greeting(settings, config.name):
        say(line)
    last = threading.Timer(PATIENCE, os._exit, (0,))
    last.daemon = True
    try:
        work = app.run(settings, reloads)
        asyncio.run(until_told(together(work, config) if settings.web.enabled else work, last.start, reloads.ask))
    finally:
        last.cancel()
    say(_said(settings, "stopped"))


def greeting(config: "Config", file: str) -> Iterator[str]:
    """Who is protected, how far it goes, and what to do next."""
    yield _said(config, "opening")
    for person in config.people:
        accounts = ", ".join(f"{account.platform} {account.handle}" for account in person.accounts)
        yield f"  {person.name} · {accounts} · " + _said(config, f"mode.{person.mode}", file=file)
    for one in config.communities:
        place = f"{one.desk.platform} {one.desk.handle}"
        yield f"  {one.name} · {place} · " + _said(config, f"mode.{one.mode}", file=file)
    yield _said(config, "closing")


async def until_told(
    work: Coroutine[Any, Any, None], on_told: Callable[[], None], on_hangup: Callable[[], None] = lambda: None
) -> None:
    """Work until SIGINT or SIGTERM; then let it end in order. A second signal kills. SIGHUP asks for a reload."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    told = asyncio.Event()

    def stop() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        told.set()
        on_told()
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    loop.add_signal_handler(signal.SIGHUP, _hung_up, loop, _terminals(), on_hangup)
    try:
        await task
    except asyncio.CancelledError:
        if not told.is_set():
            raise


def _terminals() -> frozenset[int]:
    """Which of the standard streams are terminals."""
    return frozenset(number for number in range(3) if os.isatty(number))


def _hung_up(loop: asyncio.AbstractEventLoop, terminals: frozenset[int], on_hangup: Callable[[], None]) -> None:
    """A reload; but where the terminal that it was started in is gone, the end, as ever."""
    if terminals and not _terminals():
        loop.remove_signal_handler(signal.SIGHUP)
        signal.raise_signal(signal.SIGHUP)
    on_hangup()


def _said(config: "Config", key: str, **values: str) -> str:
    from bot.commands.words import words  # noqa: PLC0415 - as above

    return words(config.language).say(f"cmd_run.{key}", **values)
