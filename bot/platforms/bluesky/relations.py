"""Whom the person follows, mutes and blocks, paged through."""

import msgspec

from bot.platforms.bluesky.people import key
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.port import Relations

PAGE = 100
PAGES = 1_000
"""100,000 accounts; an account that follows more is not a person."""


class _Subject(msgspec.Struct, frozen=True):
    did: str = ""


class _Page(msgspec.Struct, frozen=True):
    follows: tuple[_Subject, ...] = ()
    mutes: tuple[_Subject, ...] = ()
    blocks: tuple[_Subject, ...] = ()
    cursor: str | None = None


async def relations(login: Login) -> Relations:
    """All three, as the AppView says now."""
    return Relations(
        follows=await _listed(login, "app.bsky.graph.getFollows", {"actor": await login.did()}),
        mutes=await _listed(login, "app.bsky.graph.getMutes", {}),
        blocks=await _listed(login, "app.bsky.graph.getBlocks", {}),
    )


async def _listed(login: Login, nsid: str, params: dict[str, object]) -> frozenset[str]:
    found: set[str] = set()
    at: str | None = None
    for _ in range(PAGES):
        more = {"cursor": at} if at else {}
        page = parsed(await login.query(nsid, {**params, "limit": PAGE, **more}), _Page)
        found.update(key(one.did) for one in (*page.follows, *page.mutes, *page.blocks) if one.did)
        at = page.cursor
        if not at:
            break
    return frozenset(found)
