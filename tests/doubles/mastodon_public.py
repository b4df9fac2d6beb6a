"""What anybody may read on the double: the public timeline, and the streams that bring it, public posts alone."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_rest import paged, told
from tests.doubles.mastodon_world import Status, World

if TYPE_CHECKING:
    from tests.doubles.mastodon import Double

EVENTS = {"status.created": "update", "status.updated": "status.update"}


def _local(world: World, status: Status) -> bool:
    return world.people[status.by].domain is None


def timeline(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    """`unlisted` posts are in no public timeline."""
    here = request.query.get("local") == "true"
    found = [one for one in reversed(world.statuses.values()) if one.visibility == "public" and not one.deleted]
    page, headers = paged(world, request, [one for one in found if not here or _local(world, one)], lambda one: one.id)
    return told([shapes.status(world, one) for one in page], headers=headers)


def stream_of(request: web.Request, me: str) -> str:
    """Which stream is asked for: somebody's own, by their id, or a public one."""
    named = request.query.get("stream") or request.path.partition("/streaming/")[2].replace("/", ":")
    return named if named.startswith("public") else me


def spread(double: "Double") -> None:
    """Let public streams bring what is written from now on."""
    world, before = double.world, double.world.admin.tell

    def tell(event: str, about: str) -> None:
        before(event, about)
        status = world.statuses.get(about) if event in EVENTS else None
        if status is not None and status.visibility == "public":
            streams = ("public", "public:local") if _local(world, status) else ("public",)
            for stream in streams:
                double.bring(stream, EVENTS[event], shapes.status(world, status))

    world.admin.tell = tell
