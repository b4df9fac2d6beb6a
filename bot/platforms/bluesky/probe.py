"""What `rempart check --online` finds out about one account."""

import aiohttp

from bot.errors import PlatformError
from bot.model.noun import Noun
from bot.platforms.bluesky.line import Dialler
from bot.platforms.bluesky.options import Options
from bot.platforms.bluesky.place import Place
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.bluesky.xrpc import Xrpc
from bot.platforms.port import Probe

PASSWORDS = {
    "com.atproto.access": ("com.atproto.appPass", "chat", "account management"),
    "com.atproto.appPassPrivileged": ("com.atproto.appPass", "chat"),
    "com.atproto.appPass": ("com.atproto.appPass",),
}
"""What each kind of password holds; a plain app password is all that any action needs."""
_NEEDED = ("com.atproto.appPass",)


class Health(Noun, frozen=True, kw_only=True):
    """What a PDS says of itself."""

    version: str = ""


async def probe(login: Login, xrpc: Xrpc, options: Options, account: str, needed: frozenset[str]) -> Probe:
    """Log in and look; what fails beside the login becomes a sentence in `cannot`."""
    tokens = await login.tokens()
    held = PASSWORDS.get(await login.scope(), ())
    cannot = [*await _stream(xrpc.http, options), *await _view(login)]
    if "dismiss" in needed:
        cannot.append("Bluesky knows no dismissal of one notification: configure mute or hide_reply instead.")
    return Probe(
        account=account,
        handle=tokens.handle,
        server=await _server(xrpc, tokens.pds_endpoint or ""),
        scopes=held,
        needed=_NEEDED,
        lacking=tuple(scope for scope in _NEEDED if held and scope not in held),
        superfluous=tuple(scope for scope in held if scope not in _NEEDED),
        cannot=tuple(cannot),
    )


async def _stream(http: aiohttp.ClientSession, options: Options) -> list[str]:
    for host in options.hosts:
        try:
            async with await Dialler(options).dial(http, host, Place()):
                return []
        except PlatformError:
            continue
    return [
        (
            f"No Jetstream server answers: mentions are found by looking at the notifications every {options.poll:g} s "
            "only, and those of muted, blocked or back-dating accounts not at all."
        )
    ]


async def _view(login: Login) -> list[str]:
    try:
        await login.query("app.bsky.notification.getUnreadCount", {})
    except PlatformError as trouble:
        return [f"The AppView does not answer ({trouble}): mentions are found by the stream only."]
    return []


async def _server(xrpc: Xrpc, endpoint: str) -> str:
    base = endpoint.removesuffix("/xrpc")
    try:
        version = parsed(await xrpc.send("GET", f"{base}/xrpc/_health"), Health).version
    except PlatformError:
        version = ""
    return f"PDS {version}".strip()
