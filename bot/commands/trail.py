"""`rempart trail`: a person's evidence in one file, for somebody who verifies it without Rempart."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, progress, say

EXAMPLE: Final = "Example: rempart trail camille.zip --person camille"
FileArgument = Annotated[Path, typer.Argument(help="The zip file to write; it must not be there yet.", metavar="FILE")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose; not needed where there is one.")]
ClosedOption = Annotated[bool, typer.Option("--closed", help="Without contents: digests alone.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(trail)


def trail(
    file: FileArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    closed: ClosedOption = False,
) -> None:
    """Write a person's chain, exhibits, checkpoints and deposits into a zip file, with a program that verifies them.

    It holds what was written to the person, readable by whoever has the file, unless --closed is given.
    """
    from bot.store import read  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.trail.copying import write_closed_trail, write_trail  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.whose(person).name
        with desk.store.reading() as connection:
            total = sum(read.count(connection, what, {"person": name}) for what in ("entry", "exhibit"))
        with progress(desk.words.say("cmd_trail.progress"), total) as advance:
            (write_closed_trail if closed else write_trail)(desk.store, name, file, datetime.now(UTC), advance)
        say(desk.words.say("cmd_trail.closed" if closed else "cmd_trail.done", file=str(file)))
        say(desk.words.say("cmd_trail.verify", file=str(file)))
