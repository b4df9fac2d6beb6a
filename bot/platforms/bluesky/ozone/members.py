"""The one stream of Bluesky, which brings communities what is written to their members beside all else."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from bot.errors import Malformed
from bot.model.arrival import Arrival
from bot.model.community import desk_of
from bot.platforms.bluesky.normalise import written
from bot.platforms.bluesky.ozone.normalise import OZONE, members
from bot.platforms.desk import Roll
from bot.platforms.port import Emit, Source


class Members:
    """Takes the place of the stream, under its name: what it brings for persons goes on as it came.

    The stream must be told the members' DIDs too (`Options.shielded`).
    """

    def __init__(self, stream: Source, rolls: Mapping[str, Roll]) -> None:
        """`rolls`: of all communities on Bluesky, by name; read anew for each post."""
        self.name = stream.name
        self._stream = stream
        self._rolls = rolls

    async def read(self, cursor: str | None, emit: Emit) -> None:
        """As `Source`. A community's comes before the arrival that moves the cursor, so that a crash loses none."""

        async def beside(arrival: Arrival) -> None:
            for community in self._concerned(arrival):
                await emit(replace(arrival, platform=OZONE, account=desk_of(community), cursor=None))
            await emit(arrival)

        await self._stream.read(cursor, beside)

    def _concerned(self, arrival: Arrival) -> Iterator[str]:
        """The communities to whose members a post is written."""
        try:
            version = written(arrival) if arrival.raw else None
        except Malformed:  # the arrival itself says so
            return
        if version is not None:
            yield from (name for name, roll in self._rolls.items() if next(members(version, roll), ""))
