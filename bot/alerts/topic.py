"""What tells one notice about the shield from another: the same trouble is not told again within the hour."""

from hashlib import sha256
from typing import assert_never

from bot.alerts.blindness import Blind, ClockBack, Narrow, StreamSilent, Unkept, Unseen
from bot.alerts.deadlines import DeadlinesNear
from bot.alerts.desk import HookSilent, LabelUnseen, RoleLost
from bot.alerts.doors import WayIn
from bot.alerts.lists import ListRefused, ListSilent, ListWaits
from bot.alerts.modlist import ByHand, Ended
from bot.alerts.notice import BudgetSpent, DeadLetter, NotTakenUp, SetAside, StreamLost, TokenRefused, Trouble, Unarmed
from bot.alerts.proposed import Proposed
from bot.alerts.purges import PurgeNear
from bot.alerts.reach import ChannelBack, ChannelDead

Once = HookSilent | PurgeNear | Proposed | BudgetSpent | SetAside | DeadLetter | ClockBack | Unkept | Narrow
"""Of these, more soon after is no news."""


def topic(trouble: Trouble) -> str:
    """What tells one trouble from another of its kind: letters, digits and hyphens, and nothing that can be read."""
    kind, parts = type(trouble).__name__, _parts(trouble)
    return f"{kind}-{_mark(*parts)}" if parts else kind


def _parts(trouble: Trouble) -> tuple[str, ...]:
    """What differs between two of a kind."""
    if isinstance(trouble, Once):
        return ()
    parts: tuple[str, ...]
    match trouble:
        case (
            TokenRefused(platform=what, account=account)
            | StreamLost(platform=what, account=account)
            | StreamSilent(platform=what, account=account)
            | Blind(platform=what, account=account)
        ):
            parts = what, account
        case ChannelDead(name=what) | ChannelBack(name=what) | Ended(list=what) | ListSilent(list=what):
            parts = (what,)
        case Unarmed(rules=names) | LabelUnseen(labels=names) | RoleLost(measures=names):
            parts = names
        case NotTakenUp(file=file, lines=lines):
            parts = file, *map(str, lines)
        case Unseen(account=what, since=at) | WayIn(what=what, at=at):
            parts = what, at.isoformat()
        case ByHand(list=what, removed=removed, added=added):
            parts = what, str(removed), str(added)
        case ListWaits(list=what, version=version) | ListRefused(list=what, version=version):
            parts = what, str(version)
        case DeadlinesNear(ends=ends):
            parts = tuple(f"{one.case} {one.clock} {one.last} {one.left}" for one in ends)
        case _:
            assert_never(trouble)
    return parts


def _mark(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:12]
