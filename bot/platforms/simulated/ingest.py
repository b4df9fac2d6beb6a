"""How what happens in the simulated world reaches the bot: a stream, a poll after an outage, and the watch."""

import asyncio
from collections.abc import Iterator

from bot.model.arrival import Arrival, Sign
from bot.model.mention import Via
from bot.platforms.port import Emit
from bot.platforms.simulated.server import Frame, Server

PAUSE = 0.01
"""Seconds between two looks at a server that nothing drives."""


class SimulatedSource:
    """One way by which a server's frames come: the cursor counts the frames that came."""

    def __init__(self, server: Server, account: str, via: Via) -> None:
        """Take the server, the `Account.key` of the protected account, and the way."""
        self.server = server
        self.account = account
        self.via = via
        self.name = f"simulated/{account}/{via.value}"

    def waiting(self, cursor: str | None) -> Iterator[tuple[int, Arrival]]:
        """What can be had now after the cursor, with its place among all that the server sent."""
        log = self.server.logs[self.via]
        for index in range(int(cursor or 0), len(log)):
            if log[index].ready_at > self.server.now:
                return
            yield log[index].place, self.arrival(log[index], str(index + 1))

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """Bring frames until cancelled."""
        while True:
            for _, arrival in list(self.waiting(cursor)):
                await emit(arrival)
                cursor = arrival.cursor
            await asyncio.sleep(PAUSE)

    def sign(self) -> Arrival | None:
        """What this way lets be seen by now, if anything: of an outage the stream sees nothing, the poll after it all;
        the watch begins with the first who is silenced."""
        server = self.server
        out, over = server.out, server.out_since < server.out_until <= server.now
        sign: Sign | None = None
        if self.via is Via.STREAM:
            since = server.out_until if over else None
            sign = Sign(until=server.out_since) if out else Sign(until=server.now, since=since)
        elif self.via is Via.POLL and over:
            sign = Sign(until=server.out_until, since=server.out_since)
        elif self.via is Via.WATCH and not out and (server.mutes or server.blocks):
            sign = Sign(until=server.now)
        if sign is None:
            return None
        return Arrival(
            source=self.name, platform=server.platform, via=self.via, at=server.now, account=self.account, sign=sign
        )

    def arrival(self, frame: Frame, cursor: str) -> Arrival:
        """A frame as this way brings it."""
        return Arrival(
            source=self.name,
            platform=self.server.platform,
            via=frame.via,
            at=frame.at,
            raw=frame.raw,
            beside=frame.beside,
            cursor=cursor,
            account=self.account,
        )
