"""One list of others: what a version would do, before it does it; who decides; whom it spares; what it may do."""

from collections.abc import Callable
from itertools import accumulate
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.entity import Entity, meant
from bot.blocklists.subscription import Apply, Outcome, Taking
from bot.errors import Malformed, Refused
from bot.explaining import versions
from bot.model.reason import LABELS
from bot.model.seat import Grant
from bot.publishing import restored
from bot.store import editions, subscriptions
from bot.subscribing.declined import Declined
from bot.subscribing.keeping import Keeping, looked_at, settings
from bot.subscribing.report import Report
from bot.subscribing.subscribing import Subscribing
from bot.web.page import Page
from bot.web.pages.subscriptions import LEAST, said, terms
from bot.web.sharing import worded
from bot.web.visit import Visit

AT_ONCE: Final = 4_000
"""Changes that are written while the page waits; more are left to the shield."""
WIDE: Final = 720
SHOWN: Final = 20


class Bar(NamedTuple):
    """One severity in the picture of a version."""

    label: str
    entries: int
    x: int
    width: int


def look(visit: Visit) -> Response:
    """The page."""
    whose = required(visit)
    with visit.store.reading() as connection:
        now = looked_at(connection, whose)
        past = editions.latest(connection, whose.id, 0, SHOWN)
        one = subscriptions.of_list(connection, whose.id)
        spared = subscriptions.exempted(connection, whose.person, whose.id)
        entries = subscriptions.size(connection, whose.id, whose.version)
    return visit.page(
        "subscription.html",
        whose=whose,
        terms=settings(whose),
        one=one,
        now=now,
        waits=now.edition is not None and now.edition.standing is Outcome.HELD,
        past=past,
        spared=spared,
        entries=entries,
        bars=bars(now.report),
        wide=WIDE,
        say_known=lambda known: versions.known_line(visit.said, known),
        say_finding=lambda finding: versions.finding_line(visit.said, finding),
        knows=versions.knows_line(visit.said, now.report),
        size=versions.size_line(visit.said, now.report),
        changed=versions.change_line(visit.said, now.report),
        faults=list(versions.fault_lines(visit.said, now.report)),
        applies=list(Apply),
        takings=list(Taking),
        least=LEAST,
        labels=LABELS,
    )


def decide(visit: Visit) -> Response:
    """Accept or refuse what waits; spare somebody. Refused for what is not offered."""
    found = DECISIONS.get(visit.form.get("do"))
    if found is None:
        raise Refused(visit.said.say("web.subscriptions.choose_one"))
    with said(visit.said):
        return found(visit, required(visit))


def settle(visit: Visit) -> Response:
    """Change what the list may do, or leave it."""
    found = SETTLING.get(visit.form.get("do"))
    if found is None:
        raise Refused(visit.said.say("web.subscriptions.choose_one"))
    with said(visit.said):
        return found(visit, required(visit))


def bars(report: Report) -> list[Bar]:
    """How many entries are how severe, side by side, the gravest first."""
    counts = [(label, report.severities.get(label, 0)) for label in reversed(LABELS)]
    here = [(label, count) for label, count in counts if count]
    total = sum(count for _, count in here)
    widths = [max(4, WIDE * count // total) for _, count in here]
    starts = accumulate(widths, initial=0)
    return [Bar(label, count, x, width) for (label, count), x, width in zip(here, starts, widths, strict=False)]


def required(visit: Visit) -> Blocklist:
    """The list that the page is of; 404 where the person follows none of this name."""
    try:
        return Subscribing(visit.store, visit.person.name).called(visit.path["slug"])
    except Declined as declined:
        raise HTTPException(404) from declined


def _accept(visit: Visit, whose: Blocklist) -> Response:
    keeping = Keeping(visit.store)
    edition = keeping.accept(whose, visit.form.get("seen"), visit.seat.name, visit.now)
    if edition.changes > AT_ONCE:
        return visit.back(f"/subscriptions/{whose.slug}", "list_taking")
    keeping.take(whose)
    return visit.back(f"/subscriptions/{whose.slug}", "list_accepted")


def _refuse(visit: Visit, whose: Blocklist) -> Response:
    Keeping(visit.store).refuse(whose, visit.form.get("seen"), visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_refused")


def _exclude(visit: Visit, whose: Blocklist) -> Response:
    _following(visit).exclude(_entity(visit), _only(visit, whose), visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_excluded")


def _include(visit: Visit, whose: Blocklist) -> Response:
    _following(visit).include(_entity(visit), _only(visit, whose), visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_included")


def _choose(visit: Visit, whose: Blocklist) -> Response:
    chosen = terms(visit, settings(whose))
    _following(visit).choose(whose.slug, chosen, visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_set")


def _leave(visit: Visit, whose: Blocklist) -> Response:
    _following(visit).leave(whose.slug, visit.seat.name, visit.now)
    return visit.back("/subscriptions", "list_unfollowed")


def _keep(visit: Visit, whose: Blocklist) -> Response:
    _following(visit).keep(whose.slug, visit.seat.name, visit.now)
    return visit.back("/subscriptions", "list_kept")


def _confirm(visit: Visit, whose: Blocklist) -> Response:
    with worded(visit):
        restored.confirm(visit.store, whose.person, whose.slug, visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_confirmed")


def _adopt(visit: Visit, whose: Blocklist) -> Response:
    _following(visit).hand_over(whose.slug, visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_adopted")


def _following(visit: Visit) -> Subscribing:
    return Subscribing(visit.store, visit.person.name)


def _only(visit: Visit, whose: Blocklist) -> str:
    return whose.slug if visit.form.get("where") == "here" else ""


def _entity(visit: Visit) -> Entity:
    try:
        return meant(visit.form.get("who"))
    except Malformed as error:
        raise Refused(visit.said.say("web.subscriptions.nobody")) from error


Act = Callable[[Visit, Blocklist], Response]
DECISIONS: Final[dict[str, Act]] = {"accept": _accept, "refuse": _refuse, "exclude": _exclude, "include": _include}
SETTLING: Final[dict[str, Act]] = {
    "choose": _choose,
    "leave": _leave,
    "keep": _keep,
    "adopt": _adopt,
    "confirm": _confirm,
}
PAGES: Final = (
    Page("/subscriptions/{slug}", Grant.TRIAGE, look, decide, acting=Grant.ACT),
    Page("/subscriptions/{slug}/settings", Grant.TRIAGE, act=settle, acting=Grant.RULES),
)
