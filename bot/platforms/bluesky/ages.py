"""When an account was first registered, as the directory of names tells."""

import msgspec

from bot.errors import Gone
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.xrpc import Xrpc


class _Entry(msgspec.Struct, frozen=True, rename="camel"):
    created_at: str = ""


async def age(xrpc: Xrpc, plc: str, did: str) -> str:
    """RFC 3339; empty where nobody tells. `plc` is the directory; empty: none is asked."""
    if not plc or not did.startswith("did:plc:"):
        return ""
    try:
        raw = await xrpc.send("GET", f"{plc.rstrip('/')}/{did}/log/audit")
    except Gone:
        return ""
    log = parsed(raw, list[_Entry])
    return log[0].created_at if log else ""
