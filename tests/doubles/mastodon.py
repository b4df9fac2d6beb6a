"""A small faithful double of a Mastodon-like server on loopback: REST, server-sent events, WebSocket, throttle headers
and faults; in this process, or as one of its own: `python -m tests.doubles.mastodon --port 3001 --flavour mastodon`.

`POST /_control` with `{"do": "post", "by": "harasser", "text": "@figure …"}` drives it; `GET /_control` shows its state.
"""

import argparse
import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiohttp import WSCloseCode, web

from tests.doubles import mastodon_accounts as accounts
from tests.doubles import mastodon_admin as admin
from tests.doubles import mastodon_files as files
from tests.doubles import mastodon_lists as lists
from tests.doubles import mastodon_oauth as oauth
from tests.doubles import mastodon_public as public
from tests.doubles import mastodon_rest as rest
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_control import control, shown
from tests.doubles.mastodon_faults import faulty
from tests.doubles.mastodon_world import FLAVOURS, World

ROUTES: list[tuple[str, str, rest.Answer]] = [
    ("GET", "/api/v2/instance", rest.instance_v2),
    ("GET", "/api/v1/instance", rest.instance_v1),
    ("GET", "/nodeinfo/2.0", rest.nodeinfo),
    ("GET", "/api/v1/accounts/verify_credentials", rest.verify),
    ("GET", "/api/v1/apps/verify_credentials", rest.app),
    ("POST", "/api/v1/apps", oauth.register),
    ("GET", "/.well-known/oauth-authorization-server", oauth.offer),
    ("GET", "/oauth/authorize", oauth.authorize),
    ("POST", "/oauth/token", oauth.token),
    ("POST", "/oauth/revoke", oauth.revoke),
    ("GET", "/api/v1/notifications/requests", rest.requests),
    ("GET", "/api/v1/notifications", rest.notifications),
    ("GET", "/api/v1/notifications/{id}", rest.notification),
    ("POST", "/api/v1/notifications/{id}/dismiss", rest.dismiss),
    ("GET", "/api/v2/notifications", rest.grouped),
    ("GET", "/api/v2/notifications/policy", rest.policy),
    ("PATCH", "/api/v2/notifications/policy", rest.policy),
    ("GET", "/api/v1/conversations", rest.conversations),
    ("GET", "/api/v1/accounts/relationships", accounts.relationships),
    ("GET", "/api/v1/accounts/lookup", lists.lookup),
    ("GET", "/api/v1/accounts/search", lists.search),
    ("GET", "/api/v1/domain_blocks", lists.domain_blocks),
    ("POST", "/api/v1/domain_blocks", lists.block_domain),
    ("DELETE", "/api/v1/domain_blocks", lists.unblock_domain),
    ("GET", "/api/v1/accounts/{id}", accounts.account),
    ("GET", "/api/v1/accounts/{id}/statuses", accounts.statuses),
    ("GET", "/api/v1/accounts/{id}/following", accounts.following),
    ("GET", "/api/v1/accounts/{id}/followers", accounts.followers),
    ("POST", "/api/v1/accounts/{id}/mute", accounts.mute),
    ("POST", "/api/v1/accounts/{id}/unmute", accounts.unmute),
    ("POST", "/api/v1/accounts/{id}/block", accounts.block),
    ("POST", "/api/v1/accounts/{id}/unblock", accounts.unblock),
    ("GET", "/api/v1/mutes", accounts.mutes),
    ("GET", "/api/v1/blocks", accounts.blocks),
    ("POST", "/api/v1/reports", accounts.report),
    ("GET", "/api/v1/statuses/{id}", accounts.status),
    ("GET", "/api/v1/statuses/{id}/context", accounts.context),
    ("GET", "/api/v1/statuses/{id}/history", accounts.history),
    ("POST", "/api/v1/statuses/{id}/quotes/{quoting}/revoke", accounts.revoke_quote),
    ("GET", "/api/v1/timelines/public", public.timeline),
    *admin.ROUTES,
]
OPEN = {"/api/v2/instance", "/api/v1/instance", "/nodeinfo/2.0", "/api/v1/apps"}
OPEN_BELOW = ("/actor", "/users/", "/media/", "/oauth/", "/.well-known/")
ME = web.RequestKey("me", str)
"""The id of who asks."""
_IDS = re.compile(r"/(?=[0-9A-Z]*\d)[0-9A-Z]{5,}")


class Double:
    """The running server. `world` is its state, `base` its address once started."""

    def __init__(self, flavour: str = "mastodon", port: int = 0, heartbeat: float = 0.2) -> None:
        self.world = World(flavour=flavour, on_event=self._tell)
        self.faults: list[dict[str, Any]] = []
        self.heartbeat = heartbeat
        self.silent = False
        self.port = port
        self._door_at = -1
        """The file number of the socket that listens."""
        self._streams: dict[asyncio.Queue[tuple[str, str]], str] = {}
        self._runner: web.AppRunner | None = None
        public.spread(self)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def streams(self) -> int:
        return len(self._streams)

    async def start(self) -> None:
        app = web.Application(middlewares=[self._door])
        for method, path, answer in ROUTES:
            for form in (path, path + "/"):
                app.router.add_route(method, form, self._answering(answer))
        app.router.add_get("/actor", self._answering(files.actor))
        app.router.add_get("/users/{name}/statuses/{id}", self._answering(files.activity))
        app.router.add_get("/media/{name}", self._medium)
        for stream in ("user", "public", "public/local"):
            app.router.add_get(f"/api/v1/streaming/{stream}", self._events)
        app.router.add_get("/api/v1/streaming", self._messages)
        app.router.add_route("*", "/_control", self._control)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        door = site._server.sockets[0]  # type: ignore[union-attr]
        self.port, self._door_at = door.getsockname()[1], door.fileno()
        self.world.host = f"127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self.drop_streams()
        if self._runner is not None:
            if self._runner.sites:  # whom asyncio greets after its server closed, it leaves standing for ever
                asyncio.get_running_loop().remove_reader(self._door_at)
            await asyncio.sleep(0.01)  # whoever stood in the door is in by now, and is seen out with the others
            for site in list(self._runner.sites):
                await site.stop()
            known = self._runner.server.connections if self._runner.server else ()  # stopped twice, there is none
            for each in known:  # who reads no more would keep an answer waiting for ever
                if each.transport is not None:
                    each.transport.abort()
            await self._runner.cleanup()

    async def _medium(self, request: web.Request) -> web.StreamResponse:
        return await files.medium(self.world, request)

    async def _control(self, request: web.Request) -> web.Response:
        return await control(self, request)

    def drop_streams(self) -> None:
        for stream in self._streams:
            stream.put_nowait(("", ""))

    def _answering(self, answer: rest.Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if request.content_type == "application/json":
                return answer(self.world, request, {"json": await request.json()}, request[ME])
            form = await request.post()
            sent = {name: (values if len(values := form.getall(name)) > 1 else values[0]) for name in form}
            return answer(self.world, request, sent, request[ME])

        return handle

    @web.middleware
    async def _door(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.path == "/_control":
            return await handler(request)
        world = self.world
        world.calls[f"{request.method} {_IDS.sub('/:id', request.path.rstrip('/'))}"] += 1
        late = await self._fault(request)
        if isinstance(late, web.StreamResponse):
            return late
        if world.flavour == "gotosocial" and not request.headers.get("User-Agent"):
            return web.Response(status=418)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        me = next((one.id for one in world.people.values() if one.token == token), "") or oauth.whose(world, token)
        known = (me and token not in world.revoked) or (not token and shown_to_all(world, request))
        if not known and request.path.rstrip("/") not in OPEN and not request.path.startswith(OPEN_BELOW):
            return rest.told({"error": "The access token was revoked"}, status=401)
        request[ME] = me
        try:
            response = refused(world, request, token) or await handler(request)
        except web.HTTPNotFound:
            response = rest.absent(world)
        if world.flavour == "mastodon" and not response.prepared:
            reset = shapes.stamp(world.now() + timedelta(seconds=300), world)
            left = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299", "X-RateLimit-Reset": reset}
            response.headers.update(left)
        if late == "drop_after":
            assert request.transport is not None
            request.transport.abort()
        return response

    async def _fault(self, request: web.Request) -> web.StreamResponse | str | None:
        """The first fault that is due for this request: an answer in its place, or what to do after the work."""
        for fault in self.faults:
            if (
                not request.path.startswith(fault.get("path", "/"))
                or fault.get("method", request.method) != request.method
            ):
                continue
            fault["count"] = fault.get("count", 1) - 1
            if fault["count"] <= 0:
                self.faults.remove(fault)
            return await faulty(request, fault)
        return None

    def _tell(self, to: str, event: str, what: Any) -> None:
        if self.silent:
            return
        payload = (
            what if isinstance(what, str) else json.dumps(shapes.notification(self.world, what), ensure_ascii=False)
        )
        self._bring(to, event, payload)

    def bring(self, to: str, event: str, what: dict[str, Any]) -> None:
        """Let a public stream bring something."""
        if not self.silent:
            self._bring(to, event, json.dumps(what, ensure_ascii=False))

    def _bring(self, to: str, event: str, payload: str) -> None:
        for stream, whose in self._streams.items():
            if whose == to:
                stream.put_nowait((event, payload))

    @contextlib.asynccontextmanager
    async def _subscribed(self, me: str) -> AsyncIterator[asyncio.Queue[tuple[str, str]]]:
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._streams[queue] = me
        try:
            yield queue
        finally:
            del self._streams[queue]

    async def _next(self, queue: asyncio.Queue[tuple[str, str]]) -> tuple[str, str] | None:
        try:
            return await asyncio.wait_for(queue.get(), self.heartbeat)
        except TimeoutError:
            return None

    async def _events(self, request: web.Request) -> web.StreamResponse:
        if self.world.flavour != "mastodon":
            return rest.absent(self.world)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        async with self._subscribed(public.stream_of(request, request[ME])) as queue:
            await response.write(b":)\n")
            while (found := await self._next(queue)) != ("", ""):
                beat = b":thump\n" if found is None else f"event: {found[0]}\ndata: {found[1]}\n\n".encode()
                with contextlib.suppress(ConnectionResetError):  # the reader left; this handler is cancelled next
                    await response.write(beat)
        return response

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        if self.world.flavour == "snac":
            return rest.absent(self.world)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        listening = asyncio.create_task(_heed(socket))
        async with self._subscribed(public.stream_of(request, request[ME])) as queue:
            while not listening.done() and (found := await self._next(queue)) != ("", ""):
                with contextlib.suppress(ConnectionResetError):
                    if found is None:
                        await socket.ping()
                    else:
                        await socket.send_str(json.dumps({"stream": ["user"], "event": found[0], "payload": found[1]}))
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await listening
        return socket


def refused(world: World, request: web.Request, token: str) -> web.Response | None:
    """What a token is told that asks too often, or for more than it was given for."""
    if token and world.too_often(token):
        return rest.told({"error": "Too many requests"}, status=429, headers={"Retry-After": "60"})
    if token and oauth.lacks(world, token, request.method, request.path):
        return rest.told({"error": "This action is outside the authorized scopes"}, status=403)
    return None


def shown_to_all(world: World, request: web.Request) -> bool:
    """Mastodon shows public posts logged out; GoToSocial and snac do not."""
    below = request.path.startswith(("/api/v1/statuses/", "/api/v1/accounts/"))
    return world.flavour == "mastodon" and request.method == "GET" and below


async def _heed(socket: web.WebSocketResponse) -> None:
    """Read what the client sends, its close and pongs with it."""
    async for _ in socket:
        pass


async def serve(flavour: str, port: int) -> None:
    double = Double(flavour, port, heartbeat=5.0)
    for username in ("figure", "harasser", "friend"):
        double.world.join(username)
    await double.start()
    print(json.dumps({"base": double.base, **shown(double)}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--flavour", choices=FLAVOURS, default="mastodon")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(given.flavour, given.port))
