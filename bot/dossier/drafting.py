"""Drafts of dossiers: begun, changed, found again; and what tells whether one is still what was agreed on."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from bot.custody.brought import listed
from bot.dossier.annexes import decided_by_now
from bot.dossier.draft import Draft
from bot.dossier.selecting import subject
from bot.errors import Refused
from bot.store import dossiers
from bot.store.database import Store
from bot.store.dossiers import Drafted, Handover


def begin(store: Store, one: Draft, now: datetime) -> Draft:
    """Keep a new draft, with what was brought of its accounts in it; it gets its id. Raises Refused."""
    with store.reading() as connection:
        accounts = subject(connection, one, now).accounts
    found = [each for _, each in listed(store, [one.person])]
    theirs = [each.exhibit for each in found if each.brought and each.brought.account in accounts]
    begun = msgspec.structs.replace(one, id=secrets.token_hex(6), made_at=now, outside=tuple(theirs))
    keep(store, begun)
    return begun


def keep(store: Store, one: Draft) -> None:
    """Keep a draft as it is now."""
    kept = Drafted(
        id=one.id,
        person=one.person,
        about=one.about.value,
        subject=one.subject,
        at=one.made_at,
        content=msgspec.json.encode(one),
    )
    with store.writing() as connection:
        dossiers.put(connection, store.master, kept)


def draft(store: Store, id_: str) -> Draft:
    """The draft of an id, or of the beginning of one. Raises Refused where there is not one."""
    with store.writing() as connection:  # the salt is made at first need
        found = dossiers.draft(connection, store.master, id_) if id_ else []
    if len(found) != 1:
        raise Refused(f"{id_}: is the id of no draft; `rempart dossier list` shows them")
    return _read(found[0])


def drafts(store: Store, person: str) -> list[Draft]:
    """A person's, the latest first."""
    with store.writing() as connection:  # as above
        return [_read(one) for one in dossiers.drafts(connection, store.master, person)]


def handovers(store: Store, person: str) -> list[Handover]:
    """What was asked for and made for a person, the latest first."""
    with store.writing() as connection:  # as above
        return dossiers.handovers(connection, store.master, person)


def drop(store: Store, one: Draft) -> None:
    """Let go of a draft; what was exported of it stays told."""
    with store.writing() as connection:
        dossiers.drop(connection, one.id)


def stamp(one: Draft) -> str:
    """Hex digest of all that was chosen and said."""
    return sha256(msgspec.json.encode(one, order="sorted")).hexdigest()


def choice(store: Store, one: Draft, now: datetime) -> str:
    """Hex digest of all that somebody agrees to: what was chosen and said, whose facts these are by now, and what was
    decided about them, as it is written down of the case.
    """
    try:
        with store.writing() as connection:  # the salt is made at first need
            about = subject(connection, one, now)
            judged = decided_by_now(connection, store.master, one, about)
    except Refused:
        return stamp(one)
    return sha256(msgspec.json.encode((stamp(one), sorted(about.accounts), judged))).hexdigest()


def alike(one: Draft, some: Sequence[Draft]) -> list[Draft]:
    """Those of these that choose the same facts of the same subject, in the same language, by the same law."""
    return [each for each in some if _choice(each) == _choice(one)]


def _choice(one: Draft) -> tuple[object, ...]:
    return one.person, one.about, one.subject, one.language, one.law, one.since, one.until, one.which, one.directs


def _read(kept: Drafted) -> Draft:
    return msgspec.json.decode(kept.content, type=Draft)
