"""The part of `rempart check` that logs in: what each account's server allows, one account after the other."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from bot.commands.output import print_table, say
from bot.errors import RempartError
from bot.model.noun import Noun
from bot.platforms.port import Platform, Probe


class Look(Noun, frozen=True, kw_only=True):
    """What was seen of one account, or why nothing was."""

    account: str
    """For people: `camille, bluesky camille.test`."""
    probe: Probe | None = None
    trouble: str = ""

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
        return Look(account=f"{person}, {platform.name}", trouble=str(error))
    finally:
        await platform.close()
    return Look(account=f"{person}, {platform.name} {probe.handle}", probe=probe)


def show(looks: Sequence[Look]) -> None:
    """Print what was seen: a table and sentences for each account."""
    for one in looks:
        say()
        if one.probe is None:
            say(f"{one.account}: {one.trouble}")
        else:
            print_table(f"{one.account} ({one.probe.server})", ("the token", "scopes"), _rows(one.probe))
            for sentence in _sentences(one.probe):
                say(f"· {sentence}")


def as_data(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """What was seen, for programs."""
    return [{"account": one.account, "well": one.well, **_found(one)} for one in looks]


def _found(one: Look) -> dict[str, Any]:
    if one.probe is None:
        return {"trouble": one.trouble}
    fields = {name: getattr(one.probe, name) for name in one.probe.__struct_fields__}
    found: dict[str, Any] = msgspec.to_builtins(fields)
    return {"probe": found}


def _rows(probe: Probe) -> list[tuple[str, str]]:
    scopes = {
        "holds": probe.scopes,
        "needs": probe.needed,
        "lacks": probe.lacking,
        "could do without": probe.superfluous,
    }
    return [(label, " ".join(words) or "nothing") for label, words in scopes.items()]


def _sentences(probe: Probe) -> list[str]:
    said = list(probe.cannot)
    if probe.lacking:
        said.append(f"Make a token that also holds {' '.join(probe.lacking)}.")
    if probe.superfluous:
        said.append("The token may do more than is needed: make a smaller one, so that less is lost if it is stolen.")
    return said
