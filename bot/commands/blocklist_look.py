"""`rempart blocklist list`: what lists there are."""

from typing import Annotated

import typer

from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say

PersonOption = Annotated[str | None, typer.Option("--person", help="Whose shield; not needed where there is one.")]


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("list", epilog="Example: rempart blocklist list")(listed)


def listed(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """Show a person's lists, their own and those they follow."""
    from bot.store import lists  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        with desk.store.reading() as connection:
            found = [(one, lists.count(connection, one.id)) for one in lists.every(connection, desk.whose(person).name)]
        if as_json:
            print_json(
                [
                    {
                        "list": one.slug,
                        "origin": one.origin,
                        "version": one.version,
                        "entries": count,
                        "confirmed": one.restored_at is None,
                    }
                    for one, count in found
                ]
            )
            return
        for one, count in found:
            say(
                desk.words.count(
                    f"cmd_blocklist.{one.origin}", count, list=one.slug, version=one.version, title=one.title
                )
            )
            if one.restored_at:
                say(desk.words.say("cmd_blocklist.restored", list=one.slug))
        if not found:
            say(desk.words.say("cmd_blocklist.none"))
