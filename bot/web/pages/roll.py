"""One list of one's own: who waits, who stands in it, its versions, and what can be undone."""

from collections.abc import Callable
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.blocklists.change import Policy
from bot.errors import Refused
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant
from bot.publishing import undoing
from bot.publishing.choosing import COMMENT, Saying
from bot.publishing.ruled import by_rules
from bot.publishing.terms import terms
from bot.store import appeals, candidates, editions, lists
from bot.store.candidates import Standing
from bot.web.page import Page
from bot.web.pages.lists import POLICIES, SEVERITIES, form
from bot.web.sharing import choosing, mine, moment, put_forward, rows, served, viewed, worded
from bot.web.visit import Visit

ENTRIES: Final = 30
HELD: Final = 30
VERSIONS: Final = 10


def look(visit: Visit) -> Response:
    """The page, without names."""
    return _page(visit, named=False)


def names(visit: Visit) -> Response:
    """The page with names, for once; the chain says who looked."""
    return _page(visit, named=True)


def act(visit: Visit) -> Response:
    """Choose, leave out, take off, or let the rules put people forward."""
    found = ACTS.get(visit.form.get("do"))
    if found is None:
        raise HTTPException(404)
    with worded(visit):
        said = found(visit)
    return visit.back(f"/lists/{visit.path['slug']}", said)


def before(visit: Visit) -> Response:
    """What an undo of a version would take back."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    with worded(visit):
        version = version_of(visit.asked.get("version", ""))
        count = undoing.reach(visit.store, one.person, one.slug, version)
    return visit.page("list_undo.html", one=one, version=version, n=count)


def undo(visit: Visit) -> Response:
    """Undo a version."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    with worded(visit):
        version = version_of(visit.form.get("version"))
        undoing.undo(visit.store, one.person, one.slug, version, visit.seat.name, visit.now)
    return visit.back(f"/lists/{one.slug}", "list_undone")


def _page(visit: Visit, *, named: bool) -> Response:
    after = visit.asked.get("before", "")[:40]
    with visit.store.reading() as connection:
        one = mine(visit, connection)
        some = lists.page(connection, one.id, after, ENTRIES + 1)
        entries = rows(visit, connection, some[:ENTRIES], named=named)
        waiting = candidates.standing(connection, one.id, Standing.HELD, most=HELD)
        held = put_forward(visit, connection, waiting, named=named)
        counts = candidates.counts(connection, one.id)
        values: dict[str, Any] = {
            "count_of": {how.value: count for how, count in counts.items()},
            "total": lists.count(connection, one.id),
            "versions": editions.latest(connection, one.id, 0, VERSIONS),
            "review": editions.to_review(connection, one.id, visit.now),
            "appeals": appeals.waiting(connection, one.person, one.id),
        }
    if named:
        viewed(visit, one, len(entries) + len(held))
    return visit.page(
        "list.html",
        one=one,
        entries=entries,
        held=held,
        named=named,
        people=served(visit, "/lists/{slug}/followers"),
        more=some[ENTRIES - 1].id if len(some) > ENTRIES else "",
        moment=lambda at: moment(visit, at),
        comment=COMMENT,
        public=visit.config.web.public_url,
        **values,
        **form(visit, terms(one)),
    )


def _choose(visit: Visit) -> str:
    saying, account = _saying(visit), visit.form.get("account")
    slug, by = str(visit.path["slug"]), visit.seat.name
    if case := visit.form.get("case").strip()[:40]:
        choosing(visit).of_case(slug, case, saying, by, visit.now)
        return "list_chosen"
    found = choosing(visit).by_hand(slug, account, saying, by, visit.now)
    return "list_held" if found.standing is Standing.HELD else "list_chosen"


def _confirm(visit: Visit) -> str:
    choosing(visit).confirm(str(visit.path["slug"]), visit.form.get("of"), visit.seat.name, visit.now)
    return "list_chosen"


def _leave(visit: Visit) -> str:
    choosing(visit).leave(str(visit.path["slug"]), visit.form.get("of"), visit.seat.name, visit.now)
    return "list_left"


def _retract(visit: Visit) -> str:
    with visit.store.reading() as connection:
        one = mine(visit, connection)
        change = lists.change(connection, one.id, visit.form.get("of"))
    if change is None:
        raise Refused(visit.said.say("web.lists.cannot.unsaid"))
    undoing.retract(visit.store, one.person, one.slug, [change.entity], visit.seat.name, visit.now)
    return "list_retracted"


def _rules(visit: Visit) -> str:
    by_rules(visit.store, visit.house.shield(visit.person.name), str(visit.path["slug"]), visit.now)
    return "list_rules"


def _saying(visit: Visit) -> Saying:
    sent = visit.form
    try:
        severity = SEVERITIES[[one.label for one in SEVERITIES].index(sent.get("severity"))]
        policy, reasons = Policy(sent.get("policy")), tuple(map(Reason, sent.all("reason")))
    except ValueError:
        raise Refused(visit.said.say("web.lists.cannot.saying")) from None
    if policy not in POLICIES or not reasons:
        raise Refused(visit.said.say("web.lists.cannot.saying"))
    return Saying(policy, Severity(severity), reasons, sent.get("comment"))


def version_of(written: str) -> int:
    """The number of a version as it was asked for; 404 for none."""
    if not (written.isascii() and written.isdecimal() and len(written) < 10):  # noqa: PLR2004 - digits of a billion
        raise HTTPException(404)
    return int(written)


ACTS: Final[dict[str, Callable[[Visit], str]]] = {
    "choose": _choose,
    "confirm": _confirm,
    "leave": _leave,
    "retract": _retract,
    "rules": _rules,
}
PAGES: Final = (
    Page("/lists/{slug}", Grant.CASES, look, act, acting=Grant.ACT),
    Page("/lists/{slug}/names", Grant.CASES, act=names),
    Page("/lists/{slug}/undo", Grant.CASES, before, undo, acting=Grant.ACT),
)
