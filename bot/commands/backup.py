"""`rempart backup` and `rempart restore`: everything in one file and its keys in another; and back, asking first."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, opened, operator
from bot.commands.output import BROKEN, DEFAULT_CONFIG, ConfigOption, complain, progress, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.backups.restoring import Restored
    from bot.config import Config
    from bot.store.database import Store

BACKUP: Final = "Example: rempart backup /mnt/elsewhere/rempart.backup"
RESTORE: Final = "Example: rempart restore /mnt/elsewhere/rempart.backup --keys /mnt/other/rempart.keys"
FileArgument = Annotated[Path, typer.Argument(help="The file of the backup.", metavar="FILE")]
KeysOption = Annotated[
    Path | None,
    typer.Option("--keys", help="The keys of backups; those that the configuration names if left out.", metavar="FILE"),
]


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(epilog=BACKUP)(backup)
    app.command(epilog=RESTORE)(restore)


def backup(file: FileArgument, config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Write everything that is kept to one file, and read it again; a shield may be at work meanwhile.

    The keys are not in it: they stand in a file apart, of which only the latest is kept, so that no backup opens what
    was erased after it. Copy both, and keep the master key in a third place: rempart key backup.
    """
    from bot.backups import backup as work  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.erasure.plan import Erasure  # noqa: PLC0415 - as above

    with opened(config) as desk:
        now, keys = datetime.now(UTC), desk.config.backup_keys
        if not file.parent.is_dir():
            raise ConfigError(f"{file}: stands in a folder that does not exist; make the folder, or name another place")
        Erasure(desk.store, keys).finish(now)
        with progress(desk.words.say("cmd_backup.progress"), work.total(desk.store)) as advance:
            made = work.back_up(desk.store, file, keys, now, advance)
        say(desk.words.say("cmd_backup.done", file=str(file), rows=made.rows, digest=made.digest))
        say(desk.words.say("cmd_backup.keys", keys=str(keys)))


def restore(
    file: FileArgument, config: ConfigOption = DEFAULT_CONFIG, keys: KeysOption = None, by: ByOption = None
) -> None:
    """Put a backup into an empty database, and verify it. Nothing is sent again by itself: what was planned asks.

    What was erased after the backup stays erased. Every shield is paused until `rempart resume`, and every list waits
    for `rempart blocklist confirm`.
    """
    from bot.audit import audit  # noqa: PLC0415 - as above
    from bot.backups import restoring  # noqa: PLC0415 - as above
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above
    from bot.log import start_log  # noqa: PLC0415 - as above
    from bot.shield import live  # noqa: PLC0415 - as above

    start_log("error")
    settings = load_lazily(config)
    said = words(settings.language)
    store = _empty(settings)
    try:
        with store.only_runner(), progress(said.say("cmd_restore.progress"), 0) as advance:
            place, shields = keys or settings.backup_keys, live.shields(settings, {})
            done = restoring.restore(store, file, place, shields, operator(by), datetime.now(UTC), advance)
            holds = all(one.valid for one in audit(store))
    finally:
        store.close()
    _tell(said, done)
    if not holds:
        complain(said.say("cmd_restore.broken"))
        raise typer.Exit(BROKEN)
    say(said.say("cmd_restore.holds"))


def _tell(said: "Wording", done: "Restored") -> None:
    say(said.say("cmd_restore.done", made=done.made, rows=done.rows, erased=done.erased))
    if done.uncertain + done.untold:
        say(said.say("cmd_restore.uncertain", n=done.uncertain + done.untold))
    if done.lists:
        say(said.count("cmd_restore.lists", done.lists))
    if done.proposals:
        say(said.count("cmd_restore.proposals", done.proposals))
    say(said.say("cmd_restore.paused"))


def _empty(settings: "Config") -> "Store":
    """The configured database with its tables, and the master key, which is never made here. Raises ConfigError."""
    from bot.config.master import load_master_key  # noqa: PLC0415 - as above
    from bot.evidence.master import MasterKey  # noqa: PLC0415 - as above
    from bot.store.database import Store  # noqa: PLC0415 - as above
    from bot.store.migrate import migrate  # noqa: PLC0415 - as above

    store = Store(settings.database.reveal(), MasterKey(load_master_key(settings.master_key)))
    try:
        migrate(store)
    except BaseException:  # whatever it was, Ctrl-C too: nobody else can close what is not handed out
        store.close()
        raise
    return store
