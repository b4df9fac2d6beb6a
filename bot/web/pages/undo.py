"""Undoing from the trail: what would be undone is shown first, then confirmed, and nothing else is undone."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Refused
from bot.evidence.pseudonym import nickname
from bot.model.action import Order
from bot.model.delivery import Delivery, Task
from bot.model.noun import EPOCH
from bot.model.seat import Grant
from bot.people.review import Review, Step
from bot.shield import versions
from bot.store import did, lines, outbox, survey, write
from bot.web.page import Page
from bot.web.visit import Visit

Given = Callable[[str, str], str]
SPANS: Final = {"2h": timedelta(hours=2), "24h": timedelta(days=1), "7d": timedelta(days=7), "30d": timedelta(days=30)}
SHOWN: Final = 100
NUMBER: Final = re.compile("[0-9]{1,9}")


class Wanted(NamedTuple):
    """What is to be undone, as the address says it: by one of the first, the second with the third, or the fourth."""

    delivery: str
    rule: str
    since: str
    version: str
    ref: str
    """What an alert names; it stands alone."""
    until: str
    """Up to when, so that what the shield does meanwhile is neither shown nor undone."""


def look(visit: Visit) -> Response:
    """What would be undone."""
    return _look(visit, _wanted(visit.asked.get))


def alerted(visit: Visit) -> Response:
    """The same, by the link of an alert."""
    return _look(visit, Wanted("", "", "", "", str(visit.path["ref"]), ""))


def _look(visit: Visit, asked: Wanted) -> Response:
    wanted = asked._replace(until=visit.now.isoformat())
    steps = Review(visit.store).preview(_chosen(visit, wanted))
    named = _named(visit, steps[:SHOWN])
    return visit.page("undo.html", wanted=wanted, steps=named, total=len(steps), seen=_seen(steps))


def act(visit: Visit) -> Response:
    """Undo it. Raises Refused where that is no longer what was shown."""
    wanted = _wanted(visit.form.get)
    review, chosen = Review(visit.store), _chosen(visit, wanted)
    if _seen(review.preview(chosen)) != visit.form.get("seen"):
        raise Refused(visit.said.say("web.undo.moved"))
    review.undo(chosen, visit.seat.name, visit.now)
    return visit.back("/trail" if visit.seat.may(Grant.TRAIL) else "/", "undone")


def _wanted(given: Given) -> Wanted:
    found = Wanted(*(given(name, "") for name in Wanted._fields))
    if not (found.ref or found.delivery or found.rule or found.version):
        raise HTTPException(404)
    return found


def _chosen(visit: Visit, wanted: Wanted) -> list[Delivery]:
    """What it is about: only what is this person's."""
    name, until = visit.person.name, _until(visit, wanted)
    with visit.store.reading() as connection:
        if wanted.ref:
            return _referred(connection, name, wanted.ref)
        if wanted.delivery:
            one = outbox.delivery(connection, wanted.delivery)
            if one is None or one.person != name or not isinstance(one.what, Order):
                raise HTTPException(404)
            uri = one.what.uri
        elif wanted.rule:
            since = until - SPANS.get(wanted.since, SPANS["24h"])
            return did.between(connection, name, since, until, wanted.rule)
        else:
            number = int(wanted.version) if NUMBER.fullmatch(wanted.version) else 0
            line = lines.one(connection, name, number)
            if line is None or line.event != versions.EVENT:
                raise HTTPException(404)
            return did.between(connection, name, line.at, until)
    return Review(visit.store).undo_mention(uri, name)


def _until(visit: Visit, wanted: Wanted) -> datetime:
    try:
        return max(EPOCH + max(SPANS.values()), min(datetime.fromisoformat(wanted.until), visit.now))
    except (ValueError, TypeError):  # no moment, or one without a zone
        return visit.now


def _referred(connection: Connection, person: str, ref: str) -> list[Delivery]:
    """What `rempart undo REF` would be about, of this person's."""
    one = outbox.delivery(connection, ref)
    if one is not None and one.person == person and one.task is Task.ACT:
        return [one]
    uris = dict.fromkeys(kept.uri for kept in survey.referred(connection, ref) if kept.person == person)
    if not uris:
        raise HTTPException(404)
    return [one for uri in uris for one in outbox.about(connection, uri, person) if one.task is Task.ACT]


def _named(visit: Visit, steps: Sequence[Step]) -> list[tuple[str, str, str]]:
    """(action, nickname, effect) of each."""
    with visit.store.reading() as connection:
        salt = write.salt(connection, visit.store.master, visit.person.name)
    return [(step.action, nickname(salt, step.account), step.effect) for step in steps]


def _seen(steps: Sequence[Step]) -> str:
    """What stands for exactly these: what was shown is what is undone, however far each is by then."""
    return sha256("\n".join(step.delivery for step in steps).encode()).hexdigest()


PAGES: Final = (
    Page("/trail/undo", Grant.TRAIL, look),
    Page("/undo", Grant.ACT, act=act),
    Page("/undo/{ref}", Grant.ACT, alerted),
)
