"""What `rempart check --online` finds out about a labeler's desk: its role there, and what it may not."""

from collections.abc import Mapping
from typing import Final

from bot.errors import PlatformError, TryLater, Unauthorized
from bot.model.noun import Noun
from bot.platforms.bluesky.ozone.emit import KNOWN
from bot.platforms.bluesky.ozone.labeler import Labeler
from bot.platforms.bluesky.ozone.reports import KNOWN as REPORTED
from bot.platforms.bluesky.ozone.team import Team
from bot.platforms.bluesky.repository import parsed
from bot.platforms.bluesky.session import Login
from bot.platforms.port import Probe

CONFIG: Final = "tools.ozone.server.getConfig"
SERVICES: Final = "app.bsky.labeler.getServices"
_ROLES: Final = "tools.ozone.team.defs#role"
_DECIDES: Final = frozenset({"label", "takedown"})
"""What sorting reports does not include."""
MAY: Final[Mapping[str, frozenset[str]]] = {"Admin": KNOWN, "Moderator": KNOWN, "Triage": KNOWN - _DECIDES}
"""The measures of a role, by name; of others none."""


class _Viewer(Noun, frozen=True, kw_only=True):
    role: str = ""


class _Config(Noun, frozen=True, kw_only=True):
    viewer: _Viewer = _Viewer()


class _Policies(Noun, frozen=True, kw_only=True, rename="camel"):
    label_values: tuple[str, ...] = ()


class _View(Noun, frozen=True, kw_only=True):
    policies: _Policies = _Policies()


class _Services(Noun, frozen=True, kw_only=True):
    views: tuple[_View, ...] = ()


async def role_of(labeler: Labeler) -> str:
    """Admin, Moderator, Triage, …; empty where none is told. Raises NoRole for who is not in the team."""
    return parsed(await labeler.ask(CONFIG, {}), _Config).viewer.role.removeprefix(_ROLES)


async def probe(
    login: Login, labeler: Labeler, account: str, team: Team, needed: frozenset[str]
) -> tuple[Probe, frozenset[str]]:
    """Log in and look, and which measures are allowed; what fails beside the login becomes a sentence."""
    tokens = await login.tokens()
    can, troubles = await _allowed(labeler) if team.hand == "act" else (REPORTED, [])
    if can and (lacking := sorted(needed - can)):
        troubles = [f"With its role at the labeler this account cannot do: {', '.join(lacking)}."]
    found = Probe(
        account=account,
        handle=tokens.handle,
        server=f"Ozone {labeler.did}",
        cannot=(*troubles, *await _undeclared(labeler, frozenset(team.labels.values()))),
    )
    return found, can


async def _allowed(labeler: Labeler) -> tuple[frozenset[str], list[str]]:
    """The measures of the account's role, or what is wrong with it."""
    try:
        role = await role_of(labeler)
    except (Unauthorized, TryLater):
        raise
    except PlatformError as trouble:
        return frozenset(), [str(trouble)]
    can = MAY.get(role, frozenset())
    return can, [] if can else [f"The account's role at the labeler ({role or 'none'}) is none that moderates."]


async def _undeclared(labeler: Labeler, labels: frozenset[str]) -> list[str]:
    """The labels of the configuration that the labeler has not declared: apps show no words for these, and few hide."""
    if not labels:
        return []
    try:
        raw = await labeler.shown(SERVICES, {"dids": [labeler.did], "detailed": True})
    except PlatformError as trouble:
        return [f"The labeler's declaration could not be read ({trouble})."]
    declared = {value for view in parsed(raw, _Services).views for value in view.policies.label_values}
    unknown = sorted(labels - declared)
    said = f"The labeler has not declared these labels, so that apps may not show them: {', '.join(unknown)}."
    return [said] if unknown else []
