"""The live stream of one account: open it, catch up beside it, and pass on what comes."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator

import msgspec

from bot.errors import Malformed, PlatformError, Unauthorized
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.platforms.mastodon.decode import decode
from bot.platforms.mastodon.entities import Head
from bot.platforms.mastodon.frames import Frame
from bot.platforms.mastodon.instance import Instance
from bot.platforms.mastodon.normalise import ADDRESSING, CHANGING, GESTURES, moment
from bot.platforms.mastodon.notifications import CatchUp, Inbox, Live, Pulse, stream_of
from bot.platforms.mastodon.pages import Place
from bot.platforms.mastodon.wire import Wire
from bot.platforms.port import Emit

REMEMBERED = 4096
"""Posts whose address we keep so that a `delete`, which tells only a local id, can be understood."""


class Stream:
    """The source of live notifications of one account; its cursor is the newest notification's id."""

    def __init__(self, inbox: Inbox, instance: Instance, wire: Wire, catch_up: CatchUp, pulse: Pulse) -> None:
        self.name = stream_of(inbox.key)
        self._inbox = inbox
        self._instance = instance
        self._wire = wire
        self._catch_up = catch_up
        self._pulse = pulse
        self._uris: OrderedDict[str, str] = OrderedDict()

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Open the stream, then catch up beside it, so that nothing falls between. Returns when the server closes."""
        advertised = (await self._instance.server()).streaming
        async with self._wire.open(advertised) as frames:
            with self._pulse.streaming():
                try:
                    async with asyncio.TaskGroup() as together:
                        caught_up = together.create_task(self._catch_up_to_now(cursor, emit))
                        together.create_task(self._relay(frames, caught_up, emit))
                except* PlatformError as errors:
                    raise first_of(errors) from None

    async def _catch_up_to_now(self, cursor: str | None, emit: Emit) -> Place:
        """Bring what came before the stream was open; from then on the stream counts as one that sees."""
        began = self._inbox.server()
        place = await self._catch_up.run(self.name, cursor, emit)
        await self._catch_up.tell(self.name, began, emit)
        self._pulse.live = Live(since=began, heard=began)
        return place

    async def _relay(self, frames: AsyncIterator[Frame], caught_up: asyncio.Task[Place], emit: Emit) -> None:
        async for frame in frames:
            if self._pulse.live is not None:
                self._pulse.live = Live(since=self._pulse.live.since, heard=self._inbox.server())
            arrival = self._arrival(frame)
            if arrival is not None:
                # Until all before it is in, what is live must not move the cursor.
                await emit(arrival if caught_up.done() else msgspec.structs.replace(arrival, cursor=None))

    def _arrival(self, frame: Frame) -> Arrival | None:
        if frame.event == "notification":
            return self._notification(frame.data)
        if frame.event == "status.update":
            return self._inbox.arrival(self.name, Via.STREAM, frame.data)
        if frame.event == "delete":
            return self._deletion(frame.data)
        return None

    def _notification(self, raw: bytes) -> Arrival | None:
        try:
            head = decode(raw, _Noted)
        except Malformed:
            return self._inbox.arrival(self.name, Via.STREAM, raw)
        if head.type and head.type not in ADDRESSING | CHANGING | GESTURES.keys():
            return None
        if head.status is not None and head.status.uri:
            self._remember(str(head.status.id), head.status.uri)
        at = moment(head.at)
        place = Place(id=head.notification, at=at) if head.notification else None
        return self._inbox.arrival(self.name, Via.STREAM, raw, cursor=place, at=at)

    def _deletion(self, raw: bytes) -> Arrival | None:
        uri = self._uris.pop(raw.strip(b'"').decode("utf-8", "replace"), None)
        if uri is None:
            return None
        beside = msgspec.json.encode({"event": "delete", "uri": uri})
        return self._inbox.arrival(self.name, Via.STREAM, raw, beside=beside)

    def _remember(self, native: str, uri: str) -> None:
        self._uris[native] = uri
        if len(self._uris) > REMEMBERED:
            self._uris.popitem(last=False)


class _Noted(Head, frozen=True, kw_only=True):
    """A notification's head and where its status is."""

    status: Head | None = None


def first_of(errors: BaseExceptionGroup[PlatformError]) -> PlatformError:
    """The first of the errors that ended the tasks; the token's comes before all others."""
    flat = [first_of(error) if isinstance(error, BaseExceptionGroup) else error for error in errors.exceptions]
    return next((error for error in flat if isinstance(error, Unauthorized)), flat[0])
