"""Everything that is held on a protected person, in one file that they can read: their trail, with readable copies."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot.dossier import drafting
from bot.errors import ChainBroken, ConfigError, KeyMissing
from bot.evidence.exhibit import Sealed, unseal
from bot.recording import records
from bot.store import dump, read, whole
from bot.store.database import Store
from bot.store.rows import moment
from bot.trail.copying import write_trail

Progress = Callable[[int], None]
FOLDER: Final = "readable/"
TABLES: Final = (
    "mention",
    "delivery",
    "author",
    "casefile",
    "member",
    "noted",
    "restriction",
    "portrait",
    "link",
    "relation",
    "watched",
    "look",
    "medium",
    "aside",
    "coverage",
    "legal_hold",
    "raid",
    "support",
    "half",
    "thread",
    "tide",
    "reviewed",
    "proposal",
    "seat",
    "urgent",
    "channel",
    "dossier",
    "handover",
    "proceeding",
    "dealt",
    "departed",
    "warned",
    "roll",
    "flag",
    "docket",
    "toll",
    "statement",
    "share",
    *whole.LISTS,
)
"""Whose rows are told as they stand; keys, salts and sessions are secrets, and never leave."""
MOMENTS: Final = frozenset(
    {
        "at",
        "decided_at",
        "deleted_at",
        "due_at",
        "ended_at",
        "first_at",
        "happened_at",
        "last_at",
        "looked_at",
        "matched_at",
    }
    | {"planned_at", "received_at", "resting_until", "revoked_at", "settled_at", "since", "until"}
    | {"made_at", "handed_at", "told_at", "seen_at", "confirmed_at", "code_at", "dead_at"}
    | {"through", "closed_at", "restored_at", "review_at", "expires_at", "checked_at", "good_at"}
    | {"found_at", "taken_at", "sent_at", "appealed_at", "answered_at", "withdrawn_at"}
)
"""Columns of microseconds, told as moments."""
WRITTEN: Final = frozenset({"also", "detail", "grounds", "prior", "reasons", "rules", "what"})
"""Columns of JSON."""


class Exported(msgspec.Struct, frozen=True):
    """What was written."""

    exhibits: int
    erased: int


def export(
    store: Store, person: str, language: str, file: Path, now: datetime, progress: Progress = lambda _: None
) -> Exported:
    """Write it, for its owner alone, whole or not at all. ConfigError where the file is there already."""
    if file.exists():
        raise ConfigError(f"{file}: it is there already; name another file")
    beside = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        write_trail(store, person, beside, now, progress)
        with zipfile.ZipFile(beside, "a", zipfile.ZIP_DEFLATED) as out, store.reading() as connection:
            text = (files("bot.commands") / "texts" / f"export.{language}.txt").read_text(encoding="utf-8")
            out.writestr("README.txt", text.replace("{person}", person))
            for table in TABLES:
                _write(out, f"{FOLDER}{table}.jsonl", _rows(connection, table, person))
            _write(out, f"{FOLDER}drafts.jsonl", map(msgspec.to_builtins, drafting.drafts(store, person)))
            _write(out, f"{FOLDER}handed.jsonl", map(msgspec.to_builtins, drafting.handovers(store, person)))
            done = Exported(0, 0)
            with out.open(f"{FOLDER}contents.jsonl", "w", force_zip64=True) as contents:
                for sealed in read.exhibits(connection, person):
                    contents.write(_line(_content(store, sealed)))
                    done = Exported(done.exhibits + bool(sealed.wrapped), done.erased + (not sealed.wrapped))
                    progress(1)
        beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)
    return done


def _write(out: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> None:
    with out.open(name, "w", force_zip64=True) as lines:
        for row in rows:
            lines.write(_line(row))


def _rows(connection: Connection, table: str, person: str) -> Iterator[dict[str, Any]]:
    for row in dump.rows(connection, table):
        if row["person"] == person:
            yield {name: _told(name, value) for name, value in row.items() if not isinstance(value, bytes)}


def _told(name: str, value: Any) -> Any:
    if name in MOMENTS and isinstance(value, int):
        return moment(value).isoformat()
    return json.loads(value) if name in WRITTEN and isinstance(value, str) else value


def _content(store: Store, sealed: Sealed) -> dict[str, Any]:
    """An exhibit as a person can read it: a judged mention field by field, anything else as text where it is text."""
    if not sealed.wrapped:
        return {"exhibit": sealed.id, "erased": True}
    try:
        raw = unseal(sealed, store.master)
    except (ChainBroken, KeyMissing) as error:
        return {"exhibit": sealed.id, "unreadable": str(error)}
    try:
        return {"exhibit": sealed.id, "mention": _readable(records.read(raw))}
    except (ChainBroken, msgspec.MsgspecError):  # no record, or one of a later release: as it stands
        pass
    try:
        return {"exhibit": sealed.id, "content": _readable(msgspec.msgpack.decode(raw))}
    except (msgspec.MsgspecError, ValueError):
        return {"exhibit": sealed.id, "content": _readable(raw)}


def _readable(value: Any) -> Any:
    """The same in what JSON has: bytes as the text that they are, or by their number where they are none."""
    return _plain(msgspec.to_builtins(value, builtin_types=(bytes,)))


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case bytes():
            try:
                return value.decode()
            except UnicodeDecodeError:
                return f"({len(value)} bytes: see contents/)"
    return value


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="replace") + b"\n"
