"""What a Mastodon-like server answers to whoever carries a list out: accounts by name, and whole domains."""

from typing import Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_rest import absent, told
from tests.doubles.mastodon_world import Person, World


def _named(world: World, name: str) -> Person | None:
    user, _, host = name.strip().removeprefix("@").lower().partition("@")
    home = None if host in {"", world.host} else host
    return next((one for one in world.people.values() if (one.username.lower(), one.domain) == (user, home)), None)


def lookup(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Whom the server knows already; snac has none of it."""
    found = _named(world, request.query.get("acct", ""))
    return absent(world) if found is None else told(shapes.account(world, found))


def search(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Whom it knows, and whom it finds elsewhere when it is told to look."""
    name = request.query.get("q", "").removeprefix("@").lower()
    if _named(world, name) is None and name in world.beyond and request.query.get("resolve") == "true":
        world.join(*name.split("@"))
    found = _named(world, name)
    others = [one for one in world.people.values() if one is not found and one.username in name]
    return told([shapes.account(world, one) for one in [*others, *([found] if found else [])]])


def domain_blocks(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    return told(sorted(host for whose, host in world.domain_blocks if whose == me))


def block_domain(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    world.block_domain(me, sent["domain"])
    return told({})


def unblock_domain(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    world.domain_blocks.discard((me, sent.get("domain") or request.query.get("domain", "")))
    return told({})
