"""`rempart vault`: what must not be found in public; it is asked for on the terminal, and never shown again."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.model.leak import LeakKind

ADD: Final = "Example: rempart vault add address"
TEST: Final = "Example: rempart vault test, then paste a text, and Ctrl-D"
LIST: Final = "Example: rempart vault list"
REMOVE: Final = "Example: rempart vault remove 3f9c2a7b1d4e5f60 --yes"
ROTATE: Final = "Example: rempart vault rotate"
KindArgument = Annotated[
    str, typer.Argument(help="address, phone, email, name, plate, place or document.", metavar="KIND")
]
IdsArgument = Annotated[list[str], typer.Argument(help="As `rempart vault list` shows them.", metavar="ID…")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose vault; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="vault", help="Keep what must not be found in public.", no_args_is_help=True)
    group.command("add", epilog=ADD)(add)
    group.command("test", epilog=TEST)(tried)
    group.command("list", epilog=LIST)(listed)
    group.command("remove", epilog=REMOVE)(remove)
    group.command("rotate", epilog=ROTATE)(rotate)
    app.add_typer(group)


def add(
    kind: KindArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Put a value in. It is asked for, not shown while you write it, and kept nowhere: only keyed digests of it are."""
    from bot.vault.keeping import add as put  # noqa: PLC0415 - takes long, and --help need not wait for it

    chosen = _kind(kind)
    with opened(config) as desk:
        name = desk.person(person).name
        value = _asked(desk, chosen)
        with _unnamed(value):
            one = put(desk.store, name, chosen, value, operator(by), datetime.now(UTC))
        _settle(desk, gone=False)
        what = desk.words.say(f"cmd_vault.kind.{chosen}")
        say(desk.words.say("cmd_vault.added", person=name, what=what, id=one.kept.id))


def tried(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """Say what of the vault stands in a text that you paste; neither the text nor a value is shown or kept."""
    from bot.signals.leaks.secret import NOTHING  # noqa: PLC0415 - as above
    from bot.vault.opening import opened as vault_of  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.person(person).name
        if sys.stdin.isatty():
            say(desk.words.say("cmd_vault.paste"))
        text = sys.stdin.buffer.read().decode(errors="replace")
        with desk.store.reading() as connection:
            vault = vault_of(connection, desk.store.master, name)
        found = (vault.find(text) if vault else NOTHING).leaks
        if as_json:
            print_json([{"kind": leak.kind.value, "span": list(leak.span)} for leak in found])
            return
        for leak in found:
            start, end = leak.span
            what = desk.words.say(f"cmd_vault.kind.{leak.kind}")
            say(desk.words.say("cmd_vault.found", what=what, start=start + 1, end=end))
        if not found:
            say(desk.words.say("cmd_vault.nothing"))


def listed(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """Show how many values of each kind there are, since when, and by whom; never what they say."""
    from bot.vault.keeping import contents, counts  # noqa: PLC0415 - as above

    with opened(config) as desk:
        one = desk.person(person)
        with desk.store.reading() as connection:
            inside = contents(connection, desk.store.master, one.name)
        if as_json:
            rows = [
                {"id": each.kept.id, "kind": each.kept.kind.value, "at": each.at.isoformat(), "by": each.by}
                for each in inside
            ]
            print_json({"person": one.name, "counts": counts(inside), "values": rows})
            return
        if not inside:
            say(desk.words.say("cmd_vault.empty", person=one.name))
        for kind, count in counts(inside).items():
            say(desk.words.say("cmd_vault.count", what=desk.words.say(f"cmd_vault.kind.{kind}"), n=count))
            for each in (each for each in inside if each.kept.kind == kind):
                at = desk.words.moment(each.at, one.zone)
                say(desk.words.say("cmd_vault.line", id=each.kept.id, at=at, by=each.by))


def remove(
    ids: IdsArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Take values out: they are no longer looked for, and their digests open in no backup."""
    from bot.vault.keeping import contents  # noqa: PLC0415 - as above
    from bot.vault.keeping import remove as take_out  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.person(person).name
        with desk.store.reading() as connection:
            known = {one.kept.id for one in contents(connection, desk.store.master, name)}
        unknown = [one for one in ids if one not in known]
        if unknown:
            raise ConfigError(f"vault remove: nothing has the id {unknown[0]}; `rempart vault list` shows the ids")
        if not yes:
            say(desk.words.count("cmd_vault.would_remove", len(set(ids)), person=name))
            return
        count = take_out(desk.store, name, ids, operator(by), datetime.now(UTC))
        _settle(desk, gone=True)
        say(desk.words.count("cmd_vault.removed", count, person=name))


def rotate(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None) -> None:
    """Lay a new key over all digests: who got hold of the old key can compare nothing with them any more."""
    from bot.vault.keeping import rotate as lay_over  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.person(person).name
        count = lay_over(desk.store, name, operator(by), datetime.now(UTC))
        _settle(desk, gone=True)
        say(desk.words.count("cmd_vault.rotated", count, person=name))


def _kind(written: str) -> "LeakKind":
    from bot.model.leak import LeakKind  # noqa: PLC0415 - as above

    if written not in set(LeakKind):
        raise ConfigError(f"vault add: there is no such kind; write one of {', '.join(LeakKind)}")
    return LeakKind(written)


def _asked(desk: Desk, kind: "LeakKind") -> str:
    """What is written, unseen, on the terminal; or on the one line that a program gives."""
    if sys.stdin.isatty():
        value = str(typer.prompt(desk.words.say(f"cmd_vault.ask.{kind}"), hide_input=True))
    else:
        value = sys.stdin.buffer.readline().decode(errors="replace")
    if not value.strip():
        raise ConfigError("vault add: nothing was written")
    return value.strip()


@contextmanager
def _unnamed(value: str) -> Iterator[None]:
    """Let no error leave that holds the value, whatever raised it."""
    try:
        yield
    except ConfigError:
        raise  # ours, which never repeats it
    except Exception as error:  # what it says, and what it was raised from, may hold the value
        if value in f"{error!r}":
            raise ConfigError(f"vault add: it could not be kept ({type(error).__name__})") from None
        raise


def _settle(desk: Desk, *, gone: bool) -> None:
    """Renew the keys of backups; let no remnant of what went stay in the files of the database."""
    from bot.erasure.plan import Erasure  # noqa: PLC0415 - as above
    from bot.keyring import renew  # noqa: PLC0415 - as above
    from bot.store import write  # noqa: PLC0415 - as above
    from bot.store.shred import MARK  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    if not gone:
        renew(desk.store, desk.config.backup_keys, now)
        return
    with desk.store.writing() as connection:
        write.advance(connection, {MARK: now.isoformat()}, now)
    Erasure(desk.store, desk.config.backup_keys).finish(now)
