"""How somebody comes to follow a list: they name their server, say yes there, and come back with a token."""

import asyncio
import secrets
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.entity import domain
from bot.blocklists.follower import Choice, Consent, Follower, Phase
from bot.errors import Malformed, Refused, Unauthorized, Unproven
from bot.evidence.seal import Seal
from bot.following import enlisting
from bot.model.account import Account
from bot.model.noun import Noun
from bot.store import followers, lists, read, write
from bot.store.database import Store

if TYPE_CHECKING:
    from bot.platforms.mastodon.doorway import Application
    from bot.platforms.mastodon.oauth import Entrance, Errand, Grant
    from bot.platforms.mastodon.options import Options

WHILE: Final = timedelta(minutes=10)
"""How long somebody may take to say yes at their server."""
LATEST: Final = 1_000
"""Applications that are remembered though nobody said yes yet."""
TICKET: Final = "joining"
"""For what use a request is sealed."""
FRESH: Final = timedelta(hours=12)
"""How long an application is used that nobody has said yes to: servers forget such after a day."""
LONGEST: Final = 253


class Asked(Noun, frozen=True, kw_only=True):
    """A yes that is waited for."""

    errand: msgspec.Raw
    """The platform's `Errand`, JSON."""
    list: str
    choice: Choice
    consent: Consent


class Joining:
    """Requests are kept by the browsers that made them, sealed: none is forged, and nobody's pushes out another's.

    None is answered twice, since servers take a code once.
    """

    def __init__(self, store: Store, options: "Callable[[str], Options]", now: Callable[[], datetime]) -> None:
        """`options` says how a server is reached."""
        self.store = store
        self.options = options
        self.now = now
        self._seal = Seal()
        self._fresh: OrderedDict[str, Application] = OrderedDict()
        self._lock = threading.Lock()

    def list_of(self, slug: str) -> Blocklist | None:
        """The list of this name, where it can be followed: one's own, published, and not closed."""
        with self.store.reading() as connection:
            found = lists.named(connection, slug[:LONGEST])
        can = found is not None and found.origin is Origin.OWN and found.version > 0 and found.closed_at is None
        return found if can else None

    def named(self, slug: str) -> Blocklist | None:
        """The list of this name, whether it can still be followed or not: who did may leave it."""
        with self.store.reading() as connection:
            return lists.named(connection, slug[:LONGEST])

    def begin(self, list_: Blocklist, server: str, choice: Choice, consent: Consent, back: str) -> tuple[str, str]:
        """(ticket, the page of their server where they say yes). Raises Malformed, Refused, TryLater.

        The ticket is for the browser to keep; `back` is where their server sends them.
        """
        from bot.platforms.mastodon import doorway  # noqa: PLC0415 - platforms load when used

        options = self.options(server)
        client = self._known(options, back) or self._apply(options, back)
        entrance = doorway.ask(options, client, back, choice.deed, self.now)
        errand = msgspec.Raw(msgspec.json.encode(entrance.errand))
        asked = msgspec.json.encode(Asked(errand=errand, list=list_.id, choice=choice, consent=consent))
        ticket = self._seal.close(TICKET, asked, self.now() + WHILE)
        return urlsafe_b64encode(ticket).decode(), entrance.url

    def finish(self, ticket: str, state: str, code: str) -> tuple[Follower, Blocklist, str]:
        """Who now follows which list, and the word that opens their page.

        Raises Refused for an answer that is not this browser's, came too late or twice, or that their server denies.
        """
        asked, entrance = self._opened(ticket)
        if not entrance.opened_by(state):
            raise Refused("this answer belongs to no request of this browser")
        try:
            grant = asyncio.run(entrance.enter(code))
        except Unauthorized:
            self._drop(entrance.errand)
            raise
        return self._enlist(asked, entrance.errand, grant)

    def _opened(self, ticket: str) -> "tuple[Asked, Entrance]":
        from bot.platforms.mastodon.oauth import Entrance, Errand  # noqa: PLC0415 - as above

        try:
            sealed = urlsafe_b64decode(ticket.encode(errors="replace"))
            asked = msgspec.json.decode(self._seal.open(TICKET, sealed, self.now()), type=Asked)
        except (ValueError, Unproven):
            raise Refused("this answer belongs to no request of this browser") from None
        errand = msgspec.json.decode(asked.errand, type=Errand)
        return asked, Entrance(self.options(errand.server), errand, self.now)

    def at(self, word: str) -> Follower | None:
        """Whose page a word opens."""
        with self.store.reading() as connection:
            return followers.of_page(connection, _digest(word)) if word else None

    def _enlist(self, asked: Asked, errand: "Errand", grant: "Grant") -> tuple[Follower, Blocklist, str]:
        from bot.platforms.mastodon.doorway import Pass  # noqa: PLC0415 - as above

        word = secrets.token_urlsafe(32)
        with self.store.writing() as connection:
            list_ = lists.by_id(connection, asked.list)
            if list_ is None or list_.closed_at is not None:
                raise Refused("the list has ended")
            self._other_deed(followers.of_account(connection, list_.id, grant.account.home, grant.account.id), asked)
            account: Account = grant.account
            one = enlisting.enlist(connection, list_, account, asked.choice, asked.consent, self.now())
            one = replace(one, page=_digest(word))
            followers.put(connection, one)
            given = msgspec.json.encode(Pass(token=grant.token, client=errand.client))
            write.put(connection, self.store.master, enlisting.token_name(one), given)
            self._keep(connection, errand)
            enlisting.note(connection, self.store.master, enlisting.JOINED, one, list_, self.now())
        return one, list_, word

    @staticmethod
    def _other_deed(known: Follower | None, asked: Asked) -> None:
        """Refuse who follows it already by another deed: this token could not undo what was done by that."""
        if known and known.choice.deed is not asked.choice.deed and known.phase is not Phase.LEFT:
            raise Refused("this account follows the list already, and does something else; leave it first")

    def knows(self, server: str, back: str) -> bool:
        """Whether nothing need be asked of a server to begin."""
        return self._known(self.options(server), back) is not None

    def _known(self, options: "Options", back: str) -> "Application | None":
        """Ours at a server, registered once, since most allow few registrations; None: none that holds."""
        from bot.platforms.mastodon.doorway import Application  # noqa: PLC0415 - as above

        name = _name(options, back)
        with self.store.reading() as connection:
            kept = read.get(connection, self.store.master, name)
            used = followers.at_server(connection, options.home)
        found = msgspec.json.decode(kept, type=Application) if kept else self._fresh.get(name)
        return found if found is not None and (used or found.at + FRESH > self.now()) else None

    def _apply(self, options: "Options", back: str) -> "Application":
        """Register; it is written down once somebody said yes, so that mere names of servers fill nothing."""
        from bot.platforms.mastodon import doorway  # noqa: PLC0415 - as above

        made = asyncio.run(doorway.apply(options, back, self.now))
        with self._lock:
            self._fresh[_name(options, back)] = made
            while len(self._fresh) > LATEST:
                self._fresh.popitem(last=False)
        return made

    def _keep(self, connection: Connection, errand: "Errand") -> None:
        """Somebody said yes by it: what they were asked by is for whoever comes later."""
        name = _name(self.options(errand.server), errand.redirect)
        with self._lock:
            made = self._fresh.pop(name, None)
        if made is not None:
            write.put(connection, self.store.master, name, msgspec.json.encode(made))

    def _drop(self, errand: "Errand") -> None:
        """Their server does not know our application any more; the next who asks registers another."""
        name = _name(self.options(errand.server), errand.redirect)
        with self._lock:
            self._fresh.pop(name, None)
        with self.store.writing() as connection:
            write.drop(connection, name)


def host_of(written: str) -> str:
    """The server that somebody named, by its host, its address, or their own handle. Raises Malformed."""
    text = written.strip().removeprefix("https://").partition("/")[0].rpartition("@")[2]
    if len(text) > LONGEST:
        raise Malformed("is no server")
    return domain(text).key


def _name(options: "Options", back: str) -> str:
    """Under what name our application at a server stands in the safe."""
    return f"application:{options.home}:{back}"


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
