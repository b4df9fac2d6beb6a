"""`rempart web` and `rempart open`: the pages served, and the link by which somebody comes in."""

import os
import threading
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, existing, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say

if TYPE_CHECKING:
    from bot.config import ConfigFile
    from bot.store.database import Store

EXAMPLE: Final = "Example: rempart web"
OPEN: Final = "Example: rempart open"
BesideOption = Annotated[int, typer.Option("--beside", hidden=True, help="The process of the shield: ends with it.")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose shield; not needed where there is one.")]
GENTLE: Final = 5
"""By how much the pages give way to the shield: whoever looks on must never keep it waiting."""
GLANCE: Final = 0.5
"""Seconds between two looks at whether the shield beside is still there, or has made its database."""

OF_COMMUNITIES: Final = ("bot.moderating.membership", "bot.web.given")
"""What the pages load where there is a community: its structs are learnt before a second thread reads."""


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(name="web", epilog=EXAMPLE)(web)
    app.command(name="open", epilog=OPEN)(open_)


def web(config: ConfigOption = DEFAULT_CONFIG, *, beside: BesideOption = 0) -> None:
    """Serve the pages alone; `rempart run` does it by itself.

    They are served on this machine, where [web] listen says; other machines reach them by a reverse proxy only.
    """
    from contextlib import closing  # noqa: PLC0415 - takes long, and --help need not wait for it

    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config import ConfigFile  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above
    from bot.model.noun import learn  # noqa: PLC0415 - as above
    from bot.web.house import House  # noqa: PLC0415 - as above
    from bot.web.serving import run  # noqa: PLC0415 - as above

    os.nice(GENTLE)
    file = ConfigFile(config)
    settings = file.read()
    start_log(settings.log.level, settings.log.form)
    if beside:
        threading.Thread(target=_end_with, args=(beside,), daemon=True).start()
    said = words(settings.language)
    with closing(_store(file, beside)) as store:
        for name in OF_COMMUNITIES if settings.communities else ():  # their pages read in several threads
            import_module(name)
        learn()
        run(House(file, store), lambda url: say(said.say("cmd_web.serving", url=url)))


def open_(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None) -> None:
    """Print a link that lets the holder of a shield into the pages: it works once, for an hour."""
    from bot.people.admission import Admission  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        now, admission = datetime.now(UTC), Admission(desk.store)
        seat = admission.holder(desk.whose(person).name, operator(by), now)
        say(desk.words.say("cmd_web.open", person=seat.person))
        say(f"{desk.config.web.url}/enter/{admission.link(seat, now)}")


def _store(file: "ConfigFile", beside: int) -> "Store":
    """The database; that of a shield beside may still be in the making."""
    from bot.errors import ConfigError  # noqa: PLC0415 - as above

    while True:
        settings = file.read()
        try:
            return existing(settings.database.reveal(), Path(settings.master_key))
        except ConfigError:
            if not beside:
                raise
            time.sleep(GLANCE)


def _end_with(process: int) -> None:
    """End when the shield does, however it does: pages of a shield that was killed would hold its port."""
    while os.getppid() == process:
        time.sleep(GLANCE)
    os._exit(0)
