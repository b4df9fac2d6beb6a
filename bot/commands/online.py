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
    """Print what was seen, as a table and sentences."""
    print_table(
        "What the servers say", ("account", "server", "held", "needed", "lacking", "superfluous"), map(_row, looks)
    )
    for one in looks:
        for sentence in _sentences(one):
            say(f"{one.account}: {sentence}")


def as_data(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """What was seen, for programs."""
    return [{"account": one.account, "well": one.well, **_found(one)} for one in looks]


def _found(one: Look) -> dict[str, Any]:
    if one.probe is None:
        return {"trouble": one.trouble}
    fields = {name: getattr(one.probe, name) for name in one.probe.__struct_fields__}
    found: dict[str, Any] = msgspec.to_builtins(fields)
    return {"probe": found}


def _row(one: Look) -> tuple[str, ...]:
    if one.probe is None:
        return one.account, "not reached", *"????"
    words = (one.probe.scopes, one.probe.needed, one.probe.lacking, one.probe.superfluous)
    return one.account, one.probe.server, *(" ".join(scopes) or "none" for scopes in words)


def _sentences(one: Look) -> list[str]:
    if one.probe is None:
        return [one.trouble]
    said = list(one.probe.cannot)
    if one.probe.lacking:
        said.append(f"the token lacks {' '.join(one.probe.lacking)}; make one that holds them")
    if one.probe.superfluous:
        said.append(f"the token also holds {' '.join(one.probe.superfluous)}, which nothing needs; make a smaller one")
    return said
