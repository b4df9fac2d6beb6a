"""`rempart acknowledge`: somebody says that they saw an urgent alert, so that it does not go on to the next."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.commands.opened import ByOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError, Gone

EXAMPLE: Final = "Example: rempart acknowledge 4f2a… --by lea"
RefArgument = Annotated[str, typer.Argument(help="The reference that the alert gives.", metavar="REF")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(acknowledge)


def acknowledge(ref: RefArgument, config: ConfigOption = DEFAULT_CONFIG, by: ByOption = None) -> None:
    """Say that you saw an urgent alert, and all before it: it rings no more. Nothing else is done about it."""
    from bot.people import acknowledging  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        now = datetime.now(UTC)
        try:
            before = acknowledging.look(desk.store, ref)
            seen = acknowledging.acknowledge(desk.store, ref, operator(by), now)
        except Gone as error:
            raise ConfigError(f"{ref}: {error}") from None
        zones = {person.name: person.zone for person in desk.config.shielded}
        at = desk.words.moment(seen.seen_at or now, zones.get(seen.person, "UTC"))
        key = "again" if before.seen_at else "done"
        say(desk.words.say(f"cmd_acknowledge.{key}", person=seen.person, by=seen.seen_by, at=at))
        if before.others and not before.seen_at:
            say(desk.words.count("cmd_acknowledge.others", before.others))
