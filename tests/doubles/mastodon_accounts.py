"""What a Mastodon-like server answers about accounts and posts: mutes, blocks, reports, relationships, threads."""

from typing import Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_rest import absent, paged, told
from tests.doubles.mastodon_world import World


def _truth(value: Any, default: bool) -> bool:
    return default if value is None else value in {"1", "true", True}


def account(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    person = world.people.get(request.match_info["id"])
    if person is None:
        return absent(world)
    suspended = {"suspended": True} if person.id in world.suspended else {}
    return told(shapes.account(world, person) | suspended)


def statuses(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.written_by(request.match_info["id"], me)
    page, headers = paged(world, request, found, lambda one: one.id)
    return told([shapes.status(world, one) for one in page], headers=headers)


def relationships(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    asked = request.query.getall("id[]", []) or request.query.getall("id", [])
    hidden = set() if _truth(request.query.get("with_suspended"), default=False) else world.suspended
    return told([shapes.relationship(world, me, one) for one in asked if one in world.people and one not in hidden])


def mute(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    whom = request.match_info["id"]
    if world.flavour == "snac" or whom not in world.people:
        return absent(world)
    notifications = _truth(sent.get("notifications"), default=world.flavour == "mastodon")
    world.mute(me, whom, notifications, int(sent.get("duration") or 0))
    return told(shapes.relationship(world, me, whom))


def unmute(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    whom = request.match_info["id"]
    if world.flavour == "snac" or whom not in world.people:
        return absent(world)
    world.mutes.pop((me, whom), None)
    return told(shapes.relationship(world, me, whom))


def block(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    whom = request.match_info["id"]
    if whom not in world.people:
        return absent(world)
    world.block(me, whom)
    return told(shapes.relationship(world, me, whom))


def unblock(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    whom = request.match_info["id"]
    if whom not in world.people:
        return absent(world)
    world.blocks.discard((me, whom))
    return told(shapes.relationship(world, me, whom))


def mutes(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "snac":
        return absent(world)
    found = []
    for by, whom in list(world.mutes):
        held = world.muted(by, whom)
        if by == me and held is not None:
            expiry = shapes.stamp(held.expires_at, world) if held.expires_at else None
            found.append(shapes.account(world, world.people[whom]) | {"mute_expires_at": expiry})
    return _listed(world, request, found)


def blocks(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "snac":
        return absent(world)
    return _listed(world, request, [shapes.account(world, world.people[whom]) for by, whom in world.blocks if by == me])


def following(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    who = request.match_info["id"]
    return _listed(
        world, request, [shapes.account(world, world.people[whom]) for by, whom in world.follows if by == who]
    )


def followers(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    whom = request.match_info["id"]
    return _listed(
        world, request, [shapes.account(world, world.people[by]) for by, each in world.follows if each == whom]
    )


def _listed(world: World, request: web.Request, found: list[dict[str, Any]]) -> web.Response:
    found.sort(key=lambda one: str(one["id"]), reverse=True)
    page, headers = paged(world, request, found, lambda one: str(one["id"]))
    return told(page, headers=headers)


def report(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour == "snac":
        return web.Response(status=422, content_type="text/html")
    whom = sent.get("account_id")
    if whom not in world.people:
        return absent(world)
    made = {
        "id": world.new_id(),
        "action_taken": False,
        "action_taken_at": None,
        "category": "other" if world.flavour == "gotosocial" else sent.get("category", "other"),
        "comment": sent.get("comment", ""),
        "forwarded": _truth(sent.get("forward"), default=False),
        "created_at": shapes.stamp(world.now(), world),
        "status_ids": _several(sent.get("status_ids[]")),
        "rule_ids": _several(sent.get("rule_ids[]")) or None,
        "target_account": shapes.account(world, world.people[whom]),
    }
    world.reports.append(made | {"by": me})
    world.admin.tell("report.created", str(made["id"]))
    return told(made | ({"collection_ids": []} if world.flavour == "mastodon" else {"action_taken_comment": None}))


def _several(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def status(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.statuses.get(request.match_info["id"])
    if found is None or not world.shows(found, me):
        return absent(world)
    return told(shapes.status(world, found))


def context(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.statuses.get(request.match_info["id"])
    if found is None or not world.shows(found, me):
        return absent(world)
    before, above = [], found.reply_to
    while above:
        before.insert(0, shapes.status(world, world.statuses[above]))
        above = world.statuses[above].reply_to
    after = [
        shapes.status(world, one)
        for one in world.statuses.values()
        if world.shows(one, me) and world.below(one, found.id)
    ]
    return told({"ancestors": before, "descendants": after})


def history(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = world.statuses.get(request.match_info["id"])
    if world.flavour == "snac" or found is None or found.deleted:
        return absent(world)
    versions = [*found.versions, (found.edited_at or found.at, found.text)]
    return told([{"content": text, "created_at": shapes.stamp(at, world)} for at, text in versions])


def revoke_quote(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    quoting = world.statuses.get(request.match_info["quoting"])
    if quoting is None or quoting.quotes != request.match_info["id"] or world.statuses[quoting.quotes].by != me:
        return absent(world)
    quoting.quote_state = "revoked"
    return told(shapes.status(world, quoting))
