"""Who is let into the admin side: by the token's scopes, then by the role; both are 403, in other words."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.doubles.mastodon_rest import Answer, absent, told
from tests.doubles.mastodon_world import World


@dataclass(frozen=True)
class Needs:
    scope: str
    role: int
    small: bool = False
    """Whether GoToSocial has it, too."""


def guarded(answer: Answer, needs: Needs) -> Answer:
    """The answer, for whom it is meant."""

    def handle(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.StreamResponse:
        if world.flavour == "akkoma":
            return told({"error": "Not implemented"}, status=404)
        if world.flavour == "snac" or (world.flavour == "gotosocial" and not needs.small):
            return absent(world) if world.flavour == "snac" else web.Response(status=404, text="404 page not found")
        if world.flavour == "gotosocial":
            forbidden = f"Forbidden: user {me} not an admin"
            return answer(world, request, sent, me) if me in world.admin.roles else told({"error": forbidden}, 403)
        if not holds(world, request, needs.scope):
            return told({"error": "This action is outside the authorized scopes"}, status=403)
        if not world.admin.can(me, needs.role):
            return told({"error": "This action is not allowed"}, status=403)
        return answer(world, request, sent, me)

    return handle


def holds(world: World, request: web.Request, scope: str) -> bool:
    """Whether the token was given for this, or for all above it."""
    _, given = world.granted.get(request.headers.get("Authorization", "").removeprefix("Bearer "), ("", ""))
    held = given.split() or world.scopes
    parts = scope.split(":")
    return any(":".join(parts[:length]) in held for length in range(2, len(parts) + 1))
