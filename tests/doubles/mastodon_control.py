"""The test's hand in the double: post as somebody, look at the state, break things."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.doubles.mastodon_admin_world import shown as admin_shown

if TYPE_CHECKING:
    from tests.doubles.mastodon import Double


async def control(double: "Double", request: web.Request) -> web.Response:
    """`GET`: the state. `POST {"do": …}`: one command; answers with what it made."""
    if request.method == "GET":
        return web.json_response(shown(double))
    asked = await request.json()
    return web.json_response(do(double, asked.pop("do"), **asked))


def do(double: "Double", command: str, **given: Any) -> Any:
    """Carry out one command; what it made, or true."""
    if command not in COMMANDS:
        raise web.HTTPBadRequest(text=f"no such command: {command}")
    made = COMMANDS[command](double, given)
    return True if made is None else made


def _id(double: "Double", username: str) -> str:
    return double.world.called(username).id


def _pair(double: "Double", given: dict[str, Any]) -> tuple[str, str]:
    return _id(double, given["by"]), _id(double, given["whom"])


def _mute(double: "Double", given: dict[str, Any]) -> None:
    double.world.mute(*_pair(double, given), given.get("notifications", True), given.get("seconds", 0))


def _policy(double: "Double", given: dict[str, Any]) -> None:
    double.world.policies[_id(double, given.pop("of"))] = given


def _advance(double: "Double", given: dict[str, Any]) -> None:
    double.world.ahead += timedelta(seconds=given["seconds"])


def _silence(double: "Double", given: dict[str, Any]) -> None:
    double.silent = given["on"]


COMMANDS: dict[str, Callable[["Double", dict[str, Any]], Any]] = {
    "join": lambda double, given: double.world.join(**given).id,
    "post": lambda double, given: double.world.post(**given).id,
    "edit": lambda double, given: double.world.edit(given["id"], given["text"]).id,
    "delete": lambda double, given: double.world.delete(given["id"]),
    "follow": lambda double, given: double.world.follows.add(_pair(double, given)),
    "mute": _mute,
    "unmute": lambda double, given: bool(double.world.mutes.pop(_pair(double, given), None)),
    "block": lambda double, given: double.world.block(*_pair(double, given)),
    "suspend": lambda double, given: double.world.suspended.add(_id(double, given["whom"])),
    "unblock": lambda double, given: double.world.blocks.discard(_pair(double, given)),
    "policy": _policy,
    "revoke": lambda double, given: double.world.revoked.add(double.world.called(given["of"]).token),
    "accept": lambda double, given: double.world.revoked.discard(double.world.called(given["of"]).token),
    "fault": lambda double, given: double.faults.append(given),
    "advance": _advance,
    "drop_streams": lambda double, given: double.drop_streams(),
    "silence": _silence,
}


def shown(double: "Double") -> dict[str, Any]:
    """The server's own view, for an oracle that must not ask us."""
    world = double.world
    return {
        "flavour": world.flavour,
        "people": {one.username: {"id": one.id, "token": one.token} for one in world.people.values()},
        "statuses": {
            one.id: {"by": one.by, "text": one.text, "deleted": one.deleted} for one in world.statuses.values()
        },
        "notifications": [[one.id, one.to, one.by, one.status, one.filtered] for one in world.notices],
        "mutes": [
            [by, whom, mute.notifications, mute.expires_at.isoformat() if mute.expires_at else None]
            for by, whom in list(world.mutes)
            if (mute := world.muted(by, whom)) is not None
        ],
        "blocks": sorted(world.blocks),
        "policies": world.policies,
        "reports": [
            {name: one[name] for name in ("id", "by", "category", "comment", "status_ids", "forwarded")}
            | {"whom": one["target_account"]["id"]}
            for one in world.reports
        ],
        "calls": dict(world.calls),
        "streams": double.streams,
        "admin": admin_shown(world),
    }
