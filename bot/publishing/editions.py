"""A version: changes appended to the log, with the digest of what the list comes to, signed, and told in the chain."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.change import Change
from bot.blocklists.formats.rempart import SPEC, Head
from bot.blocklists.identifier import names
from bot.blocklists.signing import digest, note
from bot.blocklists.subscription import Edition
from bot.errors import ConfigError
from bot.publishing.making import say
from bot.publishing.terms import terms
from bot.store import editions, lists, signers
from bot.store.database import Store


def public(change: Change) -> Change:
    """As everybody may see it: who decided, by which rule or case, and what was meant for few stays in."""
    return msgspec.structs.replace(change, by="", private="", cause_ref="")


def before(one: Blocklist, version: int, note_: str = "") -> Head:
    """What stands before the changes of a version, as the list presents itself now."""
    chosen = terms(one)
    return Head(
        spec=SPEC,
        list=one.slug,
        title=one.title,
        description=chosen.description,
        contest=chosen.contest,
        language=chosen.language,
        version=version,
        note=note_,
    )


def append(
    connection: Connection,
    store: Store,
    one: Blocklist,
    changes: Sequence[Change],
    event: str,
    by: str,
    now: datetime,
) -> Edition:
    """Let a list have another version, made of these changes; `event` says why, in the chain."""
    name = names(lists.newest(connection, one.id))
    numbered = [msgspec.structs.replace(change, id=name(now), at=now) for change in changes]
    version = one.version + 1
    lists.append(connection, one, version, numbered)
    seal = digest(before(one, version), map(public, lists.snapshot(connection, one.id)))
    edition = Edition(
        list=one.id,
        version=version,
        person=one.person,
        at=now,
        changes=len(numbered),
        entries=lists.count(connection, one.id),
        digest=seal,
        note=_signed(connection, store, one, version, seal),
        why=msgspec.json.encode({"event": event}).decode(),
        by=by,
    )
    editions.put(connection, edition)
    line: dict[str, str | int] = {"version": version, "count": len(numbered), "digest": seal, "by": by}
    say(connection, store, one, now, event, line)
    return edition


def _signed(connection: Connection, store: Store, one: Blocklist, version: int, seal: str) -> str:
    """The signed note; empty where the installation has no key yet: nobody is kept in a list for want of a key."""
    try:
        signer = signers.signing(connection).opened(store.master)
    except ConfigError:
        return ""
    return note(signer, one.slug, version, seal)
