"""Taking a measure: what it does and what cannot come back is said first, with the reasons beside."""

from datetime import timedelta
from typing import Final, NamedTuple, get_args

from starlette.responses import Response

from bot.config import Community
from bot.config.communities import KNOWS
from bot.errors import Refused
from bot.model.action import kinds
from bot.model.docket import Docket
from bot.model.measure import FINAL, Escalate, Grave, Label, Limit, Measure, Sensitive, Suspend, Takedown, Warn
from bot.model.proposal import Kind, Proposal
from bot.model.seat import Grant
from bot.moderating import statements
from bot.moderating.asking import Asking, Confirmed, goes_along
from bot.people.unmasking import unmask
from bot.store import flags
from bot.web import desking
from bot.web.casework import shield
from bot.web.cuts import Cuts, cuts
from bot.web.grounds import LONGEST, filled, grounds, language, reasons
from bot.web.page import Page
from bot.web.visit import Visit

HANDS: Final = kinds((Warn, Sensitive, Limit, Suspend, Label, Escalate, Takedown))
"""What can be done about an account, the mildest first."""
GRAVE: Final = frozenset(kinds(get_args(Grave)))
LAST: Final = frozenset(kinds(FINAL))
CUTTING: Final = frozenset(kinds((Sensitive, Limit, Suspend)))
"""Of which the server can say before what they take with them."""
SPANS: Final = {"1d": 1, "7d": 7, "30d": 30, "90d": 90, "": 0}
"""Days that one may last; 0: until somebody ends it."""
LASTING: Final = frozenset(kinds((Limit, Label, Takedown)))


class Choice(NamedTuple):
    """A measure as it is offered."""

    kind: str
    grave: bool
    final: bool
    alone: bool
    """Whether one human may order it, where it is grave."""
    cuts: bool
    """Whether the server can say before what it takes with it."""


def look(visit: Visit) -> Response:
    """What can be done, and what the chosen one does."""
    return _page(visit, desking.docket(visit), visit.asked.get("what", ""))


def act(visit: Visit) -> Response:
    """Show a draft of the reasons, or what the server says before; or order it. Raises Refused."""
    one, kind = desking.docket(visit), visit.form.get("what")
    choice = next((each for each in _choices(visit, one) if each.kind == kind), None)
    if choice is None:
        raise Refused(visit.said.say("web.measure.refused.kind"))
    if visit.form.get("do") == "draft":
        return _page(visit, one, kind, _draft(visit, one, kind))
    if visit.form.get("do") == "foresee" and choice.cuts:
        seen = cuts(visit, one.subject, _action(visit, kind, "…"))
        return _page(visit, one, kind, reasons(visit), seen)
    if visit.form.get("do") != "order":
        raise Refused(visit.said.say("web.measure.refused.kind"))
    if choice.grave and not visit.seat.may(Grant.MEASURE):
        raise Refused(visit.said.say("web.measure.refused.grave"))
    action = _action(visit, kind, reasons(visit))
    try:
        ordered = _ordered(visit, one, choice, action)
    except Refused as refused:
        which = "handle" if choice.alone and visit.form.get("handle") else "now"
        raise Refused(visit.said.say(f"web.measure.refused.{which}")) from refused
    visit.house.errands.hurry()
    return visit.back(f"/desk/{desking.place(one.subject)}", "measure_proposed" if ordered else "measure_ordered")


def _ordered(visit: Visit, one: Docket, choice: Choice, action: Measure) -> bool:
    """Order it; whether it waits for somebody else."""
    asking = Asking(visit.store, shield(visit), visit.seat, visit.now)
    said = reasons(visit)
    written = visit.form.get("handle")
    if choice.grave and choice.alone and written:
        named = unmask(visit.store, visit.seat, [one.subject], visit.now)[one.subject]
        handle = named.handle or one.subject.partition(":")[2]
        asking.by_oneself(one, action, Confirmed(handle, written), said, language(visit))
        return False
    return isinstance(asking.order(one, action, said, language(visit)), Proposal)


def _action(visit: Visit, kind: str, said: str) -> Measure:
    days = SPANS.get(visit.form.get("for"), 30)
    lasts = timedelta(days=days) if days else None
    if kind == "label":
        chosen = tuple(one for one in _labels(visit) if one in visit.form.all("label"))
        if not chosen:
            raise Refused(visit.said.say("web.measure.refused.label"))
        return Label(values=chosen, duration=lasts)
    if kind == "warn" and not said:
        raise Refused(visit.said.say("web.measure.refused.warn"))
    made: dict[str, Measure] = {
        "warn": Warn(text=""),
        "sensitive": Sensitive(),
        "limit": Limit(duration=lasts),
        "suspend": Suspend(),
        "escalate": Escalate(),
        "takedown": Takedown(duration=lasts),
    }
    return made[kind]


def _lasts(visit: Visit) -> str:
    """How long it is to last, by its name; 30 days before anybody chose."""
    chosen = visit.form.get("for")
    return chosen if visit.form.get("do") and chosen in SPANS else "30d"


def _labels(visit: Visit) -> list[str]:
    desk = visit.community.desk
    return sorted(set(desk.labels.values())) if desk.platform == "ozone" else []


def _choices(visit: Visit, one: Docket) -> list[Choice]:
    """What this desk can do, as far as is known before it is asked."""
    desk, alone = visit.community.desk, visit.community.by_one
    if desk.platform == "ozone" and desk.hand == "reports":
        return []
    knows = KNOWS[desk.platform] | ({"warn"} if desk.platform == "mastodon" and one.member else set())
    knows -= set() if _labels(visit) else {"label"}
    asked = CUTTING if desk.platform == "mastodon" else frozenset[str]()
    return [Choice(kind, kind in GRAVE, kind in LAST, kind in alone, kind in asked) for kind in HANDS if kind in knows]


def _draft(visit: Visit, one: Docket, kind: str) -> str:
    why = grounds(visit)
    with visit.store.reading() as connection:
        what = statements.facts(connection, one, visit.person.zone, _action(visit, kind, "…"), visit.now)
    if kind == "escalate" or not (why.rule.strip() or why.law.strip()) or not why.contact.strip():
        raise Refused(visit.said.say("web.measure.refused.draft"))
    return statements.draft(language(visit), what, why)


def _page(visit: Visit, one: Docket, kind: str, draft: str = "", seen: Cuts | None = None) -> Response:
    choices = _choices(visit, one)
    if not choices:
        raise Refused(visit.said.say("web.measure.refused.reports"))
    wanted = kind or one.suggested
    chosen = next((each for each in choices if each.kind == wanted), choices[0])
    with visit.store.reading() as connection:
        open_ = [each for each in flags.of(connection, one.person, one.subject) if each.open]
    return visit.page(
        "measure.html",
        row=desking.row(visit, one),
        choices=choices,
        chosen=chosen,
        spans=SPANS if chosen.kind in LASTING else {},
        lasts=_lasts(visit),
        open=len(open_),
        inside=one.member,
        alone=visit.house.agreeing.alone(visit.seat, Kind.MEASURE, visit.now),
        along=goes_along(one, chosen.kind),
        labels=_labels(visit),
        picked=[one for one in _labels(visit) if one in visit.form.all("label")],
        draft=draft,
        seen=seen,
        drafted=visit.form.get("do") == "draft",
        given=filled(visit) | {"handle": visit.form.get("handle")},
        platform=visit.community.desk.platform,
        longest=LONGEST,
    )


PAGES: Final = (Page("/desk/{place}/measure", Grant.DESK, look, act, whose=Community),)
