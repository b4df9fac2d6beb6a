"""A way to the real PDS on which some calls go wrong, before the server hears of them or after it has done them."""

import json
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

HOPS = {"content-length", "content-encoding", "transfer-encoding", "connection", "host"}


class Faulty:
    """`faults[nsid]` is a list of (status, headers, heard); the first is for the next call, empty: all goes well."""

    def __init__(self, pds):
        self.pds, self.url, self.faults, self.asked = pds, "", {}, []

    async def _pass(self, request):
        nsid = request.path.rsplit("/", 1)[1]
        self.asked.append(nsid)
        faults = self.faults.get(nsid) or [None]
        fault = faults.pop(0)
        answer = await self._forward(request, nsid) if fault is None or fault[2] else None
        if fault is None:
            return answer
        return web.json_response({"error": "Fault"}, status=fault[0], headers=fault[1])

    async def _forward(self, request, nsid):
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOPS}
        async with aiohttp.ClientSession(auto_decompress=True) as http:
            url = f"{self.pds}{request.path_qs}"
            async with http.request(request.method, url, data=await request.read(), headers=headers) as answer:
                body = await answer.read()
                if nsid.endswith("Session"):  # which names the server itself, and would lead past us
                    body = json.dumps({k: v for k, v in json.loads(body).items() if k != "didDoc"}).encode()
                kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOPS}
                return web.Response(status=answer.status, headers=kept, body=body)


@asynccontextmanager
async def faulty(pds):
    """One that runs until the test ends."""
    made = Faulty(pds)
    app = web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{path:.*}", made._pass)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
