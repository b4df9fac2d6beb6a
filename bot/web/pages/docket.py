"""One docket: who reported, what was found, how the author went on, what is suggested; the words for who asks."""

from collections.abc import Callable
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.config import Community
from bot.errors import ChainBroken, KeyMissing, Refused
from bot.model.delivery import Delivery, Status, Task
from bot.model.docket import Docket, Standing
from bot.model.record import Record
from bot.model.seat import Grant
from bot.moderating import statements, taking
from bot.moderating.reopening import reopen
from bot.people.revealing import mark, pictures, reported, reveal
from bot.people.review import Review
from bot.people.unmasking import Named, unmask
from bot.store import authors, cases, flags, links, outbox
from bot.store.authors import Past
from bot.store.flags import Filed
from bot.store.read import Kept
from bot.web import desking, shelves
from bot.web.casework import shield
from bot.web.page import Page
from bot.web.path import path
from bot.web.posts import posts
from bot.web.veils import nicknames
from bot.web.visit import Visit

FLAGS: Final = 50
"""Reports that are shown, the latest."""


class Shown(NamedTuple):
    """What somebody asked to see just now."""

    post: str = ""
    """The key of the post."""
    record: Record | None = None
    images: tuple[tuple[str, str], ...] = ()
    flag: str = ""
    comment: str = ""
    """What who reported wrote."""
    names: tuple[tuple[str, Named], ...] = ()


def look(visit: Visit) -> Response:
    """The docket, veiled."""
    return _page(visit, desking.docket(visit), Shown())


def act(visit: Visit) -> Response:
    """Show what somebody asks to see: it stands in the trail who looked. Or take it, let go of it, settle it."""
    one, do = desking.docket(visit), visit.form.get("do")
    if do in SHOWS:
        try:
            return _page(visit, one, SHOWS[do](visit, one))
        except (KeyMissing, ChainBroken) as error:
            raise Refused(visit.said.say("cmd_why.unreadable", why=str(error))) from error
    if do not in DEEDS:
        raise Refused(f"nothing here is called {do[:20]!r}")
    if not visit.seat.may(Grant.ACT):
        raise Refused(visit.said.say("web.fault.about.403"))
    try:
        DEEDS[do](visit, one)
    except Refused as refused:  # somebody was quicker
        raise Refused(visit.said.say("web.desk.already")) from refused
    return visit.back(f"/desk/{desking.place(one.subject)}", f"review_{do}") if do in HELD else _on(visit, do)


def _take(visit: Visit, one: Docket) -> None:
    taking.take(visit.store, shield(visit), visit.seat, one, visit.now)


def _let_go(visit: Visit, one: Docket) -> None:
    taking.let_go(visit.store, visit.seat, one, visit.now)


def _settle(visit: Visit, one: Docket) -> None:
    taking.settle(visit.store, shield(visit), visit.seat, one, visit.now)


def _undo(visit: Visit, one: Docket) -> None:
    """What was done last: it was taken, or settled."""
    if one.standing is not Standing.SETTLED:
        _let_go(visit, one)
    else:
        reopen(visit.store, visit.seat, one, visit.now)


def _held(visit: Visit, one: Docket) -> None:
    """What a rule would do about them and is held. What is grave takes two, and is not decided here."""
    with visit.store.reading() as connection:
        theirs = {each.id for each in outbox.on_subject(connection, one.person, one.subject)}
    id_, review = visit.form.get("of"), Review(visit.store)
    decide = review.approve if visit.form.get("do") == "approve" else review.reject
    if id_ not in theirs or decide(id_, visit.seat.name, visit.now) is None:
        raise Refused("nothing waits under this name")


HELD: Final = frozenset({"approve", "reject"})
DEEDS: Final[dict[str, Callable[[Visit, Docket], None]]] = {
    "take": _take,
    "let_go": _let_go,
    "settle": _settle,
    "reopen": _undo,
    "undo": _undo,
    "approve": _held,
    "reject": _held,
}


def _post(visit: Visit, one: Docket) -> Shown:
    """What one post says."""
    asked = visit.form.get("of")
    kept = next((each.kept for each in posts(visit, one.subject) if each.key == asked), None)
    if kept is None:
        raise Refused(visit.said.say("web.review.gone"))
    record = reveal(visit.store, visit.seat, kept, visit.now)
    return Shown(post=asked, record=record, images=_images(visit, kept, record))


def _flag(visit: Visit, one: Docket) -> Shown:
    """What one report says."""
    found = next((each for each in _flags(visit, one) if each.id == visit.form.get("of")), None)
    if found is None:
        raise Refused(visit.said.say("web.review.gone"))
    return Shown(flag=found.id, comment=reported(visit.store, visit.seat, found, visit.now))


def _names(visit: Visit, one: Docket) -> Shown:
    """Whose accounts these are: that of the docket, and those that reported it."""
    every = [one.subject, *(each.reporter for each in _flags(visit, one) if each.reporter)]
    return Shown(names=tuple(unmask(visit.store, visit.seat, list(dict.fromkeys(every)), visit.now).items()))


SHOWS: Final = {"show": _post, "read": _flag, "names": _names}


def _page(visit: Visit, one: Docket, shown: Shown) -> Response:
    person, every = visit.community.name, _flags(visit, one)
    with visit.store.reading() as connection:
        called = nicknames(
            connection, visit.store.master, person, [one.subject, *(each.reporter for each in every if each.reporter)]
        )
        past = authors.histories(connection, [(person, one.subject)]).get((person, one.subject), Past())
        case = cases.of_accounts(connection, [(person, one.subject)]).get((person, one.subject))
        done = outbox.on_subject(connection, person, one.subject)
        owed = statements.owed(connection, person, done)
        alike = links.links(connection, [(person, one.subject)]).get((person, one.subject), [])
    return visit.page(
        "docket.html",
        row=desking.row(visit, one),
        looking=desking.Looking(one.standing, "", ""),
        mastodon=visit.community.desk.platform == "mastodon",
        flags=every[:FLAGS],
        more=max(0, len(every) - FLAGS),
        called=called,
        shown=shown,
        names=dict(shown.names),
        posts=posts(visit, one.subject),
        path=path(past.course, visit.now, visit.person.zone) if past.history.mentions else None,
        case=case,
        alike=len(alike),
        owed=owed,
        done=shelves.proposed([each for each in done if not _ends(each)]),
        ends=min((each.due_at for each in done if _ends(each)), default=None),
    )


def _ends(one: Delivery) -> bool:
    """Whether this is the end of a measure that has one, and it has not come."""
    return one.task is Task.REVERT and one.status is Status.PLANNED


def _flags(visit: Visit, one: Docket) -> list[Filed]:
    with visit.store.reading() as connection:
        return flags.of(connection, one.person, one.subject)


def _images(visit: Visit, kept: Kept, record: Record) -> tuple[tuple[str, str], ...]:
    with visit.store.reading() as connection:
        found = pictures(connection, visit.store.master, record.facts.mention)
    session = visit.seated.session.id
    return tuple((one.exhibit, mark(visit.store, kept.person, session, one.exhibit)) for one in found)


def _on(visit: Visit, do: str) -> Response:
    """Back to the desk, on to the next docket."""
    following = visit.form.get("next")
    last = str(visit.path["place"]) if do in {"take", "settle"} else ""
    anchor = f"#m-{following}" if desking.subject(following) else ""
    return visit.back(desking.looking(visit.form.get).path(said=f"desk_{do}", last=last) + anchor)


PAGES: Final = (Page("/desk/{place}", Grant.DESK, look, act, whose=Community),)
