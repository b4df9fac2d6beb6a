"""Showing what was written to somebody who asked to see it: it stands in the trail who looked, and is counted."""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.magic import kind
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.delivery import Task
from bot.model.mention import Kind, Mention
from bot.model.noun import EPOCH
from bot.model.record import Record
from bot.model.seat import Grant, Seat
from bot.recording import records
from bot.store import media, outbox, read, seats, survey, write
from bot.store.database import Store
from bot.store.flags import Filed
from bot.store.media import Medium
from bot.store.read import Kept

VIEWED: Final = "evidence:viewed"
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
"""What browsers show as a picture, and cannot run."""


def may_see(seat: Seat, kept: Kept) -> bool:
    """Whether somebody may see this at all."""
    return seat.person == kept.person and (kept.kind != Kind.DIRECT or seat.may(Grant.DIRECTS))


def reveal(store: Store, seat: Seat, kept: Kept, now: datetime) -> Record:
    """The whole of a mention.

    Raises Refused where it is not theirs to see; KeyMissing or ChainBroken where it cannot be read any more.
    """
    if not may_see(seat, kept):
        raise Refused("direct messages are shown to those to whom that was granted")
    with store.writing() as connection:
        record = records.read(read.content(connection, store.master, kept.exhibit))
        salt = write.salt(connection, store.master, kept.person)
        line: dict[str, str | int] = {
            "mention": pseudonym(salt, kept.uri),
            "version": kept.version,
            "exhibit": kept.exhibit,
            "by": seat.name,
        }
        write.append(connection, kept.person, [(now, VIEWED, line)])
        seats.glanced(connection, seat.id, (now - EPOCH).days)
    return record


def reported(store: Store, seat: Seat, one: Filed, now: datetime) -> str:
    """What somebody wrote who reported; empty where they wrote nothing. Raises KeyMissing, ChainBroken."""
    with store.writing() as connection:
        raw = read.content(connection, store.master, one.exhibit)
        salt = write.salt(connection, store.master, seat.person)
        about = {"account": pseudonym(salt, one.subject), "mention": pseudonym(salt, one.id)}
        line = about | {"exhibit": one.exhibit, "by": seat.name}
        write.append(connection, seat.person, [(now, VIEWED, line)])
        seats.glanced(connection, seat.id, (now - EPOCH).days)
    return _comment(raw)


def _comment(raw: bytes) -> str:
    """The words of who reported, wherever a platform's letter has them: in itself, its `object`, or its `event`."""
    try:
        said = msgspec.json.decode(raw, type=dict[str, Any])
    except msgspec.DecodeError:
        return ""
    parts = (said, said.get("object"), said.get("event"))
    found = (part.get("comment") for part in parts if isinstance(part, dict))
    return next((one for one in found if isinstance(one, str)), "")


def pictures(connection: Connection, master: MasterKey, mention: Mention) -> list[Medium]:
    """The pictures of a mention that are in custody: as its post names them (Bluesky), or as they were taken."""
    named = [each.digest for each in mention.media if each.digest]
    salt = write.salt(connection, master, mention.person)
    names = [pseudonym(salt, each) for each in named] or _taken(connection, mention)
    found = media.held(connection, mention.person, names) if names else {}
    return [found[name] for name in dict.fromkeys(names) if name in found and found[name].type in PICTURES]


def _taken(connection: Connection, mention: Mention) -> list[str]:
    """The names of what was taken before something was done about it; nothing is looked for where nothing was."""
    about = outbox.about(connection, mention.uri, mention.person) if mention.media else []
    acted = [one for one in about if one.task is Task.ACT and one.prior is not None]
    return [name for one in acted for name in survey.mediums(connection, mention.person, one.id)]


def picture(store: Store, person: str, exhibit: str) -> tuple[bytes, str]:
    """The bytes of a picture in custody, and what they are. Raises Refused where they are no picture of this person."""
    with store.reading() as connection:
        known = survey.custody(connection, exhibit)
        if known is None or known.person != person or known.what != "medium":
            raise Refused("there is no such picture in custody")
        raw = read.content(connection, store.master, exhibit)
    if kind(raw) not in PICTURES:
        raise Refused("this is no picture that browsers show")
    return raw, kind(raw)


def mark(store: Store, person: str, session: str, exhibit: str) -> str:
    """What proves that a session was shown the mention to which a picture belongs."""
    with store.reading() as connection:
        return pseudonym(write.salt(connection, store.master, person), f"shown {session} {exhibit}")
