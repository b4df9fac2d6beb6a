"""`rempart blocklist export, diff`: lists as files, and how two of them, or two versions, differ."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_publish import ListOption, refused, show
from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError, Malformed

if TYPE_CHECKING:
    from bot.blocklists.change import Change
    from bot.blocklists.entity import Entity

EXPORT: Final = "Example: rempart blocklist export --list camille --format mastodon-blocks --out blocks.csv"
DIFF: Final = "Example: rempart blocklist diff --list camille --from 2 --to 3"
HEAD: Final = 4096


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("export", epilog=EXPORT)(export)
    group.command("diff", epilog=DIFF)(diff)


def export(
    list_: ListOption,
    form: Annotated[str, typer.Option("--format", help="How it is written.")],
    out: Annotated[Path, typer.Option("--out", help="Where to; it must not be there yet.", metavar="FILE")],
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Write the version of a list that holds into a file."""
    from bot.publishing.documents import export as written  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk, refused():
        try:
            with out.open("xb") as file:
                written(desk.store, desk.whose(person).name, list_, form, file, operator(by), datetime.now(UTC))
        except FileExistsError:
            raise ConfigError(f"--out: {out} is there already") from None
        except OSError as error:
            raise ConfigError(f"--out: {out} cannot be written ({error.strerror})") from error
        except BaseException:  # half a file must not be left, whatever ended it
            out.unlink(missing_ok=True)
            raise
        say(desk.words.say("cmd_blocklist.publish.exported", list=list_))


def diff(
    files: Annotated[list[Path] | None, typer.Argument(help="Two files, instead of two versions.")] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    list_: Annotated[str, typer.Option("--list", help="The list, by its name.", metavar="NAME")] = "",
    before: Annotated[int, typer.Option("--from", help="The earlier version.", min=0)] = 0,
    after: Annotated[int, typer.Option("--to", help="The later one; 0: that which holds.", min=0)] = 0,
    *,
    reveal: RevealOption = False,
) -> None:
    """Show how two versions of a list differ, or two files; names need --reveal."""
    from bot.blocklists.snapshot import difference  # noqa: PLC0415 - as above

    if len(files or ()) not in {0, 2} or bool(files) == bool(list_):
        raise ConfigError("name two files, or a --list with --from and --to")
    with opened(config) as desk, refused():
        if files:
            old, new = (_file(path) for path in files)
        else:
            old, new = _versions(desk, person, list_, before, after)
        found = difference(old, new)
        show(desk, "added", found.added, reveal=reveal)
        show(desk, "changed", found.changed, reveal=reveal)
        show(desk, "gone", found.gone, reveal=reveal)


def _versions(
    desk: Desk, person: str | None, slug: str, before: int, after: int
) -> "tuple[dict[Entity, Change], dict[Entity, Change]]":
    from bot.blocklists.snapshot import fold  # noqa: PLC0415 - as above
    from bot.publishing.making import own  # noqa: PLC0415 - as above
    from bot.store import editions  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        one = own(connection, desk.whose(person).name, slug)
        old, new = (editions.as_of(connection, one.id, version) for version in (before, after or one.version))
        return fold(old), fold(new)


def _file(path: Path) -> "dict[Entity, Change]":
    """What a file says, in whatever format it is. Raises ConfigError."""
    from bot.blocklists.formats import FORMATS, Listed, detect  # noqa: PLC0415 - as above

    try:
        with path.open("rb") as file:
            form = FORMATS[detect(file.read(HEAD))]
            file.seek(0)
            reads = form.parse(iter(lambda: file.read(1 << 16), b""), datetime.now(UTC))
            return {read.change.entity: read.change for read in reads if isinstance(read, Listed)}
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except Malformed as error:
        raise ConfigError(f"{path}: {error}") from error
