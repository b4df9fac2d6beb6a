"""`rempart blocklist followers`: how many follow a list, where, and how far it is carried out there."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.opened import ByOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

ListArgument = Annotated[str, typer.Argument(metavar="LIST", help="The list, by its name.")]
RevealOption = Annotated[bool, typer.Option("--reveal", help="Say who they are too; the chain keeps that you asked.")]


def register(group: typer.Typer) -> None:
    """Give the command to the group."""
    group.command("followers", epilog="Example: rempart blocklist followers camille")(followers)


def followers(
    list_: ListArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show how many people follow a list; who they are, only when asked: followers are people too."""
    from bot.following.counted import counted, revealed  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store import lists  # noqa: PLC0415 - as above

    with opened(config) as desk:
        with desk.store.reading() as connection:
            found = lists.named(connection, list_)
        if found is None or found.person != desk.whose(person).name:
            raise ConfigError(desk.words.say("cmd_blocklist.followers.no_list", list=list_))
        count = counted(desk.store, found)
        names = revealed(desk.store, found, operator(by), datetime.now(UTC)) if reveal else {}
        if as_json:
            phases = {phase.value: number for phase, number in count.phases.items()}
            entries = count.entries._asdict()
            print_json({"phases": phases, "servers": dict(count.servers), "entries": entries, "followers": names})
            return
        for phase, number in count.phases.items():
            say(desk.words.count(f"cmd_blocklist.followers.{phase}", number))
        for server, number in count.servers.items():
            say(f"  {server}: {number}")
        for stands, number in count.entries._asdict().items():
            say(desk.words.count(f"cmd_blocklist.followers.entries.{stands}", number))
        for handle, far in names.items():
            say(f"  {handle}: {desk.words.say(f'cmd_blocklist.followers.is.{far}')}")
