"""How a Mastodon-like server lets applications in, as Doorkeeper does it (RFC 6749, 7636, 8414): an application has its
redirect addresses and scopes, a code is good once and for who asked, and a challenge must be met.

The person's browser is the test: whoever opens /oauth/authorize with `as=NAME` has logged in as NAME and says yes, or
no with `no=1`. Only Mastodon (from 4.3 on) tells what it offers; the other kinds do as 4.2 did, and know no PKCE.
"""

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.doubles.mastodon_world import World

PASTED = "urn:ietf:wg:oauth:2.0:oob"
KNOWN = [
    "profile",
    "read",
    "read:accounts",
    "read:blocks",
    "read:follows",
    "read:mutes",
    "read:notifications",
    "read:statuses",
    "write",
    "write:blocks",
    "write:mutes",
    "write:notifications",
    "write:reports",
    "write:statuses",
    "follow",
    "push",
]


WANTED = [
    ("POST", "mute", "write:mutes"),
    ("POST", "block", "write:blocks"),
    ("DELETE", "/domain_blocks", "write:blocks"),
    ("GET", "/domain_blocks", "read:blocks"),
    ("GET", "/api/v1/blocks", "read:blocks"),
    ("GET", "/api/v1/mutes", "read:mutes"),
    ("GET", "/relationships", "read:follows"),
    ("GET", "/api/v1/accounts", "read:accounts"),
]
"""What is asked of a token for what, the first that fits."""


def _told(what: Any, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(what), status=status, content_type="application/json")


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=f"<!doctype html><p>{text}</p>", status=status, content_type="text/html")


def offer(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    if world.flavour != "mastodon":
        return _told({"error": "Record not found"}, 404)
    base = f"http://{world.host}"
    return _told(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/oauth/authorize",
            "token_endpoint": f"{base}/oauth/token",
            "scopes_supported": KNOWN,
            "code_challenge_methods_supported": ["S256"],
        }
    )


def register(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    asked = sent.get("scopes", "read").split()
    if not sent.get("client_name") or not sent.get("redirect_uris") or set(asked) - set(KNOWN):
        return _told({"error": "Validation failed"}, 422)
    client = {"client_id": secrets.token_urlsafe(32), "client_secret": secrets.token_urlsafe(32)}
    world.apps[client["client_id"]] = client | sent
    return _told({"id": "1", "name": sent["client_name"], "redirect_uri": sent["redirect_uris"], **client})


def authorize(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    asked = dict(request.query)
    app = world.apps.get(asked.get("client_id", ""))
    who = next((one for one in world.people.values() if one.username == asked.get("as")), None)
    if app is None or asked.get("redirect_uri") not in app["redirect_uris"].split() or who is None:
        return _page("The client or its address is unknown, or nobody is logged in", 400)
    if set(asked.get("scope", "read").split()) - set(app["scopes"].split()):
        return _page("The requested scope is invalid", 400)
    back = {"state": asked.get("state", "")}
    if asked.get("no"):
        back |= {"error": "access_denied", "error_description": "The resource owner denied the request."}
    else:
        code = secrets.token_urlsafe(32)
        world.codes[code] = asked | {"whose": who.id}
        back |= {"code": code}
    if asked["redirect_uri"] == PASTED:
        return _page(back.get("code", "denied"))
    raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode(back)}")


def token(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    app = world.apps.get(sent.get("client_id", ""))
    if app is None or sent.get("client_secret") != app["client_secret"]:
        return _told({"error": "invalid_client"}, 401)
    given = world.codes.pop(sent.get("code", ""), None)
    if given is None or not _met(given, sent):
        return _told({"error": "invalid_grant"}, 400)
    made = secrets.token_urlsafe(32)
    world.granted[made] = (given["whose"], given["scope"])
    return _told({"access_token": made, "token_type": "Bearer", "scope": given["scope"], "created_at": 1})


def _met(given: dict[str, str], sent: dict[str, Any]) -> bool:
    """Whether who asks for the token is who asked for the code."""
    if (given["client_id"], given["redirect_uri"]) != (sent.get("client_id"), sent.get("redirect_uri")):
        return False
    digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
    shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return "code_challenge" not in given or given["code_challenge"] == shown


def revoke(world: World, request: web.Request, sent: dict[str, Any], me: str) -> web.Response:
    app = world.apps.get(sent.get("client_id", ""))
    if app is None or sent.get("client_secret") != app["client_secret"]:
        return _told({"error": "unauthorized_client"}, 403)
    world.revoked.add(sent.get("token", ""))
    return _told({})


def lacks(world: World, token: str, method: str, path: str) -> bool:
    """Whether a token was given for less than this."""
    _, scopes = world.granted.get(token, ("", ""))
    held = scopes.split()
    wants = next((scope for verb, part, scope in WANTED if verb == method and part in path), "")
    return bool(held) and bool(wants) and not {wants, wants.partition(":")[0]} & set(held)


def whose(world: World, token: str) -> str:
    """The id of who said yes to this token; empty for no such."""
    return world.granted.get(token, ("", ""))[0]
