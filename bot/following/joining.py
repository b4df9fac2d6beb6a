"""How somebody comes to follow a list: they name their server, say yes there, and come back with a token."""

import asyncio
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.entity import domain
from bot.blocklists.follower import Choice, Consent, Follower, Phase
from bot.errors import Malformed, Refused, Unauthorized, Unproven
from bot.evidence.seal import Seal
from bot.following import enlisting
from bot.following.applications import Applications
from bot.model.account import Account
from bot.model.noun import Noun
from bot.store import followers, lists, write
from bot.store.database import Store

if TYPE_CHECKING:
    from bot.platforms.mastodon.oauth import Entrance, Errand, Grant
    from bot.platforms.mastodon.options import Options

WHILE: Final = timedelta(minutes=10)
"""How long somebody may take to say yes at their server."""
TICKET: Final = "joining"
"""For what use a request is sealed."""
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
        self.applications = Applications(store, options, now)
        self._seal = Seal()

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
        client = self.applications.at(options, back)
        entrance = doorway.ask(options, client, back, doorway.NEEDED[choice.deed], self.now)
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
            self.applications.drop(entrance.errand)
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
            self.applications.keep(connection, errand)
            enlisting.note(connection, self.store.master, enlisting.JOINED, one, list_, self.now())
        return one, list_, word

    @staticmethod
    def _other_deed(known: Follower | None, asked: Asked) -> None:
        """Refuse who follows it already by another deed: this token could not undo what was done by that."""
        if known and known.choice.deed is not asked.choice.deed and known.phase is not Phase.LEFT:
            raise Refused("this account follows the list already, and does something else; leave it first")


def host_of(written: str) -> str:
    """The server that somebody named, by its host, its address, or their own handle. Raises Malformed."""
    text = written.strip().removeprefix("https://").partition("/")[0].rpartition("@")[2]
    if len(text) > LONGEST:
        raise Malformed("is no server")
    return domain(text).key


def _digest(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()
