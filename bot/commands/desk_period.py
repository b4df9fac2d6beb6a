"""`rempart desk period`: what was decided in a span of time, in numbers, into a file that can be shown to anybody."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.desk_data import CommunityOption, SeatOption, refused, seat, shield
from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError

FromOption = Annotated[str, typer.Option("--from", help="The first day: 2026-01-01.")]
ToOption = Annotated[str, typer.Option("--to", help="The day after the last: 2026-07-01.")]
FileArgument = Annotated[Path, typer.Argument(help="What to write: .csv or .json; it must not be there yet.")]


def register(group: typer.Typer) -> None:
    """Give the command to its group."""
    group.command(epilog="Example: rempart desk period --from 2026-01-01 --to 2026-07-01 first-half.csv")(period)


def period(
    file: FileArgument,
    since: FromOption,
    until: ToOption,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: SeatOption = None,
) -> None:
    """Write how many measures were taken, why, by whom or what, how fast, and what became of those contested."""
    from bot.commands.moments import moment  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.moderating import periods  # noqa: PLC0415 - as above

    writing = {".csv": periods.as_csv, ".json": periods.as_json}.get(file.suffix.lower())
    if writing is None or file.exists():
        raise ConfigError(f"{file}: write a name that ends in .csv or .json, and is not there yet")
    first, last = moment("--from", since), moment("--to", until)
    with opened(config) as desk, refused():
        whose, now = shield(desk, community), datetime.now(UTC)
        made = periods.export(desk.store, seat(desk, whose, by, now), first, last, now)
        file.write_text(writing(made), encoding="utf-8")
        say(desk.words.count("cmd_desk.period", sum(one.done for one in made.lines), file=str(file)))
