"""`rempart desk list`, `show`, `take` and `settle`: what is open, and who sees to it."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.commands.desk_data import (
    CommunityOption,
    RefArgument,
    SeatOption,
    called,
    data,
    line,
    measures,
    refused,
    seat,
    shield,
)
from bot.commands.opened import RevealOption, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

MOST: Final = 50
"""How many are listed, the worst."""
StandingOption = Annotated[str, typer.Option("--standing", help="open, taken or settled.")]
BackOption = Annotated[bool, typer.Option("--let-go", help="See to it no more.")]


def register(group: typer.Typer) -> None:
    """Give the commands to their group."""
    group.command("list", epilog="Example: rempart desk list --standing taken")(every)
    group.command(epilog="Example: rempart desk show 1f3a9c02")(show)
    group.command(epilog="Example: rempart desk take 1f3a9c02 --by bachir")(take)
    group.command(epilog="Example: rempart desk settle 1f3a9c02")(settle)


def every(
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    standing: StandingOption = "open",
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """List what stands on the desk, the worst first; names stay hidden without --reveal."""
    from bot.model.docket import Standing  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store import dockets  # noqa: PLC0415 - as above

    if standing not in set(Standing):
        raise ConfigError(f"--standing: write one of {', '.join(Standing)}")
    with opened(config) as desk:
        whose = shield(desk, community)
        with desk.store.reading() as connection:
            found = dockets.page(connection, whose.name, Standing(standing), None, MOST)
            total = dockets.counts(connection, whose.name).get(Standing(standing), 0)
        if as_json:
            print_json({"total": total, "dockets": [data(desk, one, reveal=reveal) for one in found]})
            return
        say(desk.words.count(f"cmd_desk.{standing}", total))
        for one in found:
            say(f"  {line(desk, one, reveal=reveal)}")


def show(
    ref: RefArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show what is open about one account, what is suggested, and what was ordered before."""
    from bot.moderating.taking import find  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        one = find(desk.store, shield(desk, community).name, ref)
        before = measures(desk, one)
        if as_json:
            done = [{"id": each.id, "measure": each.does, "status": each.status.value} for each in before]
            print_json(data(desk, one, reveal=reveal) | {"measures": done})
            return
        say(line(desk, one, reveal=reveal))
        if one.rule:
            say(desk.words.say("cmd_desk.rule", rule=one.rule))
        if one.suggested:
            say(desk.words.say("cmd_desk.suggested", what=desk.words.say(f"action.{one.suggested}")))
        for each in before:
            action, status = desk.words.say(f"action.{each.does}"), desk.words.say(f"status.{each.status}")
            say(f"  - {each.id} · {action} · {status}")


def take(
    ref: RefArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: SeatOption = None,
    *,
    back: BackOption = False,
) -> None:
    """See to it, so that others know; with --let-go, no more."""
    from bot.moderating import taking  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose, now = shield(desk, community), datetime.now(UTC)
        sits, one = seat(desk, whose, by, now), taking.find(desk.store, whose.name, ref)
        done = taking.let_go(desk.store, sits, one, now) if back else taking.take(desk.store, whose, sits, one, now)
        name = called(desk, done, reveal=False)
        say(desk.words.say("cmd_desk.let_go" if back else "cmd_desk.took", name=sits.name, account=name))


def settle(
    ref: RefArgument, config: ConfigOption = DEFAULT_CONFIG, community: CommunityOption = None, by: SeatOption = None
) -> None:
    """Nothing more is to be done: its reports are settled at the server too."""
    from bot.moderating import taking  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose, now = shield(desk, community), datetime.now(UTC)
        one = taking.find(desk.store, whose.name, ref)
        done = taking.settle(desk.store, whose, seat(desk, whose, by, now), one, now)
        say(desk.words.say("cmd_desk.settle", account=called(desk, done, reveal=False)))
