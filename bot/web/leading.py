"""From a wave to what of it lies on the desk, as far as the wave itself tells."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from bot.model.docket import Standing
from bot.model.mention import Kind as Way
from bot.model.raid import FLAGS, SIGN_UPS, Raid, which
from bot.model.seat import Grant
from bot.rules.conditions.kind import Kind
from bot.rules.policy import Rule
from bot.store import boards, dockets
from bot.web.desking import Looking, place
from bot.web.visit import Visit


class Lead(NamedTuple):
    """One way to the desk."""

    path: str
    rule: str
    """What the rule is called that found what lies there; empty: it is the account that most of them report."""


def leading(connection: Connection, visit: Visit, community: str) -> Callable[[Raid], tuple[Lead, ...]]:
    """What each wave leads to, for who may go there: sign-ups to what rules for them found and is open, reports to
    the account that most of them are about; of any other, a wave does not know what lies on the desk.
    """
    if not visit.seat.may(Grant.DESK):
        return lambda _: ()
    return partial(_leads, connection, visit, set(boards.rules(connection, community, Standing.OPEN)))


def _leads(connection: Connection, visit: Visit, found: set[str], wave: Raid) -> tuple[Lead, ...]:
    crowd = which(wave.person)
    if crowd == SIGN_UPS:
        names = [one.name for one in visit.config.policy(visit.person).rules if one.name in found and _at_door(one)]
        return tuple(Lead(Looking(Standing.OPEN, name, "").path(), visit.rules([name])) for name in names)
    about = wave.root if crowd == FLAGS else None
    if about and dockets.docket(connection, visit.person.name, about):
        return (Lead(f"/desk/{place(about)}", ""),)
    return ()


def _at_door(rule: Rule) -> bool:
    """Whether it looks at nothing but sign-ups."""
    return any(isinstance(one, Kind) and set(one.kind) == {Way.SIGN_UP} for one in rule.all)
