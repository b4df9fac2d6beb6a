"""A server of lists that behaves as it is told: well, or in each of the ways in which others would hurt who follows."""

import asyncio
import gzip
from contextlib import suppress

from aiohttp import web


class Publisher:
    """Says at each path what was put there."""

    def __init__(self):
        self.pages = {}
        self.seen = []
        self.base = ""
        self.sent = 0

    def put(self, path, body, medium="text/csv", **headers):
        """Give this at a path; bytes as they are."""
        body = body.encode() if isinstance(body, str) else body

        async def give(request):
            tag = f'"{hash(body)}"'
            if request.headers.get("If-None-Match") == tag:
                return web.Response(status=304)
            return web.Response(body=body, headers={"Content-Type": medium, "ETag": tag, **headers})

        self.pages[path] = give

    def send_on(self, path, address):
        async def give(_):
            return web.Response(status=302, headers={"Location": address})

        self.pages[path] = give

    def fail(self, path, status=500):
        async def give(_):
            return web.Response(status=status)

        self.pages[path] = give

    def endless(self, path, piece, pause=0.0, **headers):
        """Give this again and again, until nobody listens any more."""

        async def give(request):
            response = web.StreamResponse(headers={"Content-Type": "text/csv", **headers})
            await response.prepare(request)
            with suppress(ConnectionError):
                while True:
                    await response.write(piece)
                    self.sent += len(piece)
                    await asyncio.sleep(pause)
            return response

        self.pages[path] = give

    def bomb(self, path, size):
        """A small answer that unpacks to so much."""
        packed = gzip.compress(b"\n" * size)
        self.put(path, packed, **{"Content-Encoding": "gzip"})
        return len(packed)

    def cut(self, path, body):
        """Promise more than comes."""

        async def give(request):
            response = web.StreamResponse(headers={"Content-Type": "text/csv", "Content-Length": str(len(body) + 100)})
            await response.prepare(request)
            await response.write(body)
            request.transport.close()
            return response

        self.pages[path] = give

    async def answer(self, request):
        self.seen.append(request)
        page = self.pages.get(request.raw_path) or self.pages.get(request.path)
        return await page(request) if page else web.Response(status=404)
