"""`rempart key backup` and `rempart key rotate --master`: keeping the master key, and replacing it by another."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.commands.opened import opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError

BACKUP: Final = "Example: rempart key backup /media/stick/rempart-key.txt (or, to write it down: --print)"
FileArgument = Annotated[Path | None, typer.Argument(help="The file to write; never over another.", metavar="FILE")]
PrintOption = Annotated[bool, typer.Option("--print", help="Show the key here, to be written down by hand.")]


def backup(file: FileArgument = None, config: ConfigOption = DEFAULT_CONFIG, *, shown: PrintOption = False) -> None:
    """Write the master key down: without it, all content is lost, and the chain alone still verifies.

    The file can take the place of the master key as it is. Keep it where neither the database nor its backups are.
    """
    with opened(config) as desk:
        paper = desk.store.master.on_paper()
        if (file is None) != shown:
            raise ConfigError("key backup: name one place: a FILE, or --print")
        if file is None:
            say(paper)
            return
        text = desk.words.say("cmd_key.paper", id=desk.store.master.id, at=datetime.now(UTC).date().isoformat())
        _write(file, f"{text}\n\n{paper}\n")
        say(desk.words.say("cmd_key.backed_up", file=str(file)))


def rotate(config: Path, by: str | None, *, yes: bool) -> None:
    """Replace the master key; without `yes`, only say what would be done."""
    from bot.backups import mastering  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        if not yes:
            say(desk.words.say("cmd_key.would_master", id=desk.store.master.id))
            say(desk.words.say("cmd_key.confirm"))
            return
        path, keys = desk.config.master_key, desk.config.backup_keys
        done = mastering.rotate(desk.store, path, keys, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_key.done_master", id=done.key, changed=done.changed, closed=done.closed))


def _write(file: Path, text: str) -> None:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConfigError(f"{file}: it is there already; name another file") from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
