"""Copies of somebody's evidence that a community was given, taken back: nobody can read them, and both chains hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.store import erasure, shares, write
from bot.store.shares import Share
from bot.store.shred import MARK

WITHDRAWN: Final = "evidence:withdrawn"


def take_back(connection: Connection, master: MasterKey, one: Share, uri: str, now: datetime) -> None:
    """Destroy a copy, with the entry of the community's chain, which does not say who it was; no backup opens it once
    the keys of backups are renewed, which is left to be done.
    """
    erasure.forget(connection, [one.given])
    shares.withdraw(connection, one, now)
    salt = write.salt(connection, master, one.community)
    line = {"exhibit": one.given, "mention": pseudonym(salt, uri), "community": one.community, "by": "…"}
    write.append(connection, one.community, [(now, WITHDRAWN, line)])
    write.advance(connection, {MARK: now.isoformat()}, now)


def take_back_of(
    connection: Connection, master: MasterKey, person: str, exhibits: Mapping[str, str], now: datetime
) -> None:
    """Destroy all copies of these exhibits, which are given with their URIs: what is gone for her is gone for all."""
    for one in shares.standing(connection, person):
        if one.exhibit in exhibits:
            take_back(connection, master, one, exhibits[one.exhibit], now)


def take_all_back(connection: Connection, master: MasterKey, person: str, now: datetime) -> None:
    """Destroy all copies that she ever gave."""
    uris = shares.uris(connection, person)
    for one in shares.standing(connection, person):
        take_back(connection, master, one, uris.get(one.exhibit, ""), now)
