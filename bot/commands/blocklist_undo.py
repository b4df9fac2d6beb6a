"""`rempart blocklist undo, appeals`: taking back what a list said, and answering those who object."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_publish import ListOption, refused
from bot.commands.opened import ByOption, Desk, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, progress, say
from bot.errors import ConfigError, Gone

if TYPE_CHECKING:
    from bot.blocklists.blocklist import Blocklist
    from bot.store.appeals import Question

UNDO: Final = "Example: rempart blocklist undo --list camille --version 3 --yes"
APPEALS: Final = "Example: rempart blocklist appeals --read 1a2b3c4d"
SHOWN: Final = 12
MOST: Final = 500


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("undo", epilog=UNDO)(undo)
    group.command("appeals", epilog=APPEALS)(appeals)


def undo(
    list_: ListOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    version: Annotated[int, typer.Option("--version", help="All that a version changed.", min=0)] = 0,
    entry: Annotated[str, typer.Option("--entry", help="What is said of one account or domain.")] = "",
    *,
    wipe: Annotated[bool, typer.Option("--wipe", help="Tell not even any more what was said of --entry.")] = False,
    yes: YesOption = False,
) -> None:
    """Take a version or an entry back, everywhere the list went. It needs no second person; asked again, it goes on."""
    from bot.publishing import undoing  # noqa: PLC0415 - takes long, and --help need not wait for it

    if bool(version) == bool(entry) or (wipe and not entry):
        raise ConfigError("write either --version or --entry; --wipe goes with --entry")
    with opened(config) as desk, refused():
        name, now, whose = operator(by), datetime.now(UTC), desk.whose(person).name
        if foreign := _foreign(desk, whose, list_):
            _take_back(desk, foreign, version, name, now, yes=yes)
            return
        count = undoing.reach(desk.store, whose, list_, version) if version else 1
        if not yes:
            say(desk.words.count("cmd_blocklist.undo.would", count))
            return
        if version:
            with progress(list_, count) as on_done:
                count = undoing.undo(desk.store, whose, list_, version, name, now, on_done)
        else:
            count = _entry(desk, whose, list_, entry, name, now, wipe=wipe)
        say(desk.words.count("cmd_blocklist.undo.done", count))


def _foreign(desk: Desk, whose: str, list_: str) -> "Blocklist | None":
    """The list of others of this name, if it is one."""
    from bot.subscribing.subscribing import Subscribing  # noqa: PLC0415 - as above

    return next((one for one in Subscribing(desk.store, whose).every() if one.slug == list_), None)


def _take_back(desk: Desk, whose: "Blocklist", version: int, by: str, now: datetime, *, yes: bool) -> None:
    """Undo a version of a list of others."""
    from bot.commands.blocklist_preview import followed  # noqa: PLC0415 - as above
    from bot.subscribing import undoing  # noqa: PLC0415 - as above

    if not version:
        raise ConfigError("of a list of others a version is undone: write --version; or exclude somebody from it")
    with followed(desk, whose.person):
        count = undoing.reach(desk.store, whose, version)
        if yes:
            with progress(whose.slug, count) as on_done:
                count = undoing.undo(desk.store, whose, version, by, now, on_done)
    say(desk.words.count(f"cmd_blocklist.undo.{'done' if yes else 'would'}", count))


def appeals(
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    read: Annotated[str, typer.Option("--read", help="Show what one says; the trail says who read it.")] = "",
    uphold: Annotated[str, typer.Option("--uphold", help="Agree with one: the entry is taken back.")] = "",
    decline: Annotated[str, typer.Option("--decline", help="Keep the entry; takes an --answer.")] = "",
    answer: Annotated[str, typer.Option("--answer", help="What they will read.")] = "",
) -> None:
    """List those who are listed and object, without their words; read one, and decide."""
    from bot.publishing import appealing  # noqa: PLC0415 - as above
    from bot.store.appeals import Standing  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose, now, name = desk.whose(person).name, datetime.now(UTC), operator(by)
        if read:
            for heard in appealing.read(desk.store, whose, _named(desk, whose, read), name, now):
                say(heard.words)
        elif uphold or decline:
            standing = Standing.UPHELD if uphold else Standing.DECLINED
            id_ = _named(desk, whose, uphold or decline)
            appealing.decide(desk.store, whose, id_, standing, answer, name, now)
            say(desk.words.say(f"cmd_blocklist.appeals.{standing.value}"))
        else:
            _listed(desk, whose)


def _entry(desk: Desk, whose: str, list_: str, written: str, by: str, now: datetime, *, wipe: bool) -> int:
    from bot.blocklists.entity import meant  # noqa: PLC0415 - as above
    from bot.errors import Malformed  # noqa: PLC0415 - as above
    from bot.publishing import undoing  # noqa: PLC0415 - as above

    try:
        entity = meant(written)
    except Malformed as error:
        raise ConfigError(f"--entry: {error}") from error
    if wipe:
        undoing.wipe(desk.store, whose, list_, entity, by, now)
        return 1
    return undoing.retract(desk.store, whose, list_, [entity], by, now)


def _listed(desk: Desk, whose: str) -> None:
    from bot.store import lists  # noqa: PLC0415 - as above

    found = _waiting(desk, whose)
    with desk.store.reading() as connection:
        slugs = {one.id: one.slug for one in lists.ever(connection, whose)}
    say(desk.words.count("cmd_blocklist.appeals.waiting", len(found)))
    for last, count in found:
        times = f"  × {count}" if count > 1 else ""
        say(f"  {last.id[:SHOWN]}  {slugs.get(last.list, '?')}  {last.at:%Y-%m-%d}{times}")


def _waiting(desk: Desk, whose: str) -> "list[Question]":
    from bot.store.appeals import questions  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        return questions(connection, whose, MOST)


def _named(desk: Desk, whose: str, beginning: str) -> str:
    """The appeal whose id begins so, that waits. Raises ConfigError."""
    from bot.store.appeals import beginning_so  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        found = beginning_so(connection, whose, beginning)
    if len(found) != 1:
        raise ConfigError(f"no appeal, or several, begin with {beginning[:SHOWN]}") from Gone()
    return found[0]
