"""`rempart blocklist close`: what would end with a list, proposing it, and how far it has come since."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_publish import ListOption, refused
from bot.commands.opened import Desk, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say

if TYPE_CHECKING:
    from bot.publishing.closing import Reach

CLOSE: Final = "Example: rempart blocklist close --list camille --propose camille"


def register(group: typer.Typer) -> None:
    """Give the command to the group."""
    group.command("close", epilog=CLOSE)(close)


def close(
    list_: ListOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    propose: Annotated[
        str, typer.Option("--propose", help="Propose it, by its name written once more.", metavar="NAME")
    ] = "",
) -> None:
    """Show how far a list goes; with --propose, let two people end it there. Once it is closed, show what is left."""
    import msgspec  # noqa: PLC0415 - takes long, and --help need not wait for it

    from bot.model.proposal import Kind  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - as above
    from bot.people.agreeing import Agreeing  # noqa: PLC0415 - as above
    from bot.publishing import closing  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        now, whose = datetime.now(UTC), desk.whose(person).name
        reach = closing.reach(desk.store, whose, list_)
        _tell(desk, reach)
        if not propose:
            say(desk.words.say(f"cmd_blocklist.close.{'closed' if reach.list.closed_at else 'dry'}", list=list_))
            return
        agreeing = Agreeing(desk.store, {})
        meant = closing.prepare(desk.store, whose, list_, propose, agreeing.open(whose))
        seat = Admission(desk.store).holder(whose, whose, now)
        one = agreeing.propose(seat, Kind.CLOSE, msgspec.json.encode(meant).decode(), now)
        say(desk.words.say(f"cmd_blocklist.close.{'alone' if one.due_at else 'waits'}"))


def _tell(desk: Desk, reach: "Reach") -> None:
    say(desk.words.count("cmd_blocklist.close.entries", reach.entries))
    say(desk.words.count("cmd_blocklist.close.followers", reach.followers))
    say(desk.words.count("cmd_blocklist.close.placed", reach.placed))
