"""How somebody lets a list in at their own server: an application that is registered once, a yes, and its end."""

import secrets
from datetime import datetime
from typing import Final

import msgspec

from bot.blocklists.deed import Deed
from bot.errors import Gone, Refused
from bot.platforms.mastodon.oauth import Client, Entrance, Errand, offered, register, smaller, verifier
from bot.platforms.mastodon.options import Clock, Options
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Throttle

READING: Final = frozenset({"read:accounts", "read:follows"})
"""Who they are and whom a list means; and how they stand to those."""
NEEDED: Final = {
    Deed.MUTE: READING | {"write:mutes"},
    Deed.BLOCK: READING | {"read:blocks", "write:blocks"},
}
"""The least by which each can be done; blocked domains are read as a list."""
WHO: Final = frozenset({"read:accounts"})
"""Who they are, and nothing else."""
EVERY: Final = frozenset().union(*NEEDED.values())


class Application(msgspec.Struct, frozen=True):
    """Ours at one server, with what that server offers. Its repr shows no secret."""

    client: Client
    at: datetime
    known: frozenset[str]
    """The scopes that the server says it knows; empty where it does not say."""
    proves: bool
    """Whether it offers PKCE."""

    def __repr__(self) -> str:
        """Nothing."""
        return "Application()"


class Pass(msgspec.Struct, frozen=True):
    """What somebody gave. Its repr shows nothing."""

    token: str
    client: Client

    def __repr__(self) -> str:
        """Nothing."""
        return "Pass()"


async def apply(options: Options, redirect: str, clock: Clock) -> Application:
    """Register at a server, for all that anybody there may say yes to. Raises ConfigError, Refused, TryLater."""
    options.check()
    rest = Rest(options, "", Throttle(), clock)
    try:
        offer = await offered(rest)
        known = frozenset(offer.scopes_supported)
        return Application(await register(rest, redirect, smaller(EVERY, known)), clock(), known, bool(verifier(offer)))
    finally:
        await rest.close()


def ask(options: Options, application: Application, redirect: str, needed: frozenset[str], clock: Clock) -> Entrance:
    """One request for somebody's yes, to no more than is needed; the server is not asked for it."""
    scopes = smaller(needed, application.known)
    proof, client = secrets.token_urlsafe(48) if application.proves else "", application.client
    errand = Errand(server=options.base_url, client=client, redirect=redirect, scopes=scopes, verifier=proof)
    return Entrance(options, errand, clock)


async def revoke(options: Options, given: Pass, clock: Clock) -> None:
    """Let the token be worth nothing any more; one that is not, or a server that has no such thing, is no trouble."""
    rest = Rest(options, "", Throttle(), clock)
    form = {"client_id": given.client.client_id, "client_secret": given.client.client_secret, "token": given.token}
    try:
        await rest.submit("revoke", "/oauth/revoke", form)
    except (Gone, Refused):
        return
    finally:
        await rest.close()
