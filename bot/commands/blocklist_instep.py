"""`rempart blocklist instep`: how far lists have come at Bluesky, and a list made again that was deleted there."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.opened import opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.blocklists.instep import Placement, Progress

AgainOption = Annotated[
    str | None, typer.Option("--again", help="Make this list again, which somebody deleted by hand.", metavar="LIST")
]


def register(group: typer.Typer) -> None:
    """Give the command to the group."""
    group.command("instep", epilog="Example: rempart blocklist instep")(instep)


def instep(
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    again: AgainOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show how far your lists have come at Bluesky."""
    from bot.store import lists, placements  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        name = desk.whose(person).name
        with desk.store.reading() as connection:
            kept = placements.every(connection, name)
            own = {one.slug: one.id for one in lists.every(connection, name)}
        if again is not None and own.get(again) not in kept:
            raise ConfigError(f"--again: no list called {again} stands at Bluesky")
        if again is not None:
            with desk.store.writing() as connection:
                placements.forget(connection, own[again])
            say(desk.words.say("cmd_blocklist.instep.again", list=again))
            return
        with desk.store.reading() as connection:
            shown = [
                (slug, kept[id_], placements.progress(connection, id_)) for slug, id_ in own.items() if id_ in kept
            ]
        if as_json:
            print_json([_told(*one) for one in shown])
            return
        for one in shown:
            _say(desk.words, *one)
        if not shown:
            say(desk.words.say("cmd_blocklist.instep.none"))


def _told(slug: str, one: "Placement", progress: "Progress") -> dict[str, str | int]:
    return {
        "list": slug,
        "account": one.account,
        "uri": one.uri,
        "trouble": one.trouble,
        "done": progress.done,
        "total": progress.total,
        "going": progress.going,
        "removed_by_hand": progress.barred,
        "added_by_hand": progress.theirs,
        "left_out": progress.left_out,
    }


def _say(words: "Wording", slug: str, one: "Placement", progress: "Progress") -> None:
    from bot.explaining.words import trouble  # noqa: PLC0415 - as above

    key = "cmd_blocklist.instep"
    say(words.say(f"{key}.done", list=slug, done=progress.done, total=progress.total, uri=one.uri or "…"))
    counts = {
        "going": progress.going,
        "barred": progress.barred,
        "theirs": progress.theirs,
        "left_out": progress.left_out,
    }
    for name, count in counts.items():
        if count:
            say(words.count(f"{key}.{name}", count))
    if one.trouble == "ended":
        say(words.say(f"{key}.ended", command=f"rempart blocklist instep --again {slug}"))
    elif one.trouble:
        say(words.say(f"{key}.trouble", trouble=trouble(words, one.trouble)))
