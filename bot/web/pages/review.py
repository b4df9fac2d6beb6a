"""Review: what waits for a human, veiled until asked for, with one key a mention."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from bot.errors import Refused
from bot.model.seat import Grant, Seat
from bot.people.review import Review
from bot.people.triage import ORDERS, Outcome, Saying, Triage, Verdict
from bot.people.turns import tomorrow
from bot.rules.effect import LONGEST_COMMENT
from bot.store import held, seats
from bot.store.read import Kept
from bot.web import shelves
from bot.web.page import Page
from bot.web.visit import Visit

TOGETHER: Final = 500
"""Mentions of which is decided at once: a second's work of the one writer."""
HANDED: Final = timedelta(days=1)
"""How long what was handed over waits for that seat alone."""
VERDICTS: Final = {
    "agree": Verdict.AGREED,
    "mute": Verdict.MUTED,
    "block": Verdict.BLOCKED,
    "report": Verdict.REPORTED,
    "conceal": Verdict.CONCEALED,
    "harmless": Verdict.HARMLESS,
    "later": Verdict.LATER,
    "hand": Verdict.HANDED,
}


def look(visit: Visit) -> Response:
    """One page of a shelf."""
    name = _shelf(visit.asked.get("shelf", ""))
    with visit.store.reading() as connection:
        counts = shelves.counts(connection, visit)
        raids = shelves.recent(connection, visit)
        shelf = shelves.shelf(connection, visit, name, shelves.after(visit.asked.get("after", "")))
    return visit.page(
        "review_shelves.html" if visit.partial else "review.html",
        name=name,
        shelves=shelves.SHELVES,
        counts=counts,
        raids=raids,
        shelf=shelf,
        many=shelves.MANY,
        after=visit.asked.get("after", ""),
        together=visit.asked.get("together", "") if visit.asked.get("together", "").isdecimal() else "",
        last=visit.asked.get("last", "") if shelves.keys([visit.asked.get("last", "")]) else "",
    )


def act(visit: Visit) -> Response:
    """Do what somebody decided about one mention. Raises Refused where somebody else decided before."""
    do = visit.form.get("do")
    if do in DELIVERIES:
        return _delivery(visit, do)
    with visit.store.reading() as connection:
        kept = shelves.one(connection, visit, visit.form.get("of"))
    if do in VERDICTS:
        _told(visit, Triage(visit.store).say([kept], saying(visit, VERDICTS[do], kept)))
    elif do in OTHERS:
        OTHERS[do](Triage(visit.store), kept, visit)
    else:
        raise Refused(f"nothing here is called {do[:20]!r}")
    return _on(visit, f"review_{do}", "" if do == "undo" else shelves.key(kept))


def saying(visit: Visit, verdict: Verdict, kept: Kept | None = None) -> Saying:
    """A decision as somebody sent it. Raises Refused where it cannot be taken so."""
    if visit.at_desk and verdict in ORDERS:
        raise Refused(visit.said.say("web.review.at_desk"))
    until: datetime | None = None
    to = ""
    if verdict is Verdict.LATER:
        until = tomorrow(visit.now, visit.person.zone)
    elif verdict is Verdict.HANDED:
        until, to = visit.now + HANDED, _other(visit, kept).id
    comment = visit.form.get("comment").strip()[:LONGEST_COMMENT] if verdict is Verdict.REPORTED else None
    return Saying(verdict, visit.seat.name, visit.now, to, until, comment)


def others(visit: Visit, kept: Kept) -> list[Seat]:
    """To whom this could be handed."""
    with visit.store.reading() as connection:
        every = seats.every(connection, visit.person.name)
    return [
        one
        for one in every
        if one.id != visit.seat.id and one.holds(visit.now) and not one.rests(visit.now)
        if one.may(Grant.TRIAGE) and (kept.kind != "direct" or one.may(Grant.DIRECTS))
    ]


def _undo(triage: Triage, kept: Kept, visit: Visit) -> None:
    triage.undo([kept], visit.seat.name, visit.now)


def _trust(triage: Triage, kept: Kept, visit: Visit) -> None:
    """Nothing else that they wrote waits any more either."""
    triage.trust(kept, visit.seat.name, visit.now)
    theirs = msgspec.structs.replace(shelves.sought(visit), author=kept.author)
    with visit.store.reading() as connection:
        others_ = held.mentions(connection, theirs, None, TOGETHER)
    triage.say(others_, saying(visit, Verdict.HARMLESS))


DELIVERIES: Final = frozenset({"approve", "reject", "retry", "leave"})
"""What is done with one delivery, whatever it is about."""
OTHERS: Final[dict[str, Callable[[Triage, Kept, Visit], None]]] = {"undo": _undo, "trust": _trust}


def _other(visit: Visit, kept: Kept | None) -> Seat:
    found = others(visit, kept) if kept else []
    chosen = next((one for one in found if one.id == visit.form.get("to")), None)
    if chosen is None:
        raise Refused(visit.said.say("web.review.nobody"))
    return chosen


def _told(visit: Visit, outcome: Outcome) -> None:
    """Tell whoever came second what was decided already. Raises Refused."""
    if outcome.before:
        said = outcome.before[0]
        what = visit.said.say(f"web.review.said.{said.said}")
        raise Refused(visit.said.say("web.review.already", by=said.by, what=what, ago=visit.ago(said.at)))


def _delivery(visit: Visit, do: str) -> Response:
    id_, review = visit.form.get("of"), Review(visit.store)
    with visit.store.reading() as connection:
        seen = shelves.may_settle(connection, visit, id_)
    done = seen and getattr(review, do)(id_, visit.seat.name, visit.now)
    if not done:
        raise Refused(visit.said.say("web.review.gone"))
    return _on(visit, f"review_{do}", "")


def _on(visit: Visit, said: str, last: str) -> Response:
    """Back to the shelf, on to the next mention."""
    where = {"shelf": _shelf(visit.form.get("shelf")), "said": said}
    after = visit.form.get("after")
    where |= {"after": after} if shelves.after(after) else {}
    where |= {"last": last} if last else {}
    following = visit.form.get("next")
    mark = f"#m-{following}" if shelves.keys([following]) else ""
    return visit.back(f"/review?{urlencode(where)}{mark}")


def _shelf(asked: str) -> str:
    return asked if asked in shelves.SHELVES else shelves.SHELVES[0]


PAGES: Final = (Page("/review", Grant.TRIAGE, look, act, acting=Grant.ACT, menu="review"),)
