"""`rempart export`: everything that is held on a protected person, for them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, progress, say

EXAMPLE: Final = "Example: rempart export --person camille camille.zip"
FileArgument = Annotated[Path, typer.Argument(help="The zip file to write.", metavar="FILE")]
PersonOption = Annotated[str | None, typer.Option("--person", help="For whom; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(export)


def export(file: FileArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None) -> None:
    """Write everything that is held on a protected person: readable copies, the originals, and the trail with what
    verifies it. Keys, passwords and sessions are not in it.
    """
    from bot.backups import export as work  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store import read  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = desk.whose(person)
        with desk.store.reading() as connection:
            whose = {"person": one.name}
            total = read.count(connection, "entry", whose) + 2 * read.count(connection, "exhibit", whose)
        with progress(desk.words.say("cmd_export.progress"), total) as advance:
            done = work.export(desk.store, one.name, one.language, file, datetime.now(UTC), advance)
        counts = {"exhibits": done.exhibits, "erased": done.erased}
        say(desk.words.say("cmd_export.done", file=str(file), person=one.name, **counts))
