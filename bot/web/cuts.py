"""What a measure would cut and what does not come back, asked of the server while somebody waits, as pages show it."""

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from bot.errors import ConfigError, PlatformError
from bot.model.measure import Measure
from bot.moderating.foreseeing import foresee
from bot.platforms.desk import Foreseen
from bot.web.calling import why
from bot.web.visit import Visit

SHOWN: Final = 60
"""Members who are named, those of whom most is cut first."""


class Cut(NamedTuple):
    """A member of whom something is cut."""

    member: str
    many: int


class Cuts(NamedTuple):
    """What the server said."""

    trouble: str = ""
    """Which sentence says why it said nothing, `web.calling.*`; empty where it did."""
    there: tuple[Cut, ...] = ()
    """Members who follow somebody."""
    outward: int = 0
    """How many follows that is."""
    back: tuple[Cut, ...] = ()
    """Members whom somebody follows."""
    inward: int = 0
    resolves: int = 0
    """Reports that are settled with it."""
    final: tuple[str, ...] = ()
    """What does not come back, `web.cuts.final.*`."""
    covered: tuple[str, str] | None = None
    """As of `Foreseen`."""


def cuts(visit: Visit, subject: str, action: Measure) -> Cuts:
    """What its server says now; it stands in the trail who saw it."""
    try:
        return _shown(
            visit.house.calling.ask(
                visit.community.name,
                lambda desk: foresee(visit.store, desk, visit.seat, subject, action, visit.now),
            )
        )
    except (PlatformError, ConfigError) as error:
        return Cuts(trouble=why(error))


def _shown(seen: Foreseen) -> Cuts:
    return Cuts(
        there=_by_member(seen.follows),
        outward=seen.counted - seen.inward,
        back=_by_member(seen.followers),
        inward=seen.inward,
        resolves=len(seen.resolves),
        final=seen.final,
        covered=seen.covered,
    )


def _by_member(pairs: Iterable[tuple[str, str]]) -> tuple[Cut, ...]:
    found = Counter(member for member, _ in pairs)
    return tuple(Cut(*one) for one in sorted(found.items(), key=lambda one: (-one[1], one[0]))[:SHOWN])
