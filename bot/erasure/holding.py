"""Legal holds: placing and lifting them, each with its entry in the chain, which does not say why: that is content."""

from datetime import datetime

from sqlalchemy import Connection

from bot.evidence.pseudonym import pseudonym
from bot.store import holds, write
from bot.store.database import Store
from bot.store.holds import EVERYTHING, LegalHold


def place(store: Store, hold: LegalHold) -> None:
    """From now on neither retention nor a command erases what it covers."""
    with store.writing() as connection:
        holds.place(connection, hold)
        _say(connection, store, hold.person, hold.subject, hold.by, hold.at, "hold:placed")


def lift(store: Store, person: str, subject: str, by: str, now: datetime) -> bool:
    """Let retention and commands erase it again; whether there was a hold."""
    with store.writing() as connection:
        lifted = holds.lift(connection, person, subject)
        if lifted:
            _say(connection, store, person, subject, by, now, "hold:lifted")
    return lifted


def _say(connection: Connection, store: Store, person: str, subject: str, by: str, at: datetime, event: str) -> None:
    salt = write.salt(connection, store.master, person)
    about = subject if subject == EVERYTHING else pseudonym(salt, subject)
    write.append(connection, person, [(at, event, {"about": about, "by": by})])
