"""What a Mastodon-like server gives out to strangers: files, its actor, and posts as ActivityPub has them."""

import asyncio
from typing import Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_rest import absent, told
from tests.doubles.mastodon_world import World


def actor(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    url = f"http://{world.host}/actor"
    key = {"id": f"{url}#main-key", "owner": url, "publicKeyPem": "-----BEGIN PUBLIC KEY-----"}
    return told({"id": url, "type": "Application", "publicKey": key})


def activity(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """The post, whoever asks; where servers are guarded, only for those that sign, which nobody here does."""
    found = world.statuses.get(request.match_info["id"])
    if world.guarded:
        return told({"error": "Request not signed"}, status=401)
    if found is None or found.deleted or found.visibility not in {"public", "unlisted"}:
        return absent(world)
    shown = shapes.status(world, found)
    return told(
        {
            "id": shown["uri"],
            "type": "Note",
            "attributedTo": shown["account"].get("uri", shown["account"]["url"]),
            "published": shapes.stamp(found.at, world)[:19] + "Z",
            "content": f"<div>{shown['content']}</div>",
        }
    )


async def medium(world: World, request: web.Request) -> web.StreamResponse:
    """A file (packed, where it begins as gzip does), a redirect, an error, or bytes without end."""
    name = request.match_info["name"]
    world.calls[f"token to {name}"] += "Authorization" in request.headers
    what = world.files.get(name, 404)
    if isinstance(what, bytes):
        return web.Response(body=what, headers={"Content-Encoding": "gzip"} if what.startswith(b"\x1f\x8b") else {})
    if isinstance(what, str):
        return web.Response(status=302, headers={"Location": what})
    if isinstance(what, int):
        return web.Response(status=what)
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(bytes(65536))
        await asyncio.sleep(0)
