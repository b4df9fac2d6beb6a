"""What only the outside can tell: whether the servers still let the shield in, how far, and what time it is."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from bot.config import Community, Config, Somebody
from bot.custody.sntp import offset
from bot.doctor.finding import Finding, note
from bot.doctor.logins import Look, look
from bot.errors import PlatformError, Unauthorized
from bot.evidence.master import MasterKey
from bot.platforms.port import Safe
from bot.shield.heartbeat import BEHIND
from bot.shield.opening import Clock, Opened, identify_all, open_all, shared
from bot.store.database import Store

UNREACHED: Final = "not logged in"
AT_MASTODON: Final = frozenset({"sensitive", "limit", "suspend", "resolve"})
"""Measures that people order at a Mastodon desk; whole servers only where their token and role let them."""


async def looks(config: Config, safe: Safe, clock: Clock) -> list[Look]:
    """What each account's server says, those first that cannot be logged in to."""
    found, troubles = await identify_all(config, safe, clock)
    needed = {one.name: config.needed(one) | _by_hand(one) for one in config.shielded}
    opened = open_all(found, shared(found), safe, config, clock)
    if config.communities:
        of_communities, unreached = await _desks(config, safe, clock)
        opened, troubles = opened + of_communities, troubles + unreached
    return [
        *(
            Look(account=UNREACHED, trouble=str(trouble), refused=isinstance(trouble, Unauthorized))
            for trouble in troubles
        ),
        *await look((one.person, one.platform, needed[one.person]) for one in opened),
    ]


def _by_hand(one: Somebody) -> frozenset[str]:
    """What people order at a desk, whatever its rules may do."""
    return AT_MASTODON if isinstance(one, Community) and one.desk.platform == "mastodon" else frozenset()


async def _desks(config: Config, safe: Safe, clock: Clock) -> tuple[list[Opened], list[PlatformError]]:
    """The desks, behind which there is a database that nobody asks anything."""
    from bot.shield import desks  # noqa: PLC0415 - only who serves a community need have it in memory

    with closing(Store(config.database.reveal(), MasterKey.new())) as store:
        opening = desks.Opening(config, store, safe, clock)
        return await opening.desks(opening.rolls(), shared(()))


async def of_network(config: Config, safe: Safe, clock: Clock) -> list[Finding]:
    """What is wrong with accounts, their rights, their servers, and the clock."""
    seen = await looks(config, safe, clock)
    return [*(finding for one in seen for finding in _of(one)), *await _of_clock(config)]


def _of(one: Look) -> Iterator[Finding]:
    if one.probe is None:
        about = one.trouble if one.account == UNREACHED else f"{one.account}: {one.trouble}"
        yield Finding(what="token" if one.refused else "unreached", about=about)
        return
    if one.probe.lacking:
        yield Finding(what="lacking", about=f"{one.account}: {' '.join(one.probe.lacking)}")
    if one.probe.superfluous:
        yield note("superfluous", f"{one.account}: {' '.join(one.probe.superfluous)}")
    yield from (note("cannot", f"{one.account}: {sentence}") for sentence in one.probe.cannot)


async def _of_clock(config: Config) -> list[Finding]:
    """Whether our clock is right, by the first time server that answers."""
    told = await offset(config.network.clocks, loopback=config.network.allow_loopback)
    if told is None:
        return [note("clock_unknown")] if config.network.clocks else []
    seconds = told.ahead.total_seconds()
    return [Finding(what="clock", about=f"{abs(seconds):.0f} s")] if abs(seconds) >= BEHIND else []
