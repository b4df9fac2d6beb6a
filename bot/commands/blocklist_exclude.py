"""`rempart blocklist exclude` and `include`: about whom no list does anything, whatever it says."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_preview import followed
from bot.commands.opened import ByOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError, Malformed

if TYPE_CHECKING:
    from bot.blocklists.entity import Entity

EXCLUDE: Final = "Example: rempart blocklist exclude friend@example.org"
INCLUDE: Final = "Example: rempart blocklist include friend@example.org"
WhoArgument = Annotated[
    str, typer.Argument(help="user@example.org, did:plc:…, https://… of an account, or a domain.", metavar="WHO")
]
ListOption = Annotated[str, typer.Option("--list", help="Only for the list of this name; all if left out.")]


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("exclude", epilog=EXCLUDE)(exclude)
    group.command("include", epilog=INCLUDE)(include)


def exclude(
    who: WhoArgument,
    slug: ListOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Let lists do nothing about an account or a whole domain, now and in every later version."""
    entity = _entity(who)
    with opened(config) as desk, followed(desk, person) as following:
        following.exclude(entity, slug, operator(by), datetime.now(UTC))
        form = "excluded_one" if slug else "excluded"
        say(desk.words.say(f"cmd_blocklist.subscribe.{form}", who=entity.key, list=slug))


def include(
    who: WhoArgument,
    slug: ListOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Take an exclusion back."""
    entity = _entity(who)
    with opened(config) as desk, followed(desk, person) as following:
        following.include(entity, slug, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.subscribe.included", who=entity.key))


def _entity(who: str) -> "Entity":
    from bot.blocklists.entity import meant  # noqa: PLC0415 - takes long, and --help need not wait for it

    try:
        return meant(who)
    except Malformed as error:
        raise ConfigError(f"{who}: {error}") from error
