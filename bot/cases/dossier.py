"""All that is known of one case: its accounts, what each of them did, what was noted, what is forbidden to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.cases.hours import hour
from bot.model.conduct import Level
from bot.model.course import NEVER, Day, unpacked
from bot.rules.escalate import Past, Span
from bot.store import bans, cases
from bot.store.bans import Noted, Restriction
from bot.store.cases import Casefile


class Dossier(NamedTuple):
    """One case, but for what its accounts did, which goes on while mentions are judged."""

    case: Casefile
    accounts: tuple[str, ...]
    bans: tuple[Restriction, ...] = ()
    noted: tuple[Noted, ...] = ()

    def past(self, courses: Mapping[str, bytes], zone: str) -> Past:
        """What there is to assess; `courses` by account."""
        known = [unpacked(courses[one]) for one in self.accounts if courses.get(one)]
        wrote = [one for one in known if one.days]
        means = len(wrote) + len({one.means for one in self.noted})
        return Past(
            days=(*(day for one in wrote for day in one.days), *(day_of(one, zone) for one in self.noted)),
            answered=min((one.answered for one in known if one.answered != NEVER), default=NEVER),
            barred=tuple(_span(one, zone) for one in self.bans),
            means=max(1, means),
        )

    def forbids(self, at: datetime) -> bool:
        """Whether a restriction forbade them to write then."""
        return any(ban.since <= at < ban.until for ban in self.bans)


def read(connection: Connection, found: Sequence[Casefile]) -> list[Dossier]:
    """These cases of one person, with all that belongs to them."""
    if not found:
        return []
    person, ids = found[0].person, [one.id for one in found]
    members = cases.members(connection, person, ids)
    forbidden = bans.restrictions(connection, person, [one for accounts in members.values() for one in accounts])
    noted = bans.notes(connection, person, ids)
    return [
        Dossier(
            case=one,
            accounts=tuple(members.get(one.id, ())),
            bans=tuple(ban for ban in forbidden if ban.account in members.get(one.id, ())),
            noted=tuple(each for each in noted if each.case == one.id),
        )
        for one in found
    ]


def alone(course: bytes) -> Past:
    """What there is to assess of an account that belongs to no case."""
    known = unpacked(course)
    return Past(days=known.days, answered=known.answered)


def day_of(one: Noted, zone: str) -> Day:
    """A letter, a call or a visit, as a day on which something was done."""
    at = hour(one.happened_at, zone)
    return Day(at // 24, tuple(int(level == one.level) for level in Level), 1 << at % 24)


def _span(ban: Restriction, zone: str) -> Span:
    """The whole hours within a restriction."""
    return hour(ban.since, zone) + 1, hour(ban.until, zone)
