"""Putting somebody forward for a list: chosen where nothing speaks against it, else held back for a human."""

from datetime import datetime
from secrets import token_hex
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Cause, Change
from bot.evidence.pseudonym import pseudonym
from bot.publishing.grounds import grounds, words
from bot.publishing.known import Known
from bot.publishing.scan import require_clean
from bot.publishing.terms import terms
from bot.store import candidates, lists, write
from bot.store.candidates import Candidate, Standing
from bot.store.database import Store

EVENTS: Final = {Standing.HELD: "list:held", Standing.CHOSEN: "list:chosen", Standing.LEFT: "list:left"}


def put_forward(
    connection: Connection, store: Store, one: Blocklist, found: Known, change: Change, key: str, now: datetime
) -> Candidate:
    """Put forward whom a change is about; `key` is their `Account.key`, where it is known. Raises GivesAway."""
    said = lists.said(connection, one.id, [change.entity]).get(change.entity)
    against = grounds(msgspec.structs.replace(found.about, said=said), terms(one).floor, now)
    candidate = Candidate(
        id=token_hex(8),
        list=one.id,
        person=one.person,
        entity=change.entity,
        account=key or f"{change.entity.kind.value}:{change.entity.key}",
        change=change,
        standing=Standing.HELD if against else Standing.CHOSEN,
        grounds=words(against),
        by=change.by,
        at=now,
    )
    require_clean(connection, store.master, one, [change])
    stand(connection, store, one, candidate, now)
    return candidate


def stand(connection: Connection, store: Store, one: Blocklist, candidate: Candidate, now: datetime) -> None:
    """Write how it stands with somebody, here and in the chain."""
    candidates.put(connection, [candidate])
    salt = write.salt(connection, store.master, one.person)
    change = candidate.change
    ruled = change.cause is Cause.RULE and candidate.by == change.by
    who = {"rule": change.cause_ref} if ruled else {"by": candidate.by}
    line = {"list": one.slug, "account": pseudonym(salt, candidate.account), "cause": change.cause.value, **who}
    write.append(connection, one.person, [(now, EVENTS[candidate.standing], line)])
