"""Links as the pages show them: two accounts by names of ours, how probable it is, and what speaks for it."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import Connection

from bot.alerts.link import in_words
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.store import links, write
from bot.store.links import Link
from bot.web.veils import nicknames
from bot.web.visit import Visit

LIKELY: Final = {"sure": 0.95, "very": 0.85}
"""From what score on it is said how; below it is only probable."""


class Pair(NamedTuple):
    """One link."""

    id: str
    """Names it in addresses: the names of both in the chain, which say nothing."""
    link: Link
    account: str
    """The later one, by a name of ours."""
    other: str
    percent: int
    likely: str
    """How probable, by the name of a text."""
    grounds: tuple[str, ...]


def pairs(connection: Connection, master: MasterKey, visit: Visit, some: Iterable[Link]) -> tuple[Pair, ...]:
    """These links of the visit's person."""
    every = list(some)
    if not every:
        return ()
    salt = write.salt(connection, master, visit.person.name)
    accounts = [account for one in every for account in (one.account, one.other)]
    called = nicknames(connection, master, visit.person.name, accounts)
    language = str(visit.said.texts["grammar.language"])
    return tuple(
        Pair(
            id=_id(salt, one),
            link=one,
            account=called[one.account],
            other=called[one.other],
            percent=round(100 * one.score),
            likely=_likely(one),
            grounds=tuple(in_words(said, language) for said in one.grounds),
        )
        for one in every
    )


def pair(connection: Connection, master: MasterKey, visit: Visit, id_: str) -> Pair | None:
    """The link of an id."""
    every = links.every(connection, visit.person.name)
    salt = write.salt(connection, master, visit.person.name)
    found = [one for one in every if _id(salt, one) == id_]
    return next(iter(pairs(connection, master, visit, found[:1])), None)


def _likely(one: Link) -> str:
    if not one.grounds:
        return "by_hand"
    return next((name for name, least in LIKELY.items() if one.score >= least), "probable")


def _id(salt: bytes, one: Link) -> str:
    return f"{pseudonym(salt, one.other)}-{pseudonym(salt, one.account)}"
