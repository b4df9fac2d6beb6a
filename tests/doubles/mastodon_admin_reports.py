"""What the double's moderators are told by members: listed, taken, settled, opened again."""

from typing import Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_admin_shapes import admin_report
from tests.doubles.mastodon_rest import absent, paged, told
from tests.doubles.mastodon_world import World


def listed(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """Open ones, unless `resolved` is asked for; the newest first."""
    asked = request.query
    settled = asked.get("resolved") in {"true", "1"}
    found = [one for one in reversed(world.reports) if one["action_taken"] == settled]
    if asked.get("account_id"):
        found = [one for one in found if one["by"] == asked["account_id"]]
    if asked.get("target_account_id"):
        found = [one for one in found if one["target_account"]["id"] == asked["target_account_id"]]
    page, headers = paged(world, request, found, lambda one: str(one["id"]))
    return told([admin_report(world, one) for one in page], headers=headers)


def _found(world: World, request: web.Request) -> dict[str, Any] | None:
    return next((one for one in world.reports if one["id"] == request.match_info["id"]), None)


def one(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = _found(world, request)
    return absent(world) if found is None else told(admin_report(world, found))


def settle(world: World, one: dict[str, Any], me: str) -> None:
    at = shapes.stamp(world.now(), world)
    one |= {"action_taken": True, "action_taken_at": at, "updated_at": at, "settled_by": me}
    world.admin.tell("report.updated", one["id"])


def resolve(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    found = _found(world, request)
    if found is None:
        return absent(world)
    settle(world, found, me)
    return told(admin_report(world, found))


def _changed(world: World, request: web.Request, change: dict[str, Any]) -> web.Response:
    found = _found(world, request)
    if found is None:
        return absent(world)
    found |= change | {"updated_at": shapes.stamp(world.now(), world)}
    world.admin.tell("report.updated", found["id"])
    return told(admin_report(world, found))


def reopen(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    return _changed(world, request, {"action_taken": False, "action_taken_at": None, "settled_by": None})


def assign(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    return _changed(world, request, {"assigned": me})


def unassign(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    return _changed(world, request, {"assigned": None})
