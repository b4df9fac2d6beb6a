"""One held mention: why, what can be done about it, and what was written, for whoever asks to see it."""

import hmac
from typing import Final

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.cases.clocks import of_mention
from bot.errors import ChainBroken, KeyMissing, Refused
from bot.law.data import french, of
from bot.model.record import Record
from bot.model.seat import Grant
from bot.people import ordering
from bot.people.revealing import mark, picture, pictures, reveal
from bot.people.triage import Triage
from bot.recording import records
from bot.store import read
from bot.store.read import Kept
from bot.web import shelves
from bot.web.opinion import Opinions
from bot.web.page import Page
from bot.web.pages.review import others
from bot.web.pages.share import offered
from bot.web.visit import Visit

_OPINIONS: Final = Opinions()


def look(visit: Visit) -> Response:
    """The mention, veiled."""
    with visit.store.reading() as connection:
        kept = shelves.one(connection, visit, str(visit.path["key"]))
    return _page(visit, kept, None)


def act(visit: Visit) -> Response:
    """Show what was written: it stands in the trail who looked. Raises Refused where it was erased."""
    with visit.store.reading() as connection:
        kept = shelves.one(connection, visit, str(visit.path["key"]))
    try:
        return _page(visit, kept, reveal(visit.store, visit.seat, kept, visit.now))
    except (KeyMissing, ChainBroken) as error:
        raise Refused(visit.said.say("cmd_why.unreadable", why=str(error))) from error


def image(visit: Visit) -> Response:
    """A picture in custody, to a session that was shown its mention."""
    exhibit = str(visit.path["exhibit"])
    shown = mark(visit.store, visit.person.name, visit.seated.session.id, exhibit)
    if not hmac.compare_digest(shown.encode(), str(visit.path["mark"]).encode()):
        raise HTTPException(404)
    try:
        raw, kind = picture(visit.store, visit.person.name, exhibit)
    except (Refused, KeyMissing, ChainBroken) as error:
        raise HTTPException(404) from error
    headers = {"content-disposition": f'inline; filename="{exhibit}"', "x-content-type-options": "nosniff"}
    return Response(raw, media_type=kind, headers=headers)


def _page(visit: Visit, kept: Kept, record: Record | None) -> Response:
    with visit.store.reading() as connection:
        (item,) = shelves.items(connection, visit, [kept])
        shown = pictures(connection, visit.store.master, record.facts.mention) if record else []
        concealable = _concealable(connection, visit, kept)
        law = of(visit.person.zone, visit.person.law)
        runs = of_mention(connection, kept.person, kept.uri, law, visit.person.zone) if kept.severity else []
    steps = Triage(visit.store).review.preview(Triage(visit.store).review.undo_mention(kept.uri, kept.person))
    session = visit.seated.session.id
    return visit.page(
        "mention_part.html" if visit.partial else "mention.html",
        item=item,
        record=record,
        images=[(one.exhibit, mark(visit.store, kept.person, session, one.exhibit)) for one in shown],
        opinion=_OPINIONS.of(visit, kept, reveal=record is not None),
        steps=steps,
        concealable=concealable,
        runs=runs,
        law=french().clock,
        others=others(visit, kept),
        shelf=visit.form.get("shelf"),
        after=visit.form.get("after"),
        next=visit.form.get("next"),
        offered=offered(visit, kept),
        draft=next((one.comment for one in item.proposed if one.what == "report"), ""),
    )


def _concealable(connection: Connection, visit: Visit, kept: Kept) -> bool:
    try:
        return ordering.can_conceal(records.read(read.content(connection, visit.store.master, kept.exhibit)))
    except (KeyMissing, ChainBroken):
        return False


PAGES: Final = (
    Page("/review/image/{exhibit}/{mark}", Grant.TRIAGE, image),
    Page("/review/{key}", Grant.TRIAGE, look, act),
)
