"""What a moderator's account may do at its server, and what the server has for moderators: asked, nothing changed."""

from collections.abc import AsyncIterator, Mapping
from typing import Final, NamedTuple

import msgspec

from bot.errors import Gone, Refused, Unauthorized
from bot.model.noun import Noun
from bot.platforms.mastodon.answer import NotOffered
from bot.platforms.mastodon.capabilities import NO_SCOPES, broad, scopes_of
from bot.platforms.mastodon.desk.reports import PATH as REPORTS
from bot.platforms.mastodon.entities import AccountEntity
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import account_of
from bot.platforms.mastodon.relations import read
from bot.platforms.mastodon.rest import Rest
from bot.platforms.mastodon.throttle import Cost
from bot.platforms.port import Probe

ADMINISTRATOR: Final = 1
PERMISSIONS: Final[Mapping[str, int]] = {"manage_reports": 1 << 4, "manage_federation": 1 << 5, "manage_users": 1 << 10}
"""Bits of `CredentialAccount.role.permissions`, as Mastodon's UserRole has them."""
READING: Final = frozenset({"admin:read:accounts", "admin:read:reports", "read:accounts", "read:statuses"})
ACCOUNTS: Final = frozenset({"warn", "sensitive", "limit", "suspend"})
FLAGS: Final = frozenset({"assign", "resolve", "reopen"})
DOMAINS: Final = frozenset({"limit_domain", "suspend_domain"})
WRITING: Final[Mapping[frozenset[str], frozenset[str]]] = {
    ACCOUNTS: frozenset({"admin:write:accounts"}),
    FLAGS: frozenset({"admin:write:reports"}),
    DOMAINS: frozenset({"admin:read:domain_blocks", "admin:write:domain_blocks"}),
}
"""Which scopes measures need."""
ROLE: Final = {ACCOUNTS: "manage_users", FLAGS: "manage_reports", DOMAINS: "manage_federation"}
"""And which permission of the account's role."""
EVERY: Final = READING.union(*WRITING.values())
HIDING: Final = {"/api/v1/mutes": "mutes", "/api/v1/blocks": "blocks", "/api/v1/domain_blocks": "hides servers of"}
"""Lists of what the account does for itself, and what that is."""
GOTOSOCIAL: Final = frozenset({"suspend", "resolve"})
"""What GoToSocial has of it."""

NO_ADMIN = "It has no interface for moderators: reports cannot be read here, nor anything be decided."
NO_ROLE = {
    "manage_reports": "Its role may not see reports (permission `manage_reports`): none would reach the desk.",
    "manage_users": "Its role may not act on accounts (permission `manage_users`): every such measure is refused.",
    "manage_federation": "Its role may not act on other servers (permission `manage_federation`): that is refused.",
}
NOT_ADMIN = "The account is no moderator there: the server shows it no reports."
FEW = "GoToSocial has one measure against accounts, `suspend`; and all its reports are of the category `other`."
HIDES = "The account {} others: their posts are left out of what it reads. Use an account that does none of it."
LANGUAGES = (
    "If languages are chosen in its settings, posts in others are left out; the server does not tell. Choose none."
)


class Probed(Noun, frozen=True, kw_only=True):
    """What was found."""

    probe: Probe
    can: frozenset[str] = frozenset()
    """Kinds of measures that server, role and scopes allow."""


class _Role(Noun, frozen=True, kw_only=True):
    permissions: str | int = 0


class _Moderator(AccountEntity, frozen=True, kw_only=True):
    role: _Role | None = None


async def probe(rest: Rest, instance: Instance, *, key: str, home: str, needed: frozenset[str], posts: bool) -> Probed:
    """Log in and see; `key` is the desk's, `needed` the kinds of measures that are configured, `posts` says whether
    public posts are to be read. Raises Unauthorized or TryLater.
    """
    answer = await rest.call("who am I", Cost.READ, lambda client: client.account_verify_credentials())
    me = read(answer, _Moderator)
    server, held = await instance.server(), await scopes_of(rest)
    covered = frozenset(held) | broad(EVERY, held) if held else EVERY
    least = READING.union(*(scopes for kinds, scopes in WRITING.items() if kinds & needed))
    role = await _role(rest, server.software, me.role)
    can = frozenset(
        kind for kinds, scopes in WRITING.items() if scopes <= covered for kind in kinds if kind in role.kinds
    )
    hides = [sentence async for sentence in _hides(rest)] if posts else []
    told = Probe(
        account=key,
        handle=account_of(me, home).handle,
        server=f"{server.software} {server.version}",
        scopes=held,
        needed=tuple(sorted(least)),
        lacking=tuple(sorted(least - covered)),
        superfluous=tuple(sorted(set(held) - least - WRITING[DOMAINS])),  # whole servers: whoever wants to
        cannot=(*([] if held else [NO_SCOPES]), *role.cannot, *hides),
    )
    return Probed(probe=told, can=can)


class _Allowed(NamedTuple):
    """What the role allows, and what must be said of it."""

    kinds: frozenset[str] = frozenset()
    cannot: tuple[str, ...] = ()


async def _role(rest: Rest, software: str, role: _Role | None) -> _Allowed:
    """Asked of the server itself where it does not tell by a bitmask as Mastodon's."""
    try:
        await rest.get("reports", Cost.READ, REPORTS, {"limit": 1})
    except (Gone, NotOffered):
        return _Allowed(cannot=(NO_ADMIN,))
    except Unauthorized:
        raise
    except Refused:
        if software == "gotosocial":
            return _Allowed(cannot=(NOT_ADMIN,))
    if software == "gotosocial":
        return _Allowed(GOTOSOCIAL, (FEW,))
    bits = int(role.permissions) if role and str(role.permissions).isdecimal() else 0
    may = {name for name, bit in PERMISSIONS.items() if bits & (bit | ADMINISTRATOR)}
    kinds = frozenset[str]().union(*(kinds for kinds, name in ROLE.items() if name in may))
    return _Allowed(kinds, tuple(sentence for name, sentence in NO_ROLE.items() if name not in may))


async def _hides(rest: Rest) -> AsyncIterator[str]:
    """What the account's own settings keep from the streams that it reads."""
    for path, does in HIDING.items():
        try:
            answer = await rest.get("own settings", Cost.READ, path, {"limit": 1})
        except (Gone, Refused):
            continue
        if read(answer, tuple[msgspec.Raw, ...]):
            yield HIDES.format(does)
    yield LANGUAGES
