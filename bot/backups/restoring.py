"""Putting a backup back into an empty database: what is erased since stays erased, and nothing is done by itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot import frames
from bot.backups.backup import KIND
from bot.backups.fitting import fitting
from bot.backups.unsealing import Secrets
from bot.erasure.erasing import BY_ITSELF, NAMED
from bot.erasure.erasing import EVENT as ERASED
from bot.errors import ConfigError
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.frames import Progress
from bot.model.delivery import Delivery, Status
from bot.model.noun import Noun
from bot.model.shield import Shield
from bot.people.review import UNTIL_RESUMED
from bot.store import dump, outbox, pauses, rolls, write
from bot.store.database import Store
from bot.store.erasure import slices
from bot.store.migrate import RELEASE
from bot.store.rolls import OUTSIDE, Said, State
from bot.telling.digests import digests
from bot.telling.tell import new_ids

EVENT: Final = "restored"
AT_ONCE: Final = 500
DOUBT: Final = "restored from a backup: it may have been done after the backup was made"
SINCE: Final = {"why": "backup", "by": BY_ITSELF}
OPEN: Final = (Status.PLANNED.value, Status.ATTEMPTING.value)


class Restored(Noun, frozen=True, kw_only=True):
    """What was put back."""

    made: str
    """When the backup was made, RFC 3339."""
    rows: int
    erased: int
    """Exhibits that were erased after the backup was made, and stay so."""
    uncertain: int
    """Deliveries that were planned, and now ask."""
    untold: int
    """Alerts about what no alert had told; they ask too."""
    lists: int
    """Lists that wait until somebody says that they are right."""
    proposals: int
    """Of what takes two people: what waited, or was to be done, and has to be proposed again."""


def restore(
    store: Store,
    file: Path,
    keys: Path,
    shields: Mapping[str, Shield],
    by: str,
    now: datetime,
    progress: Progress = lambda _: None,
) -> Restored:
    """Put all of it into a database that is migrated and empty, in one transaction; then everybody's shield is paused.

    Raises ConfigError where the database is not empty, or a file is damaged, of another kind or another release;
    KeyMissing where the master key is not the one of the keys.
    """
    with store.writing() as connection:
        if not dump.is_empty(connection):
            raise ConfigError(
                "database: it is not empty, and a backup goes into an empty one only; name another database"
            )
        with fitting(keys):
            secrets = Secrets(connection, store.master, keys)
        with fitting(file):
            made, rows, people = _load(connection, file, secrets, progress)
            erased = _erased_since(connection, now)
            for person in people:
                _left_since(connection, store.master, person, secrets.left.get(person, ()), now)
            doubted = dump.doubt(connection, OPEN, Status.UNCERTAIN.value, DOUBT)
            listed, withdrawn = dump.question(connection, now), dump.withdraw(connection, now)
            untold = _untold(connection, store.master, shields, now)
            said = {"backup": frames.digest(file), "made": made, "by": by}
            for person in people:
                found = {"uncertain": doubted, "lists": listed, "proposals": withdrawn}
                waits = {what: counts.get(person, 0) for what, counts in found.items()}
                _say(connection, store.master, person, {**said, **waits}, now)
    counts = {"uncertain": sum(doubted.values()), "untold": untold, "lists": sum(listed.values())}
    return Restored(made=made, rows=rows, erased=erased, proposals=sum(withdrawn.values()), **counts)


def _load(
    connection: Connection, file: Path, secrets: Secrets, progress: Callable[[int], None]
) -> tuple[str, int, list[str]]:
    """Put in all rows; when the backup was made, how many rows it has, and for whom."""
    records: Iterator[Any] = frames.read(file, KIND)
    kind, head = next(records)
    if kind != "head" or head["schema"] != RELEASE:
        raise ConfigError(
            f"{file}: the backup is of another release (schema {head['schema']}, this release has {RELEASE})"
        )
    counts: dict[str, int] = {}
    waiting: list[list[Any]] = []
    for record in records:
        if record[0] == "end":
            _put(secrets, file, waiting)
            _require_whole(connection, file, record[1], counts)
            secrets.settle()
            return head["made"], sum(counts.values()), list(record[1]["heads"])
        if waiting and (len(waiting) == AT_ONCE or waiting[-1][1] != record[1]):
            _put(secrets, file, waiting)
            waiting = []
        waiting.append(record)
        counts[record[1]] = counts.get(record[1], 0) + 1
        progress(1)
    raise ConfigError(f"{file}: the backup has no end; take another copy of it")


def _put(secrets: Secrets, file: Path, records: Sequence[list[Any]]) -> None:
    """Put in rows of one table."""
    if not records:
        return
    table = records[0][1]
    if table not in dump.CARRIED:
        raise ConfigError(f"{file}: it holds rows of {table!r}, which no backup has; take another copy of it")
    with fitting(file, f"a row of {table}"):
        secrets.put(records)


def _require_whole(connection: Connection, file: Path, end: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    """Make sure that everything came that the backup says it has, and that the chains end where it says."""
    heads = {person: write.head(connection, person) for person in end["heads"]}
    if counts != end["counts"] or {name: [one.number, one.seal] for name, one in heads.items()} != end["heads"]:
        raise ConfigError(f"{file}: the backup does not hold what it says at its end; take another copy of it")


def _erased_since(connection: Connection, now: datetime) -> int:
    """Say in each chain which exhibits nothing opens any more, since they were erased after the backup; how many."""
    found = dump.close(connection)
    for person, exhibits in found.items():
        said: list[dict[str, str | int]] = [
            {**SINCE, "count": len(some), "exhibits": " ".join(some)} for some in slices(exhibits, NAMED)
        ]
        write.append(connection, person, [(now, ERASED, line) for line in said])
    return sum(map(len, found.values()))


def _left_since(
    connection: Connection, master: MasterKey, person: str, out: Iterable[tuple[str, str]], now: datetime
) -> None:
    """Let nobody be back in a community who left it after the backup, nor what it kept of posts to them."""
    salt = write.salt(connection, master, person)
    for account, by in out:
        known = rolls.one(connection, person, account)
        if known is None or known.state not in OUTSIDE:
            rolls.put(connection, person, account, Said(State.LEFT, by, now))
            write.append(connection, person, [(now, "member:out", {"account": pseudonym(salt, account), "by": by})])


def _untold(connection: Connection, master: MasterKey, shields: Mapping[str, Shield], now: datetime) -> int:
    """Plan the digests of what no alert had told when the backup was made; they ask, since it may have been told."""
    planned: list[Delivery] = []
    for shield in shields.values():
        write.salt(connection, master, shield.name)
        planned += [
            msgspec.structs.replace(one, status=Status.UNCERTAIN, trouble=DOUBT)
            for one in digests(connection, shield, now, new_ids())
        ]
        write.advance(connection, {f"digest:{shield.name}": now.isoformat()}, now)
    outbox.plan(connection, planned)
    return len(planned)


def _say(connection: Connection, master: MasterKey, person: str, line: Mapping[str, str | int], now: datetime) -> None:
    """Write into a chain that it was restored, and pause the shield."""
    write.salt(connection, master, person)
    pauses.pause(connection, person, UNTIL_RESUMED)
    write.append(connection, person, [(now, EVENT, line)])
