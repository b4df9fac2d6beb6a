"""`rempart work`: what the pages begin for long work; nobody need write it."""

import os
from typing import Annotated, Final

import typer

from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption

EXAMPLE: Final = "Example: rempart work 0f3c9a7e5b1d2468, with the id that stands in the address of its page"
GENTLE: Final = 10
"""By how much it gives way to whatever else runs on this machine."""
IdArgument = Annotated[str, typer.Argument(help="Of the work that was asked for.", metavar="ID")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(hidden=True, epilog=EXAMPLE)(work)


def work(id_: IdArgument, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Do long work that was asked for on a page."""
    from bot.working.doing import do  # noqa: PLC0415 - takes long, and --help need not wait for it

    os.nice(GENTLE)
    with opened(config) as desk:
        do(config, desk.store, id_)
