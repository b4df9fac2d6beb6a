"""`rempart pause` and `rempart resume`: nothing is done automatically for a while; everything goes on being kept."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say

if TYPE_CHECKING:
    from bot.config import Somebody

PAUSE: Final = "Example: rempart pause --for 2h --person camille"
RESUME: Final = "Example: rempart resume --person camille"
ForOption = Annotated[
    str | None, typer.Option("--for", help="How long: 2h, 3 days; until `resume` if left out.", metavar="SPAN")
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose shield; everybody's if left out.")]


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(epilog=PAUSE)(pause)
    app.command(epilog=RESUME)(resume)


def pause(
    config: ConfigOption = DEFAULT_CONFIG, how_long: ForOption = None, person: PersonOption = None, by: ByOption = None
) -> None:
    """Do nothing automatically for a while. Mentions go on being judged, kept and told; actions wait for you.

    Lists do nothing new either, at nobody's account; whoever you take off, or leaves, is let go all the same.
    """
    from bot.commands.moments import lasting  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.people.review import UNTIL_RESUMED, Review  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    until = UNTIL_RESUMED if how_long is None else now + lasting("--for", how_long)
    with opened(config) as desk:
        review, who = Review(desk.store), operator(by)
        for one in _chosen(desk, person):
            review.pause(one.name, until, who, now)
            if how_long is None:
                say(desk.words.say("cmd_pause.paused", person=one.name))
            else:
                say(desk.words.say("cmd_pause.until", person=one.name, at=desk.words.moment(until, one.zone)))


def resume(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None) -> None:
    """End a pause. What was held meanwhile goes on waiting for you: see `rempart held`."""
    from bot.people.review import Review  # noqa: PLC0415 - as above
    from bot.store import pauses  # noqa: PLC0415 - as above

    with opened(config) as desk:
        for one in _chosen(desk, person):
            with desk.store.reading() as connection:
                until = pauses.paused_until(connection, one.name)
            if until is not None:
                Review(desk.store).pause(one.name, None, operator(by), datetime.now(UTC))
            say(desk.words.say("cmd_pause.awake" if until is None else "cmd_pause.resumed", person=one.name))


def _chosen(desk: Desk, name: str | None) -> tuple["Somebody", ...]:
    return desk.config.shielded if name is None else (desk.whose(name),)
