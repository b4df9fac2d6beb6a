"""What each account's server says and allows, one account after the other."""

from collections.abc import Iterable

from bot.errors import RempartError, Unauthorized
from bot.model.noun import Noun
from bot.platforms.port import Platform, Probe


class Look(Noun, frozen=True, kw_only=True):
    """What was seen of one account, or why nothing was."""

    account: str
    """For people: `camille, bluesky camille.test`."""
    probe: Probe | None = None
    trouble: str = ""
    refused: bool = False
    """Whether the server no longer takes the token or the password."""

    @property
    def well(self) -> bool:
        """Whether the account can be shielded with what is held."""
        return self.probe is not None and not self.probe.lacking


async def look(platforms: Iterable[tuple[str, Platform, frozenset[str]]]) -> list[Look]:
    """Log in to each (person, account, actions needed); the trouble of one does not hide the others."""
    return [await _look(person, platform, needed) for person, platform, needed in platforms]


async def _look(person: str, platform: Platform, needed: frozenset[str]) -> Look:
    try:
        probe = await platform.probe(needed)
    except RempartError as error:
        refused = isinstance(error, Unauthorized)
        return Look(account=f"{person}, {platform.name}", trouble=str(error), refused=refused)
    finally:
        await platform.close()
    return Look(account=f"{person}, {platform.name} {probe.handle}", probe=probe)
