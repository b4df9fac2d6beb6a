"""`rempart blocklist preview`, `accept` and `refuse`: what a version of a list of others would do, and who decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, progress, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.blocklists.blocklist import Blocklist
    from bot.subscribing.subscribing import Subscribing

PREVIEW: Final = "Example: rempart blocklist preview ouest"
ACCEPT: Final = "Example: rempart blocklist accept ouest --seen 5d41402a"
SHORT: Final = 8
"""Letters of a digest by which it is told that what was looked at is what is accepted."""
REFUSE: Final = "Example: rempart blocklist refuse ouest"
SlugArgument = Annotated[str, typer.Argument(help="As `rempart blocklist list` shows it.", metavar="NAME")]
SeenOption = Annotated[
    str, typer.Option("--seen", help="As `preview` says it: another version that came since is not accepted.")
]


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("preview", epilog=PREVIEW)(preview)
    group.command("accept", epilog=ACCEPT)(accept)
    group.command("refuse", epilog=REFUSE)(refuse)


@contextmanager
def followed(desk: Desk, person: str | None) -> Iterator["Subscribing"]:
    """The lists of others that a person follows. What is refused is told as the operator's."""
    from bot.subscribing.declined import Declined  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.subscribing.subscribing import Subscribing  # noqa: PLC0415 - as above

    try:
        yield Subscribing(desk.store, desk.whose(person).name)
    except Declined as declined:
        raise ConfigError(desk.words.say(f"list_declined.{declined.cause.value}")) from declined


def preview(
    slug: SlugArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show the last version that came: whom you know in it first, how many it names, what is odd about it."""
    with opened(config) as desk, followed(desk, person) as following:
        whose = following.called(slug)
        if as_json:
            print_json(_data(desk, whose))
        else:
            show(desk, whose, sample=reveal)


def accept(
    slug: SlugArgument,
    seen: SeenOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Let the version that waits hold. Look at it first."""
    from bot.subscribing.keeping import Keeping  # noqa: PLC0415 - as above

    with opened(config) as desk, followed(desk, person) as following:
        whose, keeping = following.called(slug), Keeping(desk.store)
        digest = _digest(desk, whose)
        one = keeping.accept(whose, digest if digest.startswith(seen) else seen, operator(by), datetime.now(UTC))
        with progress(desk.words.say("cmd_blocklist.subscribe.taking", version=one.version), one.changes) as told:
            done = keeping.take(whose, told)
        say(desk.words.say("cmd_blocklist.subscribe.accepted", list=slug, version=one.version, n=done))


def refuse(
    slug: SlugArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Let go of the version that waits; what held before goes on holding."""
    from bot.subscribing.keeping import Keeping  # noqa: PLC0415 - as above

    with opened(config) as desk, followed(desk, person) as following:
        whose = following.called(slug)
        one = Keeping(desk.store).refuse(whose, _digest(desk, whose), operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.subscribe.let_go", list=slug, version=one.version))


def show(desk: Desk, whose: "Blocklist", *, sample: bool = False) -> None:
    """Say what the last version that came comes to, and how it stands."""
    from bot.explaining.versions import told  # noqa: PLC0415 - as above
    from bot.subscribing.keeping import looked_at  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        now = looked_at(connection, whose)
    said = desk.words.say
    if now.trouble:
        say(said("cmd_blocklist.subscribe.unread", why=said(f"list_unread.{now.trouble}")))
    if now.edition is None:
        say(said("cmd_blocklist.subscribe.nothing"))
        return
    for line in told(desk.words, now.report):
        say(line)
    if sample and now.report.sample:
        say(said("cmd_blocklist.subscribe.sample"))
        for key in now.report.sample:
            say(f"  - {key}")
    how = {"held": "waits", "refused": "refused", "undone": "refused"}.get(now.edition.standing, "holds")
    seen = now.edition.digest[:SHORT]
    say(said(f"cmd_blocklist.subscribe.{how}", list=whose.slug, version=now.edition.version, seen=seen))


def _digest(desk: Desk, whose: "Blocklist") -> str:
    from bot.subscribing.keeping import looked_at  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        edition = looked_at(connection, whose).edition
    return edition.digest if edition else ""


def _data(desk: Desk, whose: "Blocklist") -> object:
    from msgspec import to_builtins  # noqa: PLC0415 - as above

    from bot.subscribing.keeping import looked_at  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        now = looked_at(connection, whose)
    standing = now.edition.standing if now.edition else ""
    version = now.edition.version if now.edition else 0
    head = {"list": whose.slug, "standing": standing, "version": version, "trouble": now.trouble}
    return head | {"report": to_builtins(now.report)}
