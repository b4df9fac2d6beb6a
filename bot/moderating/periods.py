"""What was decided in a span of time, in numbers for anybody (article 15 of the DSA), as the chain has them."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final, NamedTuple, get_args

from sqlalchemy import Connection

from bot.errors import Refused
from bot.model.action import Order, kinds
from bot.model.delivery import PREFIX, Status, Task
from bot.model.measure import Measure
from bot.model.noun import utc
from bot.model.seat import Grant, Seat
from bot.outbox.afterwards import EXPIRY
from bot.people.entitled import entitled
from bot.store import measured, outbox, write
from bot.store.database import Store

DONE: Final = {f"{kind}:{Status.DONE}": kind for kind in kinds(get_args(Measure))}
UNDONE: Final = {f"{PREFIX[Task.REVERT]}{kind}:{Status.DONE}": kind for kind in kinds(get_args(Measure))}
FLAG: Final = "flag:came"
APPEAL: Final = "statement:appealed"
ANSWER: Final = "statement:answered"
COLUMNS: Final = ("measure", "ground", "automated", "done", "median_minutes", "reversed", "appeals", "upheld", "kept")


class Line(NamedTuple):
    """What was done of one measure, for one ground, by rules alone or by people."""

    measure: str
    ground: str
    """The reason, as Ozone names it."""
    automated: bool
    done: int = 0
    median_minutes: float | None = None
    """Between what it is about and the measure; None where none was done in the span."""
    reversed: int = 0
    appeals: int = 0
    upheld: int = 0
    kept: int = 0


class Period(NamedTuple):
    """All of it."""

    community: str
    since: datetime
    until: datetime
    reports: int
    lines: tuple[Line, ...]


def count(connection: Connection, community: str, since: datetime, until: datetime) -> Period:
    """What the chain tells of a span: from `since`, and before `until`."""
    events = (*DONE, *UNDONE, FLAG, APPEAL, ANSWER)
    told = list(measured.told(connection, community, since, until, events))
    known = outbox.known(connection, sorted({_measure(payload) for _, _, payload in told} - {""}))
    sums, spans = dict[tuple[str, str, bool], Counter[str]](), dict[tuple[str, str, bool], list[float]]()
    for at, event, payload in told:
        one = known.get(_measure(payload))
        if event == FLAG or one is None or not isinstance(one.what, Order):
            continue
        key = (one.does, one.what.reason.value, one.by_rule)
        sums.setdefault(key, Counter())[_column(event, payload)] += 1
        if event in DONE:
            spans.setdefault(key, []).append(max(0.0, (at - one.what.received_at) / timedelta(minutes=1)))
    reports = sum(event == FLAG for _, event, _ in told)
    lines = (_line(key, sums[key], spans.get(key, ())) for key in sorted(sums))
    return Period(community, since, until, reports, tuple(lines))


def export(store: Store, seat: Seat, since: datetime, until: datetime, now: datetime) -> Period:
    """Take the numbers of a span out; the chain tells who did. Raises Refused for who may not, and for no span."""
    if since >= until:
        raise Refused("the span ends before it begins")
    with store.writing() as connection:
        fresh = entitled(connection, seat, seat.person, Grant.COUNTS, now)
        made = count(connection, fresh.person, since, until)
        write.salt(connection, store.master, fresh.person)  # makes the community's row at first need
        line = {"by": fresh.name, "since": utc(since), "until": utc(until)}
        write.append(connection, fresh.person, [(now, "period:exported", line)])
        return made


def as_csv(one: Period) -> str:
    """A line for each measure, ground and way of deciding."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("community", "since", "until", *COLUMNS))
    for line in one.lines:
        cells = ("" if value is None else value for value in _plain(line).values())
        rows.writerow((one.community, utc(one.since), utc(one.until), *cells))
    return out.getvalue()


def as_json(one: Period) -> str:
    """The same, for programs, with how many reports came."""
    data = {"community": one.community, "since": utc(one.since), "until": utc(one.until), "reports": one.reports}
    return json.dumps(data | {"lines": [_plain(line) for line in one.lines]}, ensure_ascii=False, indent=2) + "\n"


def _measure(payload: Any) -> str:
    """The delivery of the measure that an entry is about, itself or its inverse; empty: none."""
    return str(payload.get("delivery", "")).removesuffix("-undo").removesuffix(f"-{EXPIRY}")


def _column(event: str, payload: Any) -> str:
    if event in DONE:
        return "done"
    if event in UNDONE:
        return "ended" if payload.get("cause") == EXPIRY else "reversed"
    return "appeals" if event == APPEAL else str(payload["outcome"])


def _line(key: tuple[str, str, bool], sums: Counter[str], minutes: Sequence[float]) -> Line:
    return Line(
        *key,
        done=sums["done"],
        median_minutes=round(median(minutes), 1) if minutes else None,
        reversed=sums["reversed"],
        appeals=sums["appeals"],
        upheld=sums["upheld"],
        kept=sums["kept"],
    )


def _plain(line: Line) -> dict[str, Any]:
    return line._asdict() | {"automated": "yes" if line.automated else "no"}
