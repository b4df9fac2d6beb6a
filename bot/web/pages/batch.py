"""Several mentions at once: all that waits of one author, or of one raid, counted before anything is done."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.errors import Refused
from bot.model.action import IRREVERSIBLE, Block, Order
from bot.model.delivery import Delivery, Status
from bot.model.noun import EPOCH, MICROSECOND, micros
from bot.model.proposal import Kind
from bot.model.raid import Raid
from bot.model.seat import Grant
from bot.people.triage import Triage, Verdict
from bot.store import held, outbox, raids, reviewing
from bot.store.held import Sought
from bot.store.read import Kept
from bot.web import blocking, shelves
from bot.web.page import Page
from bot.web.pages.agreed import proposed
from bot.web.pages.review import TOGETHER, saying
from bot.web.visit import Visit

VERDICTS: Final = {"agree": Verdict.AGREED, "mute": Verdict.MUTED, "harmless": Verdict.HARMLESS}
"""What can be done to several by one."""
BLOCK: Final = "block"
"""What takes two, or a day."""


class Meant(NamedTuple):
    """Which mentions are meant, and how they are named."""

    sought: Sought
    of: str
    """The key of a mention whose author is meant; empty where it is a raid."""
    raid: Raid | None


def look(visit: Visit) -> Response:
    """How many they are, of how many, and what cannot be taken back."""
    with visit.store.reading() as connection:
        meant = _meant(connection, visit, visit.asked.get("of", ""), visit.asked.get("raid", ""))
        some = held.mentions(connection, meant.sought, None, TOGETHER + 1)
        about = outbox.about_each(connection, visit.person.name, [one.uri for one in some[:TOGETHER]])
    final = sum(_final(one) for each in about.values() for one in each)
    bulk = _blocks_several(about)
    return visit.page(
        "batch.html",
        meant=meant,
        some=some[:TOGETHER],
        more=len(some) > TOGETHER,
        together=TOGETHER,
        authors=len({one.author for one in some[:TOGETHER]}),
        final=final,
        bulk=bulk,
        verdicts=[
            name for name in VERDICTS if not (bulk and name == "agree") and not (visit.at_desk and name == "mute")
        ],
        alone=visit.house.agreeing.alone(visit.seat, Kind.BLOCK, visit.now),
    )


def act(visit: Visit) -> Response:
    """Decide about all of them. Raises Refused where it was not confirmed, or nothing waits any more."""
    do = visit.form.get("do")
    if do == "undo":
        return _undo(visit)
    with visit.store.reading() as connection:
        meant = _meant(connection, visit, visit.form.get("of"), visit.form.get("raid"))
        some = held.mentions(connection, meant.sought, None, TOGETHER)
        about = outbox.about_each(connection, visit.person.name, [one.uri for one in some])
    if do not in {BLOCK, *VERDICTS} or visit.form.get("sure") != "yes":
        raise Refused(visit.said.say("web.batch.sure"))
    _require_as_counted(visit, some)
    if do == BLOCK and visit.at_desk:
        raise Refused(visit.said.say("web.review.at_desk"))
    if do == BLOCK:
        return proposed(visit, Kind.BLOCK, blocking.meant(some))
    if do == "agree" and _blocks_several(about):
        raise Refused(visit.said.say("web.batch.bulk"))
    outcome = Triage(visit.store).say(some, saying(visit, VERDICTS[do]))
    said = "batch_some" if outcome.before else "batch"
    return visit.back(f"/review?together={micros(visit.now)}", said)


def _undo(visit: Visit) -> Response:
    """Take back what they themselves decided at one moment. Raises Refused where that was nothing."""
    at = visit.form.get("at")
    moment = EPOCH + int(at[:16]) * MICROSECOND if at.isdecimal() else EPOCH
    with visit.store.reading() as connection:
        keys = reviewing.together(connection, visit.person.name, visit.seat.name, moment)
        some = held.kept(connection, visit.person.name, keys)
    if not some:
        raise Refused(visit.said.say("web.review.gone"))
    Triage(visit.store).undo(some, visit.seat.name, visit.now)
    return visit.back("/review", "batch_undo")


def _require_as_counted(visit: Visit, some: list[Kept]) -> None:
    """Nothing came since it was counted that nobody saw in the count; what was decided meanwhile may lack."""
    counted = visit.form.get("counted")
    if not some or not counted.isdecimal() or len(some) > int(counted[:6]):
        raise Refused(visit.said.say("web.batch.changed"))


def _meant(connection: Connection, visit: Visit, of: str, raid: str) -> Meant:
    every = shelves.sought(visit)
    if of:
        author = shelves.one(connection, visit, of).author
        return Meant(msgspec.structs.replace(every, author=author), of, None)
    found = next((one for one in raids.every(connection, visit.person.name) if str(one.number) == raid), None)
    if found is None:
        raise HTTPException(404)
    return Meant(msgspec.structs.replace(every, within=(found.since, found.until)), "", found)


def _blocks_several(about: Mapping[str, Sequence[Delivery]]) -> bool:
    """Whether agreeing would block more than one author, which takes two people."""
    waiting = (one.what for each in about.values() for one in each if one.status is Status.HELD)
    orders = (what for what in waiting if isinstance(what, Order))
    return len({order.subject for order in orders if isinstance(order.action, Block)}) > 1


def _final(one: Delivery) -> bool:
    return one.status is Status.HELD and isinstance(one.what, Order) and isinstance(one.what.action, IRREVERSIBLE)


PAGES: Final = (Page("/review/batch", Grant.TRIAGE, look, act, acting=Grant.ACT),)
