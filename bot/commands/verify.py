"""`rempart verify`: whether the trail holds, offline, with nothing but the database and the master key."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import existing
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, print_json, progress, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.audit import Audit
    from bot.evidence.chain import Head
    from bot.store.database import Store

EXAMPLE: Final = (
    "Example: rempart verify --head camille=195:9f2c… (or, without a configuration: --database evidence.db)"
)
BROKEN: Final = 1
NUMBER: Final = re.compile(r"[0-9]{1,15}")
SEAL: Final = re.compile(r"[0-9a-f]{64}")
HeadOption = Annotated[
    list[str] | None,
    typer.Option(
        "--head", help="An end of a chain that was noted elsewhere, as printed.", metavar="PERSON=NUMBER:SEAL"
    ),
]
DatabaseOption = Annotated[
    Path | None, typer.Option("--database", help="This SQLite file, whatever the configuration.", metavar="FILE")
]
KeyOption = Annotated[
    Path | None, typer.Option("--key", help="With --database: the file of its master key.", metavar="FILE")
]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(verify)


def verify(
    config: ConfigOption = DEFAULT_CONFIG,
    head: HeadOption = None,
    database: DatabaseOption = None,
    key: KeyOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Verify every chain and every exhibit, offline; exit status 1 where anything does not hold.

    Without the master key the chains are verified, and contents only counted. Note the ends of the chains
    elsewhere: given with --head they prove that nothing was cut off or written anew.
    """
    from bot.audit import audit, audit_unopened  # noqa: PLC0415 - takes long, and --help need not wait for it

    heads = dict(map(_head, head or ()))
    store, words, keyed = _database(database, key) if database else _configured(config, key)
    try:
        with progress(words.say("cmd_verify.progress"), _total(store)) as advance:
            audits = (audit if keyed else audit_unopened)(store, advance, heads)
    finally:
        store.close()
    if as_json:
        print_json({"valid": all(one.valid for one in audits), "opened": keyed, "people": list(map(_data, audits))})
    else:
        _show(audits, words, keyed=keyed)
    if not all(one.valid for one in audits):
        raise typer.Exit(BROKEN)


def _head(written: str) -> "tuple[str, Head]":
    from bot.evidence.chain import Head  # noqa: PLC0415 - as above

    person, _, end = written.rpartition("=")
    number, _, seal = end.partition(":")
    if not person or not NUMBER.fullmatch(number) or not SEAL.fullmatch(seal):
        raise ConfigError("--head: write it as `rempart verify` printed it: PERSON=NUMBER:SEAL")
    return person, Head(number=int(number), seal=seal)


def _configured(config: Path, key: Path | None) -> "tuple[Store, Wording, bool]":
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above

    if key is not None:
        raise ConfigError("--key: goes with --database; the configuration names its own key")
    settings = load_lazily(config)
    keyed = settings.master_key.exists()
    store = existing(settings.database.reveal(), settings.master_key if keyed else None)
    return store, words(settings.language), keyed


def _database(database: Path, key: Path | None) -> "tuple[Store, Wording, bool]":
    from bot.commands.words import words  # noqa: PLC0415 - as above

    if not database.is_file():
        raise ConfigError(f"--database: there is no file {database}; name the database of a shield, or a copy of it")
    return existing(f"sqlite:///{database}", key), words("en"), key is not None


def _total(store: "Store") -> int:
    from bot.store import read  # noqa: PLC0415 - as above

    with store.reading() as connection:
        return read.count(connection, "entry") + read.count(connection, "exhibit")


def _data(one: "Audit") -> dict[str, Any]:
    return {
        "person": one.person,
        "valid": one.valid,
        "entries": one.entries,
        "exhibits": one.exhibits,
        "unread": one.unread,
        "erased": one.erased,
        "faults": list(one.faults),
        "head": one.head,
    }


def _show(audits: "Sequence[Audit]", words: "Wording", *, keyed: bool) -> None:
    if not audits:
        say(words.say("cmd_verify.empty"))
    for one in audits:
        verdict = words.say("cmd_verify.holds" if one.valid else "cmd_verify.broken")
        counts = words.say("cmd_verify.counts", entries=one.entries, exhibits=one.exhibits, erased=one.erased)
        say(f"{one.person} · {verdict} · {counts}")
        for fault in one.faults:
            complain(f"  ✗ {fault}")
        say(words.say("cmd_verify.head", head=f"{one.person}={one.head}"))
    if not keyed:
        say(words.say("cmd_verify.no_key"))
