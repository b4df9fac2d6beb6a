"""What a Mastodon-like server answers to REST, by flavour: Mastodon 4.6, GoToSocial (no policy, ULIDs, other defaults)
or snac (no mutes, no reports, no Link headers, pages backwards only)."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_admin_shapes import role as admin_role
from tests.doubles.mastodon_world import Notice, World

Answer = Callable[[World, web.Request, dict[str, Any], str], web.StreamResponse]
SNAC_404 = "<h1>404 Not Found (snac/2.75)</h1>"
TYPES = {"mention", "follow", "favourite", "reblog", "poll", "status", "follow_request", "admin.sign_up"}


def told(what: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON in UTF-8, unescaped, as servers send it."""
    text = json.dumps(what, ensure_ascii=False)
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")


def absent(world: World) -> web.Response:
    if world.flavour == "snac":
        return web.Response(status=404, text=SNAC_404, content_type="text/html")
    return told({"error": "Record not found"}, status=404)


def instance_v2(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "snac":
        return absent(world)
    wire = "wss" if world.flavour == "gotosocial" else "ws"
    shape = {
        "domain": world.host,
        "title": world.host,
        "version": "0.20.0-snap57cb4fe" if world.flavour == "gotosocial" else "4.6.4",
        "source_url": f"https://code.test/{world.flavour}",
        "description": "",
        "configuration": {"urls": {"streaming": f"{wire}://{request.host}"}},
        "rules": [],
        "thumbnail": {"url": f"http://{world.host}/media/thumbnail.png"},
    }
    return told(shape | ({"api_versions": {"mastodon": 11}} if world.flavour == "mastodon" else {}))


def instance_v1(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    version = {"snac": "4.0.0 (not true; really snac/2.75)", "gotosocial": "0.20.0-snap57cb4fe"}
    urls = {"streaming_api": f"wss://{request.host}"}
    return told({"uri": world.host, "title": world.host, "version": version.get(world.flavour, "4.6.4"), "urls": urls})


def nodeinfo(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "snac":
        return absent(world)
    return told({"version": "2.0", "software": {"name": world.flavour, "version": "4.6.4"}})


def verify(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    shape = shapes.account(world, world.people[me]) | {"source": {"privacy": "public"}}
    return told(shape | ({} if world.flavour == "snac" else {"role": admin_role(world, me)}))


def app(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    _, given = world.granted.get(request.headers.get("Authorization", "").removeprefix("Bearer "), ("", ""))
    scopes = given.split() or world.scopes
    return told({"id": "1", "name": "rempart", "website": None, "scopes": scopes, "redirect_uris": []})


def paged(
    world: World, request: web.Request, found: list[Any], identity: Callable[[Any], str]
) -> tuple[list[Any], dict[str, str]]:
    """One page of `found` (newest first) and its Link header."""
    limit = min(int(request.query.get("limit", 40)), 80)
    ids = [identity(one) for one in found]
    low, high = request.query.get("min_id"), request.query.get("max_id")
    if high:
        found = found[ids.index(high) + 1 :] if high in ids else [one for one in found if identity(one) < high]
    forward = low and world.flavour != "snac"
    page = [one for one in found if identity(one) > (low or "")][-limit:] if forward else found[:limit]
    if not page or world.flavour == "snac":
        return page, {}
    url = f"{request.scheme}://{request.host}{request.path}?limit={limit}"
    return page, {
        "Link": f'<{url}&max_id={identity(page[-1])}>; rel="next", <{url}&min_id={identity(page[0])}>; rel="prev"'
    }


def _wanted(world: World, request: web.Request, me: str) -> list[Notice]:
    filtered = request.query.get("include_filtered") in {"1", "true"} and world.flavour == "mastodon"
    found = world.inbox(me, filtered)
    types = request.query.getall("types[]", [])
    if types and world.flavour != "snac":
        found = [one for one in found if one.type in types]
    author = request.query.get("account_id")
    return [one for one in found if one.by == author] if author and world.flavour != "snac" else found


def notifications(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "gotosocial" and set(request.query.getall("types[]", [])) - TYPES:
        return told({"error": "Bad Request: unknown notification type"}, status=400)
    page, headers = paged(world, request, _wanted(world, request, me), lambda one: one.id)
    return told([shapes.notification(world, one) for one in page], headers=headers)


def grouped(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    page, headers = paged(world, request, _wanted(world, request, me), lambda one: one.id)
    return told(shapes.grouped(world, page), headers=headers)


def _notice(world: World, request: web.Request, me: str) -> Notice | None:
    return next((one for one in world.inbox(me, filtered=True) if one.id == request.match_info["id"]), None)


def notification(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = _notice(world, request, me)
    return told(shapes.notification(world, found)) if found else absent(world)


def dismiss(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = _notice(world, request, me)
    if world.flavour != "mastodon" or found is None:
        return absent(world)
    world.notices.remove(found)
    return told({})


def policy(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    names = ("not_following", "not_followers", "new_accounts", "private_mentions", "limited_accounts", "bots")
    held = world.policies.setdefault(me, {f"for_{name}": "accept" for name in names})
    held |= {name: value for name, value in sent.items() if name in held}
    pending = {one.by for one in world.notices if one.to == me and one.filtered}
    summary = {"pending_requests_count": len(pending), "pending_notifications_count": len(pending)}
    return told({**held, "summary": summary})


def requests(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return absent(world)
    held: dict[str, list[Notice]] = {}
    for one in world.inbox(me, filtered=True):
        if one.filtered:
            held.setdefault(one.by, []).append(one)
    found = [
        {
            "id": each[-1].id,
            "created_at": shapes.stamp(each[-1].at, world),
            "updated_at": shapes.stamp(each[0].at, world),
            "notifications_count": str(len(each)),
            "account": shapes.account(world, world.people[author]),
            "last_status": shapes.status(world, world.statuses[each[0].status or ""]),
        }
        for author, each in held.items()
    ]
    page, headers = paged(world, request, found, lambda one: str(one["id"]))
    return told(page, headers=headers)


def conversations(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = [
        {
            "id": identity,
            "unread": True,
            "accounts": [shapes.account(world, world.people[world.statuses[last].by])],
            "last_status": shapes.status(world, world.statuses[last]),
        }
        for identity, whose, last in reversed(world.conversations)
        if whose == me
    ]
    page, headers = paged(world, request, [] if world.flavour == "snac" else found, lambda one: str(one["id"]))
    return told(page, headers=headers)


def instance_rules(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    return told([])
