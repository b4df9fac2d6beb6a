"""Shelters: raised through the outbox when a raid begins, each with the state that it meets, and lowered at its end."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.model.account import Account
from bot.model.action import (
    CloseQuotes,
    CloseThread,
    FilterStrangers,
    HideReplies,
    Order,
    Shelter,
    kind_of,
)
from bot.model.delivery import Delivery, Status, Task
from bot.model.mention import Kind
from bot.model.raid import Raid
from bot.model.reason import Reason, Severity
from bot.model.shield import Shield
from bot.recording.judged import Judged
from bot.store import outbox, pauses, write

ON: Final = {"mastodon": (FilterStrangers(),), "bluesky": (CloseThread(), CloseQuotes())}
"""What can be raised where, as soon as a raid is known."""
HIDES: Final = kind_of(HideReplies(replies=()))
MOST: Final = 300
"""Replies that one write hides: what a gate takes."""
UNDO: Final = "-undo"


def raise_for(connection: Connection, shield: Shield, raid: Raid, now: datetime) -> list[Delivery]:
    """What is raised as a raid begins: what the person asked for, on each of their accounts that has it."""
    made = [
        _delivery(shield, raid, account, shelter, now)
        for account in shield.protected.accounts
        for shelter in ON.get(account.platform, ())
        if kind_of(shelter) in shield.shelters and (isinstance(shelter, FilterStrangers) or _owns(account, raid.root))
    ]
    return _said(connection, shield, raid, made, now)


def hide(connection: Connection, shield: Shield, raid: Raid, judged: Iterable[Judged], now: datetime) -> list[Delivery]:
    """Hide what is hostile in the raid under the person's own posts: one write a post, the worst first."""
    if HIDES not in shield.shelters:
        return []
    worst = sorted((one for one in judged if _hidden(one)), key=lambda one: -one.decision.severity)
    found: dict[tuple[str, str], list[str]] = {}
    for one in worst:
        mention = one.facts.mention
        found.setdefault((mention.to, mention.root or ""), []).append(mention.uri)
    accounts = {account.key: account for account in shield.protected.accounts}
    made = [
        _delivery(shield, replace(raid, root=root), accounts[to], HideReplies(replies=tuple(uris[:MOST])), now)
        for (to, root), uris in found.items()
        if to in accounts and _owns(accounts[to], root)
    ]
    return _said(connection, shield, raid, made, now)


def lower(connection: Connection, shield: Shield, raid: Raid, now: datetime) -> None:
    """Take back what was raised for a raid: each to the state that it met, unless the person changed it since."""
    for one in outbox.by_rule(connection, mark(raid), raid.since):
        if one.person != shield.name or one.task is not Task.ACT or not isinstance(one.what, Order):
            continue
        if one.status is Status.PLANNED:
            outbox.settle(connection, replace(one, status=Status.CANCELLED, cause=mark(raid)))
        elif one.status in {Status.DONE, Status.ATTEMPTING}:
            outbox.settle(connection, replace(one, status=Status.UNDONE, cause=mark(raid)))
            outbox.plan(connection, [_inverse(one, raid, now)])
            line: dict[str, str | int] = {"raid": raid.number, "what": kind_of(one.what.action), "delivery": one.id}
            write.append(connection, shield.name, [(now, "shield:lowered", line)])


def mark(raid: Raid) -> str:
    """What stands for a rule in the orders of a raid."""
    return f"raid {raid.number}"


def _hidden(one: Judged) -> bool:
    mention = one.facts.mention
    within = one.facts.raid is not None and one.facts.raid.within and not one.decision.spared
    return within and mention.kind is Kind.REPLY and bool(mention.root) and one.decision.severity >= Severity.MEDIUM


def _owns(account: Account, post: str | None) -> bool:
    return account.platform == "bluesky" and (post or "").startswith(f"at://{account.id}/")


def _delivery(shield: Shield, raid: Raid, account: Account, shelter: Shelter, now: datetime) -> Delivery:
    root = raid.root if _owns(account, raid.root) else None
    order = Order(
        id=token_hex(12),
        person=shield.name,
        by=account.key,
        action=shelter,
        subject=account.key,
        subject_id=account.id,
        uri=root or mark(raid),
        revision="",
        rule=mark(raid),
        reason=Reason.HARASSMENT_TARGETED,
        severity=Severity.HIGH,
        root=root,
        received_at=raid.since,
        decided_at=now,
    )
    return Delivery(id=order.id, person=shield.name, task=Task.ACT, via=account.key, what=order, due_at=now)


def _said(
    connection: Connection, shield: Shield, raid: Raid, made: Sequence[Delivery], now: datetime
) -> list[Delivery]:
    """These, unless the shield is paused; the chain says that they are raised."""
    if not made or pauses.paused(connection, shield.name, now):
        return []
    write.append(connection, shield.name, list(_lines(raid, made, now)))
    return list(made)


def _lines(raid: Raid, made: Iterable[Delivery], now: datetime) -> Iterator[tuple[datetime, str, dict[str, str | int]]]:
    for one in made:
        if isinstance(one.what, Order):
            yield now, "shield:raised", {"raid": raid.number, "what": kind_of(one.what.action), "delivery": one.id}


def _inverse(one: Delivery, raid: Raid, now: datetime) -> Delivery:
    """What lowers it; replies are shown again before the gate is opened, so that a record of ours goes as it came."""
    hides = isinstance(one.what, Order) and isinstance(one.what.action, HideReplies)
    now -= timedelta(milliseconds=int(hides))
    return replace(
        one, id=one.id + UNDO, task=Task.REVERT, status=Status.PLANNED, due_at=now, attempts=0, cause=mark(raid)
    )
