"""What a test may break in the double: `latency`, `html`, `ratelimit`, `body`, `redirect`, `drop`, `drop_after`, `status`."""

import asyncio
from typing import Any

from aiohttp import web


async def faulty(request: web.Request, fault: dict[str, Any]) -> web.StreamResponse | str | None:
    kind = fault["kind"]
    if kind == "latency":
        await asyncio.sleep(fault.get("seconds", 1.0))
        return None
    if kind == "html":
        return web.Response(
            status=fault.get("status", 200), text="<html>Down for maintenance</html>", content_type="text/html"
        )
    if kind == "ratelimit":
        return web.json_response(
            {"error": "Too many requests"}, status=429, headers=fault.get("headers", {"Retry-After": "3"})
        )
    if kind == "body":
        headers = {"Content-Type": "application/json"} | fault.get("headers", {})
        return web.Response(status=fault.get("status", 200), text=fault["text"], headers=headers)
    if kind == "redirect":
        return web.Response(status=302, headers={"Location": fault["to"]})
    if kind == "drop":
        assert request.transport is not None
        request.transport.abort()
    return "drop_after" if kind == "drop_after" else web.json_response({"error": "x"}, status=fault.get("status", 503))
