"""What the lists that a person follows say of who writes to them; the database is asked only of whom it may name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from bot.blocklists.entity import addresses, host_of
from bot.model.account import Account
from bot.model.mention import Mention
from bot.model.reason import Severity
from bot.store import listings


class Holds(Protocol):
    """Tells whether a key may be among many; it never says no wrongly."""

    def __contains__(self, key: str, /) -> bool:
        """Whether it may be."""
        ...


class Followed(NamedTuple):
    """The lists that one person follows."""

    names: Mapping[str, str]
    """What each is called, by its id."""
    sieve: Holds
    """Holds the key (`Entity.key`) of everybody they name; of others, rarely."""


class Listed:
    """What one transaction knows of it."""

    def __init__(self, connection: Connection, followed: Mapping[str, Followed], now: datetime) -> None:
        """`followed` by person; of who is missing there nothing is known."""
        self._connection = connection
        self._followed = followed
        self._now = now
        self._found: dict[tuple[str, str], dict[str, Severity]] = {}
        self._unnamed = {person: dict.fromkeys(one.names.values(), Severity.NONE) for person, one in followed.items()}

    def enrich(self, mentions: Iterable[Mention]) -> None:
        """Ask once for each person of those who may be named."""
        if not self._followed:
            return
        asked: dict[str, dict[str, list[Account]]] = {}
        for mention in mentions:
            followed = self._followed.get(mention.person)
            if followed is None or (mention.person, mention.author.key) in self._found:
                continue
            self._found[mention.person, mention.author.key] = self._unnamed[mention.person]
            for name in names(mention.author):
                if name in followed.sieve:
                    asked.setdefault(mention.person, {}).setdefault(name, []).append(mention.author)
        for person, who in asked.items():
            self._ask(person, who)

    def of(self, mention: Mention) -> dict[str, Severity]:
        """How severe each list finds its author, by the name of the list; empty where nothing is known."""
        return self._found.get((mention.person, mention.author.key), {})

    def _ask(self, person: str, who: Mapping[str, list[Account]]) -> None:
        """Whom a human spared, by any of their names or with their whole server, no list names."""
        called = self._followed[person].names
        hits = [one for one in listings.naming(self._connection, person, [*who], self._now) if one[1] in called]
        if not hits:
            return
        every = {each for name, *_ in hits for author in who[name] for each in names(author)}
        spared = listings.spared(self._connection, person, [*every])
        for name, list_, severity in hits:
            for author in who[name]:
                if spared.isdisjoint((each, where) for each in names(author) for where in ("", list_)):
                    found = self._found[person, author.key]
                    self._found[person, author.key] = found | {called[list_]: max(severity, found[called[list_]])}


def names(author: Account) -> tuple[str, ...]:
    """Under which keys a list may name an account, or its server: the server's own name and those above it too."""
    if author.platform == "bluesky":
        return (author.id,)
    user, at, host = author.handle.lower().rpartition("@")
    if not at:
        return ()
    host = host_of(host)
    labels = host.split(".")
    above = (".".join(labels[start:]) for start in range(1, len(labels) - 1))
    spelled = author.handle.rpartition("@")[0]
    return (f"{user}@{host}", host, *above, *addresses(spelled, host))
