"""What people chose to have done by a list of others, carried over to their own accounts: begun, changed, or ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.deed import Deed
from bot.blocklists.follower import Choice, Consent, Follower, Phase
from bot.blocklists.subscription import Apply, Terms
from bot.following.enlisting import choose, enlist, leave
from bot.following.own import kept
from bot.model.account import Account
from bot.store import effects, followers

TEXT: Final = "own 1"
"""What was said yes to: that a list which was looked at is carried out on one's own account."""
KEPT: Final = "kept"
"""Why not all was undone at an account that left: it is the person's own now."""
DEEDS: Final = {Apply.MUTE: Deed.MUTE, Apply.BLOCK: Deed.BLOCK}


def carry(connection: Connection, whose: Blocklist, terms: Terms, accounts: Sequence[Account], now: datetime) -> None:
    """Let each account follow the list as was chosen, once a version holds; may be repeated."""
    own = {one.own: one for one in followers.of_list(connection, whose.id) if one.own}
    wanted = terms.apply in DEEDS and whose.version > 0 and whose.closed_at is None
    for account in accounts if wanted else ():
        choice = Choice(deed=DEEDS[terms.apply], floor=terms.least)
        known = own.get(account.key)
        if known is None or known.phase is Phase.LEAVING:
            consent = Consent(text=TEXT, at=whose.at, by=whose.by)
            enlist(connection, whose, account, choice, consent, now, own=account.key)
        elif known.choice != choice:
            choose(connection, known, choice, now)
    for one in () if wanted else own.values():
        if one.phase is not Phase.LEAVING:
            leave(connection, one, now)


def adopt(connection: Connection, whose: Blocklist, now: datetime) -> int:
    """Let what was done by hand before about those whom a list names count as done by the list. How many."""
    own = [one for one in followers.of_list(connection, whose.id) if one.own]
    return sum(effects.adopt(connection, one.id, one.choice.deed, now) for one in own)


def keep(connection: Connection, one: Follower) -> None:
    """Let what was done on an account be the person's own, and know no more of it."""
    kept(connection, one)
    followers.forget(connection, one, KEPT)
