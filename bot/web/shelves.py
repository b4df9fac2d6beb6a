"""What waits for a human as the pages have it: on shelves, a page at a time, and no word of it."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from bot.model.action import IRREVERSIBLE, Order, kind_of
from bot.model.delivery import Delivery, Status, Task
from bot.model.mention import Kind
from bot.model.noun import EPOCH, MICROSECOND, micros
from bot.model.raid import Raid
from bot.model.reason import Reason
from bot.model.seat import Grant
from bot.store import authors, dockets, held, links, outbox, raids, reviewing
from bot.store.authors import Past
from bot.store.held import After, Key, Sought
from bot.store.read import Kept
from bot.store.reviewing import Said
from bot.store.rows import place
from bot.web import desking
from bot.web.path import Path, path
from bot.web.visit import Visit

PAGE: Final = 25
RECENT: Final = timedelta(days=14)
"""How long after its end a raid is still offered."""
MANY: Final = 1_000
"""Up to which it is said how many stand on a shelf."""
SHELVES: Final = ("mentions", "actions", "leaks", "failed")
BROKEN: Final = (Status.FAILED, Status.UNCERTAIN)
_AFTER: Final = re.compile(r"(\d{1,16})\.(.{1,200})", re.DOTALL)
_KEY: Final = re.compile(r"([\w-]{20})\.(\d{1,6})", re.ASCII)


class Proposed(NamedTuple):
    """Something that was held, done, or went wrong."""

    id: str
    what: str
    """`mute`, `report`, …; `alert`"""
    status: str
    hold: str
    trouble: str
    final: bool
    """Whether it cannot be taken back."""
    comment: str


class Item(NamedTuple):
    """One mention, or what is about none."""

    key: str
    """Empty where it is about no mention."""
    kept: Kept | None
    at: datetime
    severity: str
    before: int
    """Mentions of the same author beside this one."""
    matches: int
    """How many of those a rule matched."""
    path: Path | None
    proposed: tuple[Proposed, ...]
    said: Said | None
    desk: str = ""
    """By what what is open about its author is named at the desk of a community; empty: it is not."""


class Shelf(NamedTuple):
    """One page of a shelf."""

    items: tuple[Item, ...]
    after: str
    """Where the next page begins; empty: there is none."""


def sought(visit: Visit) -> Sought:
    """The held mentions that somebody may see."""
    kinds = frozenset(Kind) if visit.seat.may(Grant.DIRECTS) else frozenset(Kind) - {Kind.DIRECT}
    return Sought(person=visit.person.name, seat=visit.seat.id, kinds=kinds, now=visit.now)


def leaks(one: Sought) -> Sought:
    """Those of them that give something private away."""
    return msgspec.structs.replace(one, reason=Reason.HARASSMENT_DOXXING.value)


def counts(connection: Connection, visit: Visit) -> dict[str, int]:
    """How much stands on each shelf, up to MANY; what may not be shown is counted too."""
    one, person = sought(visit), visit.person.name
    hidden = Sought(person=person, seat=visit.seat.id, kinds=frozenset(Kind) - one.kinds, now=visit.now)
    return {
        "mentions": held.count(connection, one, MANY),
        "actions": held.standing(connection, person, (Status.HELD,), MANY),
        "leaks": held.count(connection, leaks(one), MANY),
        "failed": held.standing(connection, person, BROKEN, MANY),
        "directs": held.count(connection, hidden, MANY) if hidden.kinds else 0,
        "links": links.waiting(connection, person, MANY),
    }


def recent(connection: Connection, visit: Visit) -> list[Raid]:
    """The latest raids, the latest first."""
    every = raids.every(connection, visit.person.name)
    return [one for one in reversed(every) if one.ended_at is None or one.until > visit.now - RECENT]


def shelf(connection: Connection, visit: Visit, name: str, after: After | None) -> Shelf:
    """One page of it."""
    if name in {"mentions", "leaks"}:
        one = leaks(sought(visit)) if name == "leaks" else sought(visit)
        found = held.mentions(connection, one, after, PAGE + 1)
        last = found[PAGE - 1] if len(found) > PAGE else None
        more = f"{micros(last.decided_at)}.{place(last.uri)}" if last else ""
        return Shelf(tuple(items(connection, visit, found[:PAGE])), more)
    statuses = BROKEN if name == "failed" else (Status.HELD,)
    rows = held.deliveries(connection, visit.person.name, statuses, after, PAGE + 1)
    groups = [list(group) for _, group in groupby(rows, key=_about)]
    last_one = groups[PAGE - 1][-1] if len(groups) > PAGE else None
    more = f"{micros(last_one.due_at)}.{last_one.id}" if last_one else ""
    return Shelf(tuple(_grouped(connection, visit, groups[:PAGE])), more)


def items(connection: Connection, visit: Visit, some: Sequence[Kept]) -> list[Item]:
    """These mentions with what is known of their authors, and what is proposed."""
    person, uris = visit.person.name, [one.uri for one in some]
    past = authors.histories(connection, [(person, one.author) for one in some])
    said = reviewing.said(connection, person, uris)
    about = outbox.about_each(connection, person, uris)
    at_desk = dockets.joined(connection, person, list({one.author for one in some})) if visit.at_desk else {}
    made = (_item(visit, one, past.get((person, one.author), Past()), about.get(one.uri, []), said) for one in some)
    return [
        item._replace(desk=desking.place(one.author)) if one.author in at_desk else item
        for one, item in zip(some, made, strict=True)
    ]


def one(connection: Connection, visit: Visit, written: str) -> Kept:
    """The mention of a key, if they may know of it. Raises HTTPException."""
    found = held.kept(connection, visit.person.name, keys([written]))
    if not found or found[0].kind not in sought(visit).kinds:
        raise HTTPException(404)
    return found[0]


def may_settle(connection: Connection, visit: Visit, id_: str) -> bool:
    """Whether a delivery is this person's, and about nothing that they may not know of."""
    one = outbox.delivery(connection, id_)
    if one is None or one.person != visit.person.name:
        return False
    known = held.latest(connection, one.person, [uri for uri in _about(one)[:1] if uri])
    return all(kept.kind in sought(visit).kinds for kept in known.values())


def key(kept: Kept) -> str:
    """By what a mention is named in addresses: nothing that its author chose."""
    return f"{place(kept.uri)}.{kept.version}"


def keys(written: Sequence[str]) -> list[Key]:
    """The inverse, of what was sent; what is no key is left out."""
    return [(found[1], int(found[2])) for each in written if (found := _KEY.fullmatch(each))]


def after(written: str) -> After | None:
    """Where a page ended, as it was sent."""
    found = _AFTER.fullmatch(written)
    return After(EPOCH + int(found[1]) * MICROSECOND, found[2]) if found else None


def proposed(some: Sequence[Delivery]) -> tuple[Proposed, ...]:
    """What is done, or would be; last what cannot be taken back."""
    every = (_proposed(one) for one in some if one.task is not Task.FOLLOW_UP)
    return tuple(sorted(every, key=lambda one: (one.final, one.what, one.id)))


def _proposed(one: Delivery) -> Proposed:
    action = one.what.action if isinstance(one.what, Order) else None
    return Proposed(
        id=one.id,
        what=kind_of(action) if action else "alert",
        status=one.status.value,
        hold=one.hold.value if one.hold else "",
        trouble=one.trouble,
        final=isinstance(action, IRREVERSIBLE),
        comment=getattr(action, "comment", ""),
    )


def _item(visit: Visit, kept: Kept, past: Past, about: Sequence[Delivery], said: dict[reviewing.Version, Said]) -> Item:
    acts = [each for each in about if each.task is Task.ACT and each.status in {Status.HELD, *BROKEN}]
    return Item(
        key=key(kept),
        kept=kept,
        at=kept.received_at,
        severity=kept.severity.label,
        before=max(0, past.history.mentions - 1),
        matches=max(0, past.history.matches - (kept.severity > 0)),
        path=path(past.course, visit.now, visit.person.zone) if past.history.mentions else None,
        proposed=proposed(acts),
        said=said.get((kept.uri, kept.version)),
    )


def _about(one: Delivery) -> tuple[str, str]:
    """What stands together: the actions because of one mention; an alert stands alone."""
    return (one.what.uri, "") if isinstance(one.what, Order) else ("", one.id)


def _grouped(connection: Connection, visit: Visit, groups: Sequence[list[Delivery]]) -> list[Item]:
    uris = [uri for group in groups if (uri := _about(group[0])[0])]
    known = held.latest(connection, visit.person.name, uris)
    seen = {uri: kept for uri, kept in known.items() if kept.kind in sought(visit).kinds}
    made = {each.kept.uri: each for each in items(connection, visit, list(seen.values())) if each.kept}
    found = []
    for group in groups:
        uri = _about(group[0])[0]
        if uri in made:
            found.append(made[uri]._replace(proposed=proposed(group)))
        elif uri not in known:
            found.append(_bare(group))
    return found


def _bare(group: Sequence[Delivery]) -> Item:
    first = group[0]
    severity = first.what.severity.label
    return Item("", None, first.due_at, severity, 0, 0, None, proposed(group), None)
