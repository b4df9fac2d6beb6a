"""What one transaction tells of the shield itself: that a budget is spent, or that something was set aside."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.alerts.notice import BudgetSpent, SetAside, Trouble
from bot.handling.limits import Limits
from bot.handling.setaside import Aside, concerned
from bot.model.decision import Hold
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.telling.tell import known_until


def noted(
    shields: Mapping[str, Shield],
    judged: Iterable[Judged],
    asides: Iterable[Aside],
    limits: Limits,
    raided: Callable[[str], bool],
) -> Iterator[tuple[str, Trouble]]:
    """To whom, once for the whole batch; of a raid the alert about it tells what waits."""
    held = [order for one in judged for order, hold in one.planned if hold is Hold.BUDGET]
    for person, at in {one.person: one.received_at for one in held if not raided(one.person)}.items():
        limit = limits.allowance(shields[person]).reached(at)
        yield person, BudgetSpent(limit=limit.ordinary, per=limit.per)
    whose = Counter((concerned(one.arrival, shields), one.arrival.platform) for one in asides)
    for (person, platform), count in whose.items():
        if person:  # what concerns nobody stands in the log and in `rempart status`
            yield person, SetAside(platform=platform, count=count)


def spending_known(connection: Connection, person: str, now: datetime) -> datetime:
    """Until when it is not told again that a budget is spent, whatever more is held."""
    return known_until(connection, person, BudgetSpent.__name__, now)
