"""The trail: what was done and by whom, the newest first; what can be undone of it; what proves it; who looked."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.model.action import Order
from bot.model.delivery import Delivery
from bot.model.noun import EPOCH
from bot.model.seat import Grant, Seat, Session
from bot.model.work import Kind as WorkKind
from bot.people.review import Review
from bot.shield import versions
from bot.store import checkpoints, did, lines, outbox, seats, write
from bot.web.month import midnight
from bot.web.page import Page
from bot.web.pages import work
from bot.web.told import Kind, kind, told
from bot.web.visit import Visit
from bot.working import asking
from bot.working.starting import start

SHOWN: Final = 40
"""Entries on a page."""
SEARCHED: Final = 2_000
"""Entries that are looked through for one page: a kind that is rare takes several clicks, and never long."""
PROOFS: Final = 5
MONTH: Final = timedelta(days=30)
BOT: Final = "*"
"""Stands for Rempart among those who do things."""


class Shown(NamedTuple):
    """One entry as it is shown."""

    line: lines.Line
    sentence: str
    by: str
    rule: str
    delivery: str
    """What could be undone; empty where nothing can."""


class Looked(NamedTuple):
    """One seat, and how much it looked."""

    seat: Seat
    read: int
    last: Session | None


class Asked(NamedTuple):
    """What is looked for."""

    kind: Kind
    who: str
    day: str
    before: int | None

    @property
    def most(self) -> int:
        """How many entries to look through."""
        return SEARCHED if self.who or self.kind is not Kind.ALL else SHOWN + 1

    def holds(self, line: lines.Line) -> bool:
        """Whether an entry is of what is looked for."""
        by = str(line.payload.get("by", ""))
        return self.kind in {Kind.ALL, kind(line)} and (not self.who or (by or BOT) == self.who)


def look(visit: Visit) -> Response:
    """The page."""
    asked = _asked(visit)
    with visit.store.reading() as connection:
        name = visit.person.name
        start_ = asked.before or _end(visit, asked)
        some = lines.before(connection, name, start_, asked.most)
        kept = checkpoints.lately(connection, name, PROOFS)
        left = checkpoints.left(connection, name, kept[-1].head.number) if kept else []
        known = versions.every(connection, visit.store.master, name)
    found = [line for line in some if asked.holds(line)]
    more = len(found) > SHOWN or len(some) == asked.most
    found = found[:SHOWN]
    last = found[-1].number if len(found) == SHOWN else (some[-1].number if some else 0)
    return visit.page(
        "trail.html",
        entries=_shown(visit, found),
        asked=asked,
        kinds=list(Kind),
        people=_people(visit),
        bot=BOT,
        older=last if more else 0,
        kept=kept,
        left=left,
        rules=[rule.name for rule in visit.config.policy(visit.person).rules],
        versions=list(reversed(known))[:PROOFS],
        looked=_looked(visit),
        works=work.lately(visit, WorkKind.VERIFY),
    )


def act(visit: Visit) -> Response:
    """Verify all of it, beside. Raises Refused where that is going on."""
    one = asking.ask(visit.store, visit.person.name, WorkKind.VERIFY, b"", visit.seat.name, visit.now)
    start(visit.house.file.path, one.id)
    return visit.back(f"/long/{one.id}")


def _asked(visit: Visit) -> Asked:
    wanted, before, day = (visit.asked.get(name, "") for name in ("kind", "before", "day"))
    return Asked(
        kind=Kind(wanted) if wanted in set(Kind) else Kind.ALL,
        who=visit.asked.get("who", ""),
        day=day if _day(day) else "",
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None,  # noqa: PLR2004
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _end(visit: Visit, asked: Asked) -> int:
    """Before which entry to begin: the end of the chain, or of the day that is asked for."""
    day = _day(asked.day)
    with visit.store.reading() as connection:
        if day is None or day == date.max:
            return write.head(connection, visit.person.name).number + 1
        return lines.reached(connection, visit.person.name, midnight(day + timedelta(days=1), visit.person.zone))


def _shown(visit: Visit, found: Sequence[lines.Line]) -> list[Shown]:
    """Each with its sentence, and with what of it could be undone now."""
    acts = [line for line in found if line.payload.get("delivery") and line.event.partition(":")[0] in did.KINDS]
    ids = {line.number: _delivery(line) for line in acts}
    with visit.store.reading() as connection:
        known: Mapping[str, Delivery] = outbox.known(connection, sorted(set(ids.values()))) if ids else {}
    own = {id_: one for id_, one in known.items() if one.person == visit.person.name}
    review = Review(visit.store)
    undoable = {step.delivery for step in review.preview(list(own.values())) if step.effect != "cannot"}
    shown = []
    for line in found:
        id_ = ids.get(line.number, "")
        what = own[id_].what if id_ in own else None
        rule = what.rule if isinstance(what, Order) else ""
        sentence = told(visit.said, line, visit.person.zone)
        shown.append(Shown(line, sentence, str(line.payload.get("by", "")), rule, id_ if id_ in undoable else ""))
    return shown


def _delivery(line: lines.Line) -> str:
    """The order that an entry is about, be it about its inverse or its end."""
    return str(line.payload["delivery"]).partition("-")[0]


def _people(visit: Visit) -> list[str]:
    """Who may have done something."""
    with visit.store.reading() as connection:
        return sorted({one.name for one in seats.every(connection, visit.person.name)})


def _looked(visit: Visit) -> list[Looked]:
    """How much each seat looked, and when last."""
    since = (visit.now - MONTH - EPOCH).days
    with visit.store.reading() as connection:
        every = [one for one in seats.every(connection, visit.person.name) if one.holds(visit.now)]
        ids = [one.id for one in every]
        counts, sessions = seats.readings(connection, ids, since), seats.sessions(connection, ids)
    last = {one.seat: one for one in sorted(sessions, key=lambda one: one.seen)}
    return [Looked(one, counts.get(one.id, 0), last.get(one.id)) for one in every]


PAGES: Final = (Page("/trail", Grant.TRAIL, look, act, menu="trail"),)
