"""`rempart blocklist confirm`: a list that a backup put back goes on once somebody looked at what it holds."""

from datetime import UTC, datetime
from typing import Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_publish import ListOption, refused, show
from bot.commands.opened import ByOption, RevealOption, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say

CONFIRM: Final = "Example: rempart blocklist confirm --list camille --reveal (then, once you have looked: --yes)"


def register(group: typer.Typer) -> None:
    """Give the command to the group."""
    group.command("confirm", epilog=CONFIRM)(confirm)


def confirm(
    list_: ListOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    reveal: RevealOption = False,
    yes: YesOption = False,
) -> None:
    """Say that a list is right which a backup put back; until then nothing is begun by it, nor handed out of it.

    Whom you had taken off since the backup stands in it again: take them off first (rempart blocklist undo --entry).
    """
    from bot.blocklists.snapshot import HERE  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.publishing import restored  # noqa: PLC0415 - as above
    from bot.store import lists  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose = desk.whose(person).name
        with desk.store.reading() as connection:
            one = restored.waiting(connection, whose, list_)
            held = tuple(change for change in lists.snapshot(connection, one.id) if change.type in HERE)
        show(desk, "holds", held, reveal=reveal)
        if not yes:
            say(desk.words.say("cmd_blocklist.confirm.would"))
            return
        restored.confirm(desk.store, whose, list_, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.confirm.done", list=list_))
