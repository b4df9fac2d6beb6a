"""`rempart community`: who of a community is watched over, and the way by which its server tells what happens."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config import Community
    from bot.store.rolls import State

ABOUT: Final = "Say who of a community is watched over, and try the way by which its server tells what happens."
ROLL: Final = "Example: rempart community roll --reveal"
LEAVE: Final = "Example: rempart community leave lea@ouest.example"
JOIN: Final = "Example: rempart community join lea@ouest.example --community ouest"
HOOK: Final = "Example: rempart community hook --try"
AccountArgument = Annotated[str, typer.Argument(help="lea@ouest.example, or the account's key.", metavar="ACCOUNT")]
CommunityOption = Annotated[
    str | None, typer.Option("--community", help="Which; not needed where there is one.", metavar="NAME")
]
TryOption = Annotated[bool, typer.Option("--try", help="Send a signed letter there that says nothing.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="community", help=ABOUT, no_args_is_help=True)
    group.command("roll", epilog=ROLL)(roll)
    group.command("leave", epilog=LEAVE)(leave)
    group.command("join", epilog=JOIN)(join)
    group.command("hook", epilog=HOOK)(hook)
    app.add_typer(group)


def roll(
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say who is watched over, and how many came or left by their own word; names only if you ask for them."""
    from bot.moderating.enrolling import written  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store import rolls  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = _community(desk, community)
        with desk.store.reading() as connection:
            said = rolls.every(connection, one.name)
        states = {state: [name for name, each in said.items() if each.state is state] for state in rolls.State}
        if as_json:
            names = {"said": {state.value: found for state, found in states.items()}} if reveal else {}
            counts = {state.value: len(found) for state, found in states.items()}
            whom = one.members if isinstance(one.members, str) else len(one.members)
            print_json({"community": one.name, "members": whom, "out": len(one.out), "counts": counts} | names)
            return
        whole = one.members if isinstance(one.members, str) else "named"
        say(desk.words.say(f"cmd_community.roll.{whole}", community=one.name, n=len(written(one)) - len(one.out)))
        say(desk.words.count("cmd_community.left_out", len(one.out)))
        for state, found in states.items():
            say(desk.words.count(f"cmd_community.state.{state.value}", len(found)))
            for name in found if reveal else ():
                say(f"  - {name}")


def leave(
    account: AccountArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: ByOption = None,
) -> None:
    """Do not watch over this account any more: it holds within a second, and what is kept of it goes with the day."""
    from bot.store.rolls import State  # noqa: PLC0415 - as above

    with opened(config) as desk:
        _say(desk, _community(desk, community), account, State.LEFT, by)


def join(
    account: AccountArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: ByOption = None,
) -> None:
    """Watch over this account, where only those are who asked; whoever left by themselves can come back only so."""
    from bot.store.rolls import State  # noqa: PLC0415 - as above

    with opened(config) as desk:
        _say(desk, _community(desk, community), account, State.IN, by)


def hook(config: ConfigOption = DEFAULT_CONFIG, community: CommunityOption = None, *, try_: TryOption = False) -> None:
    """Say what to enter at the server so that it tells what happens at once, and see whether it would arrive."""
    from bot.config.desks import MastodonDesk  # noqa: PLC0415 - as above
    from bot.moderating.hooking import Came, place_of, tried  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one, words = _community(desk, community), desk.words
        if not isinstance(one.desk, MastodonDesk):
            raise ConfigError(words.say("cmd_community.hook.ozone", community=one.name))
        if not desk.config.web.public_url:
            raise ConfigError(words.say("cmd_community.hook.nowhere"))
        url = place_of(desk.config.web.public_url, one.name)
        if not try_:
            for step in ("where", "url", "events", "secret" if one.desk.webhook else "secret_first", "then"):
                say(words.say(f"cmd_community.hook.{step}", server=one.desk.server, url=url, community=one.name))
            return
        if one.desk.webhook is None:
            raise ConfigError(words.say("cmd_community.hook.none", community=one.name))
        came = tried(url, one.desk.webhook.reveal().encode(), datetime.now(UTC))
        say(words.say(f"cmd_community.came.{came.value}", url=url))
    if came is not Came.WELL:
        raise typer.Exit(1)


def _community(desk: Desk, name: str | None) -> "Community":
    """The one of this name, or the only one. Raises ConfigError."""
    named = {one.name: one for one in desk.config.communities}
    if name is None and len(named) == 1:
        return next(iter(named.values()))
    if not named:
        raise ConfigError("there is no community in the configuration; docs/moderators.md says how to write one")
    if name is None or name not in named:
        raise ConfigError(f"--community: write one of {', '.join(named)}")
    return named[name]


def _say(desk: Desk, community: "Community", account: str, state: "State", by: str | None) -> None:
    from bot.moderating import enrolling  # noqa: PLC0415 - as above

    name, who = enrolling.name_in(community, account), operator(by)
    with desk.store.writing() as connection:
        enrolling.say(connection, desk.store.master, community, name, state, who, datetime.now(UTC))
    say(desk.words.say(f"cmd_community.done.{state.value}", community=community.name))
