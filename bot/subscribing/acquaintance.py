"""Whom of a list the person knows: it is what has to be looked at first."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from bot.blocklists.entity import Entity, Kind
from bot.handling.listed import names
from bot.model.account import Account
from bot.store import acquainted
from bot.subscribing.report import Known

ORDER: Final = ("followed", "trusted", "follower", "wrote")
"""From whom it would hurt most to lose."""


def known(connection: Connection, person: str, named: Mapping[str, Entity]) -> list[Known]:
    """Those of these entities, by the key of their usual name, whom a person knows; the closest first."""
    found = Counter[tuple[str, str]]()
    for one in acquainted.known(connection, person):
        how = "followed" if one.following else "trusted" if one.trusted else "follower"
        found.update((key, how) for key in names(_account(one)) if key in named)
    accounts = [f"bluesky:{key}" for key in named if key.startswith("did:")]
    wrote = acquainted.kindly(connection, person, accounts)
    found.update((key.partition(":")[2], "wrote") for key in wrote)
    return sorted(_nearest(found, named), key=lambda one: (ORDER.index(one.how), one.key))


def close(connection: Connection, person: str, spared: Collection[Entity]) -> list[Entity]:
    """The accounts whom a person follows or trusts; not those whom a human spared already, by name or with their whole
    server. All under their usual names.
    """
    keys = {one.key for one in spared}
    everybody = (one for one in acquainted.known(connection, person) if one.following or one.trusted)
    found = (names(_account(one)) for one in everybody)
    return [Entity(kind=Kind.ACTOR, key=some[0]) for some in found if some and keys.isdisjoint(some)]


def _nearest(found: Mapping[tuple[str, str], int], named: Mapping[str, Entity]) -> Iterator[Known]:
    """Each once, by how the person knows them best."""
    best: dict[str, str] = {}
    for key, how in found:
        best[key] = min(best.get(key, how), how, key=ORDER.index)
    for key, how in best.items():
        yield Known(key=key, how=how, people=found[key, how] if named[key].kind is Kind.DOMAIN else 1)


def _account(one: acquainted.Known) -> Account:
    platform, _, rest = one.account.partition(":")
    home, slash, id_ = rest.rpartition("/")
    return Account(platform=platform, id=id_ if slash else rest, home=home, handle=one.handle)
