"""`rempart verify`: whether the trail holds, offline, with nothing but the database and the master key."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from bot.commands.opened import existing
from bot.commands.output import BROKEN, DEFAULT_CONFIG, ConfigOption, JsonOption, complain, print_json, progress, say
from bot.commands.verify_dossier import Noted, verify_dossier
from bot.commands.verify_known import (
    BlockOption,
    CertificateOption,
    CheckpointOption,
    DigestOption,
    HeadOption,
    SignerOption,
    contents,
    known,
)
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.alerts.wording import Wording
    from bot.audit import Audit, Known
    from bot.store.database import Store

EXAMPLE: Final = (
    "Example: rempart verify --head camille=195:9f2c… (or, without a configuration: --database evidence.db; for "
    "somebody who has no Rempart: --standalone verify.py)"
)
DatabaseOption = Annotated[
    Path | None, typer.Option("--database", help="This SQLite file, whatever the configuration.", metavar="FILE")
]
KeyOption = Annotated[
    Path | None, typer.Option("--key", help="With --database: the file of its master key.", metavar="FILE")
]
DossierArgument = Annotated[
    Path | None, typer.Argument(help="A dossier instead: its folder, or its zip file.", metavar="[DOSSIER]")
]
StandaloneOption = Annotated[
    Path | None,
    typer.Option(
        "--standalone",
        help="Verify nothing; write a Python file with which anybody can verify an exported trail.",
        metavar="FILE",
    ),
]


class _Opened(NamedTuple):
    """What is verified, and how to speak of it."""

    store: "Store"
    words: "Wording"
    keyed: bool
    zone: str
    certificates: list[bytes]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(verify)


def verify(  # noqa: PLR0913, PLR0917 - one for each option
    dossier: DossierArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    head: HeadOption = None,
    checkpoint: CheckpointOption = None,
    signer: SignerOption = None,
    digest: DigestOption = "",
    certificate: CertificateOption = None,
    block_header: BlockOption = None,
    database: DatabaseOption = None,
    key: KeyOption = None,
    standalone: StandaloneOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Verify every chain, exhibit, checkpoint and deposit, or a dossier, offline; exit status 1 where one does not.

    Without the master key the chains are verified, and contents only counted. Note the ends of the chains and the key
    that signs elsewhere: given with --head and --signer they prove that nothing was cut off or written anew; and
    --digest that a dossier is the one that was handed over.
    """
    if standalone:
        _write_standalone(standalone)
        return
    if dossier:
        noted = Noted(head or (), signer or (), contents("--certificate", certificate), block_header or (), digest)
        verify_dossier(dossier, _language(config), noted, as_json=as_json)
        return
    opened = _database(database, key) if database else _configured(config, key)
    with closing(opened.store):
        certificates = opened.certificates + contents("--certificate", certificate)
        audits = _audits(opened, known(head, checkpoint, signer, certificates, block_header))
    if as_json:
        valid = all(one.valid for one in audits)
        print_json({"valid": valid, "opened": opened.keyed, "people": list(map(_data, audits))})
    else:
        _show(audits, opened)
    if not all(one.valid for one in audits):
        raise typer.Exit(BROKEN)


def _audits(opened: _Opened, known: "Known") -> "list[Audit]":
    from bot.audit import audit, audit_unopened  # noqa: PLC0415 - takes long, and --help need not wait for it

    with progress(opened.words.say("cmd_verify.progress"), _total(opened.store)) as advance:
        return (audit if opened.keyed else audit_unopened)(opened.store, advance, known)


def _language(config: Path) -> str:
    """That of the configuration; English where there is none: who verifies a dossier need not be who made it."""
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above

    return load_lazily(config).language if config.exists() else "en"


def _configured(config: Path, key: Path | None) -> _Opened:
    from bot.commands.words import words  # noqa: PLC0415 - as above
    from bot.config.deposits import Authority  # noqa: PLC0415 - as above
    from bot.config.load import load_lazily  # noqa: PLC0415 - as above

    if key is not None:
        raise ConfigError("--key: goes with --database; the configuration names its own key")
    settings = load_lazily(config)
    keyed = settings.master_key.exists()
    store = existing(settings.database.reveal(), settings.master_key if keyed else None)
    certificates = [one.certificate for one in settings.deposits if isinstance(one, Authority)]
    return _Opened(store, words(settings.language), keyed, settings.shielded[0].zone, certificates)


def _database(database: Path, key: Path | None) -> _Opened:
    from bot.commands.words import words  # noqa: PLC0415 - as above

    if not database.is_file():
        raise ConfigError(f"--database: there is no file {database}; name the database of a shield, or a copy of it")
    return _Opened(existing(f"sqlite:///{database}", key), words("en"), key is not None, "UTC", [])


def _total(store: "Store") -> int:
    from bot.store import read  # noqa: PLC0415 - as above

    with store.reading() as connection:
        return read.count(connection, "entry") + read.count(connection, "exhibit")


def _write_standalone(file: Path) -> None:
    """Raises ConfigError where something stands there already."""
    from bot.standalone import whole  # noqa: PLC0415 - as above

    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(whole())
    except FileExistsError as error:
        raise ConfigError(f"--standalone: {file} is there already; name another file") from error


def _data(one: "Audit") -> dict[str, Any]:
    import msgspec  # noqa: PLC0415 - as above

    return {"valid": one.valid, **msgspec.structs.asdict(one), "witness": msgspec.to_builtins(one.witness)}


def _show(audits: "Sequence[Audit]", opened: _Opened) -> None:
    words = opened.words
    if not audits:
        say(words.say("cmd_verify.empty"))
    for one in audits:
        verdict = words.say("cmd_verify.holds" if one.valid else "cmd_verify.broken")
        counts = words.say("cmd_verify.counts", entries=one.entries, exhibits=one.exhibits, erased=one.erased)
        say(f"{one.person} · {verdict} · {counts}")
        for fault in one.faults:
            complain(f"  ✗ {fault}")
        if one.faults:
            say(words.say("cmd_verify.intact", intact=one.intact, entries=one.entries))
        _show_seals(one, opened)
        if one.valid:
            say(words.say("cmd_verify.head", head=f"{one.person}={one.head}"))
    if not opened.keyed:
        say(words.say("cmd_verify.no_key"))


def _show_seals(one: "Audit", opened: _Opened) -> None:
    """What signatures and others say of the chain."""
    words = opened.words
    if one.checkpoints:
        say(words.say("cmd_verify.sealed", number=one.sealed, entries=one.entries, checkpoints=one.checkpoints))
    if one.witness:
        at = words.moment(one.witness.at, opened.zone)
        key = "cmd_verify.witness" if one.witness.pinned else "cmd_verify.witness_unpinned"
        say(words.say(key, number=one.witness.number, at=at, by=one.witness.by))
    if one.waiting:
        say(words.count("cmd_verify.waiting", one.waiting))
    for height in one.needs:
        say(words.say("cmd_verify.needs", height=height))
    if one.proven or one.unproven:
        say(words.say("cmd_verify.origins", proven=one.proven, unproven=one.unproven))
