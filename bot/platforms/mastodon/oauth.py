"""How a person lets the shield in: an application registered at their server, their yes in a browser, a token for it.

OAuth 2.0 with PKCE (RFC 7636, S256) where the server offers it. The forms are sent by our own guarded session, since
Mastodon.py (2.3.3) knows no PKCE and reads the secret from whatever file is called like it. Nothing shows a secret:
not the address that is opened, not a repr, not an error.
"""

import base64
import hashlib
import secrets
from hmac import compare_digest
from typing import Final
from urllib.parse import urlencode

import msgspec

from bot.errors import Gone, Refused
from bot.model.account import Account
from bot.model.noun import Noun
from bot.platforms.mastodon.capabilities import covered, wanted
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.platform import whoami
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost, Throttle

PASTED: Final = "urn:ietf:wg:oauth:2.0:oob"
"""Where the server sends who has no browser on this machine: nowhere; it shows the code, to be pasted."""
NAME: Final = "Rempart"
SITE: Final = "https://pypi.org/project/rempart/"
METHOD: Final = "S256"


class Offer(Noun, frozen=True, kw_only=True):
    """What a server says of itself (RFC 8414); Mastodon does from 4.3 on."""

    code_challenge_methods_supported: tuple[str, ...] = ()
    scopes_supported: tuple[str, ...] = ()


class Client(msgspec.Struct, frozen=True):
    """An application that is registered at a server. Its repr shows nothing."""

    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        """Nothing."""
        return "Client()"


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """What must be kept of a request until it is answered. Its repr shows nothing."""

    server: str
    """Its address."""
    client: Client
    redirect: str
    scopes: tuple[str, ...]
    verifier: str
    """Empty where the server offers no PKCE."""
    state: str = msgspec.field(default_factory=lambda: secrets.token_urlsafe(32))

    def __repr__(self) -> str:
        """Nothing."""
        return "Errand()"


class _Grant(msgspec.Struct, frozen=True):
    access_token: str
    scope: str = ""


class Grant:
    """A token, and whose it is. Its repr shows no token."""

    __slots__ = ("account", "token")

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token


class Entrance:
    """One request for one person's yes, from one server. Its repr shows nothing."""

    def __init__(self, options: Options, errand: Errand, clock: Clock) -> None:
        self.errand = errand
        self._options = options
        self._clock = clock

    @property
    def url(self) -> str:
        """The page of the server where the person says yes; to be opened in their browser."""
        asked = {
            "response_type": "code",
            "client_id": self.errand.client.client_id,
            "redirect_uri": self.redirect,
            "scope": " ".join(self.scopes),
            "state": self.errand.state,
        }
        if self.errand.verifier:
            asked |= {"code_challenge": challenge(self.errand.verifier), "code_challenge_method": METHOD}
        return f"{self._options.base_url}/oauth/authorize?{urlencode(asked)}"

    @property
    def server(self) -> str:
        """The address of the server."""
        return self.errand.server

    @property
    def redirect(self) -> str:
        """Where the server sends who said yes."""
        return self.errand.redirect

    @property
    def scopes(self) -> tuple[str, ...]:
        """What is asked for."""
        return self.errand.scopes

    def opened_by(self, state: str) -> bool:
        """Whether an answer belongs to this request, and is not forged; in constant time."""
        return compare_digest(state.encode(), self.errand.state.encode())

    async def enter(self, code: str) -> Grant:
        """The token for a code, once it is known whose it is and that it may do all that is needed.

        Raises Refused where the server does not take the code, gave less, or speaks for another server; TryLater.
        """
        form = {
            "grant_type": "authorization_code",
            "client_id": self.errand.client.client_id,
            "client_secret": self.errand.client.client_secret,
            "redirect_uri": self.redirect,
            "scope": " ".join(self.scopes),
            "code": code,
        }
        form |= {"code_verifier": self.errand.verifier} if self.errand.verifier else {}
        rest = Rest(self._options, "", Throttle(), self._clock)
        try:
            given = read(await rest.submit("token", "/oauth/token", form), _Grant)
        finally:
            await rest.close()
        lacking = set(self.scopes) - covered(tuple(given.scope.split())) if given.scope else set()
        if lacking:
            raise Refused(f"the server gave a token that lacks {', '.join(sorted(lacking))}")
        account = await whoami(given.access_token, self._clock, self._options)
        if account.handle.rpartition("@")[2].casefold() != account.home.casefold():
            raise Refused("the server says that this is an account of another, for which it cannot speak")
        return Grant(account, given.access_token)


async def knock(options: Options, redirect: str, needed: frozenset[str], clock: Clock) -> Entrance:
    """Register an application for the least scopes that these actions need. Raises ConfigError, Refused, TryLater.

    `redirect`: an address on this machine that waits for the browser, or `PASTED`.
    """
    options.check()
    rest = Rest(options, "", Throttle(), clock)
    try:
        offer = await offered(rest)
        scopes = least(needed, frozenset(offer.scopes_supported))
        client = await register(rest, redirect, scopes)
    finally:
        await rest.close()
    proof = verifier(offer)
    errand = Errand(server=options.base_url, client=client, redirect=redirect, scopes=scopes, verifier=proof)
    return Entrance(options, errand, clock)


async def register(rest: Rest, redirect: str, scopes: tuple[str, ...]) -> Client:
    """Make an application known to a server, which may ask for these scopes."""
    form = {"client_name": NAME, "redirect_uris": redirect, "scopes": " ".join(scopes), "website": SITE}
    client: Client = read(await rest.submit("application", "/api/v1/apps", form), Client)
    return client


def verifier(offer: Offer) -> str:
    """What proves later who asked; empty where the server offers no PKCE."""
    return secrets.token_urlsafe(48) if METHOD in offer.code_challenge_methods_supported else ""


def least(needed: frozenset[str], known: frozenset[str]) -> tuple[str, ...]:
    """The scopes that these actions need; where a server says that it lacks one, the larger one that holds it."""
    return smaller(wanted(needed), known)


def smaller(found: frozenset[str], known: frozenset[str]) -> tuple[str, ...]:
    """These scopes; where a server that says which it knows lacks one, the larger one that holds it."""
    return tuple(sorted({one if not known or one in known else one.partition(":")[0] for one in found}))


def challenge(verifier: str) -> str:
    """What is shown of a verifier beforehand (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def offered(rest: Rest) -> Offer:
    """What a server says of how it lets applications in."""
    try:
        told = await rest.neutral("offer", Cost.READ, "/.well-known/oauth-authorization-server")
    except (Gone, Refused):  # most servers that are not Mastodon have no such page
        return Offer()
    offer: Offer = read(told, Offer)
    return offer
