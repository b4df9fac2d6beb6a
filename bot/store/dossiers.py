"""Drafts of dossiers and their exports, as rows; what was written in them opens with the person's salt alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, or_, select

from bot.evidence.master import MasterKey
from bot.evidence.rowseal import of_account, open_row, seal_row
from bot.model.noun import Noun
from bot.store import handed, schema, write
from bot.store.rows import Row, among, micros, moment, upsert

CASE: Final = "case"
"""What a draft is about whose subject is a case."""


class Drafted(Noun, frozen=True, kw_only=True):
    """A draft, as far as the store knows it."""

    id: str
    person: str
    about: str
    subject: str
    at: datetime
    content: bytes


class Handover(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """An export that was asked for."""

    id: str
    person: str
    dossier: str
    """The draft."""
    rendering: str
    recipient: str
    """For whom it is, in the words of whoever asked for it."""
    stamp: str
    """What tells whether the draft is still the one that was agreed on."""
    by: str
    at: datetime
    """When it was asked for: what came later is not in it."""
    made_at: datetime | None = None
    """When it was last made."""
    digest: str = ""
    facts: int = 0
    keys: tuple[str, ...] = ()
    """To whose keys it is encrypted, sorted; none, of the sealed rendering: a passphrase opens it."""
    directs: bool = True
    """Whether direct messages are in it."""


class _For(Noun, frozen=True, kw_only=True):
    recipient: str
    stamp: str
    keys: tuple[str, ...] = ()
    directs: bool = True


def put(connection: Connection, master: MasterKey, one: Drafted) -> None:
    """Keep a draft as it is now."""
    row = {
        "id": one.id,
        "person": one.person,
        "about": one.about,
        "subject": one.subject,
        "at": micros(one.at),
        "box": seal_row(_key(connection, master, one.person, one.id), one.content),
    }
    upsert(connection, handed.dossier, [row])


def draft(connection: Connection, master: MasterKey, id_: str) -> list[Drafted]:
    """The drafts of an id, or of the beginning of one. Raises KeyMissing where somebody altered one."""
    table = handed.dossier
    query = select(table).where(table.c.id.startswith(id_, autoescape=True)).order_by(table.c.id)
    return [_drafted(connection, master, row) for row in connection.execute(query).mappings().all()]


def drafts(connection: Connection, master: MasterKey, person: str) -> list[Drafted]:
    """A person's, the latest first."""
    table = handed.dossier
    query = select(table).where(table.c.person == person).order_by(table.c.at.desc(), table.c.id)
    return [_drafted(connection, master, row) for row in connection.execute(query).mappings().all()]


def drop(connection: Connection, id_: str) -> None:
    """Let go of a draft; what was exported of it stays told."""
    connection.execute(delete(handed.dossier).where(handed.dossier.c.id == id_))


def forget(connection: Connection, person: str, accounts: Sequence[str]) -> None:
    """Let go of the drafts about these accounts, and of those about cases that are no more."""
    table, case = handed.dossier, schema.casefile
    living = select(case.c.id).where(case.c.person == person)
    closed = (table.c.about == CASE) & table.c.subject.not_in(living)
    about = or_(among(connection, table.c.subject, accounts), closed)
    connection.execute(delete(table).where((table.c.person == person) & about))


def hand(connection: Connection, master: MasterKey, one: Handover) -> None:
    """Write how it stands with an export."""
    content = msgspec.json.encode(_For(recipient=one.recipient, stamp=one.stamp, keys=one.keys, directs=one.directs))
    row = {
        "id": one.id,
        "person": one.person,
        "dossier": one.dossier,
        "rendering": one.rendering,
        "box": seal_row(_key(connection, master, one.person, one.id), content),
        "by": one.by,
        "at": micros(one.at),
        "made_at": None if one.made_at is None else micros(one.made_at),
        "digest": one.digest,
        "facts": one.facts,
    }
    upsert(connection, handed.handover, [row])


def handover(connection: Connection, master: MasterKey, id_: str) -> Handover | None:
    """One of them."""
    row = connection.execute(select(handed.handover).where(handed.handover.c.id == id_)).mappings().first()
    return None if row is None else _handover(connection, master, row)


def handovers(connection: Connection, master: MasterKey, person: str) -> list[Handover]:
    """A person's, the latest first."""
    table = handed.handover
    query = select(table).where(table.c.person == person).order_by(table.c.at.desc(), table.c.id)
    return [_handover(connection, master, row) for row in connection.execute(query).mappings().all()]


def _key(connection: Connection, master: MasterKey, person: str, id_: str) -> bytes:
    """What goes with the person's salt: an old backup opens nothing of whom was erased."""
    return of_account(write.salt(connection, master, person), f"dossier {id_}")


def _drafted(connection: Connection, master: MasterKey, row: Row) -> Drafted:
    return Drafted(
        id=row["id"],
        person=row["person"],
        about=row["about"],
        subject=row["subject"],
        at=moment(row["at"]),
        content=open_row(_key(connection, master, row["person"], row["id"]), row["box"]),
    )


def _handover(connection: Connection, master: MasterKey, row: Row) -> Handover:
    box = open_row(_key(connection, master, row["person"], row["id"]), row["box"])
    said = msgspec.json.decode(box, type=_For)
    return Handover(
        id=row["id"],
        person=row["person"],
        dossier=row["dossier"],
        rendering=row["rendering"],
        recipient=said.recipient,
        stamp=said.stamp,
        keys=said.keys,
        directs=said.directs,
        by=row["by"],
        at=moment(row["at"]),
        made_at=None if row["made_at"] is None else moment(row["made_at"]),
        digest=row["digest"],
        facts=row["facts"],
    )
