"""What is known of an account that may come into a list: who it is, how close, and what evidence there is."""

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.blocklists.entity import Entity, Kind, actor
from bot.errors import ChainBroken, KeyMissing, Malformed
from bot.evidence.master import MasterKey
from bot.model.account import Account
from bot.model.action import Order
from bot.model.facts import Relation
from bot.model.shield import Shield
from bot.publishing.grounds import About
from bot.recording import records
from bot.store import acts, outbox, read, relations, traces

MOST: Final = 100
"""Exhibits for which one digest stands."""


class Known(NamedTuple):
    """An account, and what stands for the evidence about it."""

    about: About
    evidence: str
    """Hex SHA-256 over the digests of the exhibits, sorted; empty where there is none."""


def known(connection: Connection, master: MasterKey, shield: Shield, key: str) -> Known:
    """What is known of an account (`Account.key`)."""
    person = shield.protected.name
    exhibits = list(islice(dict.fromkeys(_exhibits(connection, person, key)), MOST))
    account, conditions = None, frozenset[str]()
    for exhibit in exhibits:
        with suppress(KeyMissing, ChainBroken):  # it was erased; the next may not be
            record = records.read(read.content(connection, master, exhibit))
            account = record.facts.mention.author
            conditions = frozenset(one.condition for match in record.decision.matches for one in match.because)
            break
    about = About(
        kind=Kind.ACTOR, account=account, relation=_relation(connection, shield, key, account), conditions=conditions
    )
    return Known(about, digested([one.digest for one in read.several(connection, exhibits)]))


def close_to(connection: Connection, shield: Shield, keys: list[str]) -> dict[str, Relation]:
    """How the person stands to accounts now, by their keys."""
    person = shield.protected.name
    found = relations.of(connection, [(person, key) for key in keys])
    return {key: found.get((person, key), Relation()) for key in keys}


def digested(digests: list[str]) -> str:
    """One digest for all of these."""
    return sha256("\n".join(sorted(digests)).encode()).hexdigest() if digests else ""


def entity_of(key: str, account: Account | None) -> Entity:
    """What a list calls an account. Raises Malformed where its name is not known."""
    platform, _, name = key.partition(":")
    if platform == "bluesky":
        return actor(name)
    if account is None or "@" not in account.handle:
        raise Malformed("is known by a number only; write it as user@example.org")
    return actor(account.handle)


def key_of(entity: Entity) -> str:
    """`Account.key` where the name of an entity tells it; else empty."""
    return f"bluesky:{entity.key}" if entity.key.startswith("did:") else ""


def named(shield: Shield, account: Account, found: Relation) -> Relation:
    """The same, with what the configuration says of this account."""
    delegate, trusted = shield.delegates_to(account), shield.trusts(account)
    return msgspec.structs.replace(found, delegate=found.delegate or delegate, trusted=found.trusted or trusted)


def _relation(connection: Connection, shield: Shield, key: str, account: Account | None) -> Relation:
    found = close_to(connection, shield, [key])[key]
    return found if account is None else named(shield, account, found)


def _exhibits(connection: Connection, person: str, key: str) -> Iterator[str]:
    """Of what led to something being done, the latest first; then of what a case finds, and of the first posts."""
    orders = (one.what for one in reversed(outbox.on_subject(connection, person, key)))
    uris = [one.uri for one in orders if isinstance(one, Order)]
    for uri in dict.fromkeys(uris):
        yield from (one.exhibit for one in read.mention(connection, uri) if one.person == person)
    yield from (one.kept.exhibit for one in acts.of(connection, person, [key], acts.FIRST, MOST))
    for packed in traces.traces(connection, [(person, key)]).values():
        yield from (post.exhibit for post in reversed(traces.unpacked(packed)))
