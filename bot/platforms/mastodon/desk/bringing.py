"""How what comes to a desk is laid before the pipeline, by whatever way it came."""

from datetime import datetime

import msgspec

from bot.model.arrival import Arrival, Sign
from bot.model.community import desk_of
from bot.model.mention import Via
from bot.model.noun import Noun
from bot.platforms.mastodon.desk.entities import Admitted, Beside
from bot.platforms.mastodon.desk.normalise import PLATFORM
from bot.platforms.mastodon.options import Clock
from bot.platforms.mastodon.pages import Place


class Bringing(Noun, frozen=True, kw_only=True):
    """Whose desk it is, and where."""

    community: str
    home: str
    clock: Clock

    @property
    def key(self) -> str:
        """What names the desk everywhere."""
        return desk_of(self.community)

    def arrival(
        self,
        source: str,
        via: Via,
        kept: Admitted | bytes,
        *,
        whole: str,
        at: datetime | None = None,
        cursor: Place | None = None,
    ) -> Arrival:
        """One thing that came; `whole` is the digest of all of it."""
        return Arrival(
            source=source,
            platform=PLATFORM,
            via=via,
            at=at or self.clock(),
            raw=kept if isinstance(kept, bytes) else msgspec.json.encode(kept),
            beside=msgspec.json.encode(Beside(home=self.home, whole=whole)),
            cursor=str(cursor) if cursor else None,
            account=self.key,
        )

    def progress(self, source: str, cursor: Place | None, sign: Sign | None = None) -> Arrival:
        """That a source came so far, and what it has seen."""
        return Arrival(
            source=source,
            platform=PLATFORM,
            via=Via.POLL,
            at=self.clock(),
            cursor=str(cursor) if cursor else None,
            account=self.key,
            sign=sign,
        )
