"""Long work: how far it is, what came of it, and a button that stops it."""

from hashlib import sha256
from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.audit import Audit
from bot.backtest.outcome import Author
from bot.config.change import Change, SetMode, kind_of
from bot.evidence.pseudonym import nickname
from bot.model.seat import Grant
from bot.model.work import Kind, Stage, Work
from bot.store import works, write
from bot.web.page import Page
from bot.web.pages.dossier_preview import lawful
from bot.web.visit import Visit
from bot.working import asking
from bot.working.doing import Trouble
from bot.working.handing import Handed
from bot.working.trying import Tried
from bot.working.weighing import Weighed

SHOWN: Final = 5
AUTHORS: Final = 20
SEEN_WITH: Final = {
    Kind.VERIFY: Grant.TRAIL,
    Kind.BACKTEST: Grant.TRIAGE,
    Kind.WEIGH: Grant.EXPORT,
    Kind.DOSSIER: Grant.EXPORT,
}
"""What somebody must be granted to see each kind."""
ASKED_WITH: Final = SEEN_WITH | {Kind.BACKTEST: Grant.RULES}
"""And to ask for it, or stop it."""


def look(visit: Visit) -> Response:
    """One piece of it."""
    one = _found(visit)
    return visit.page("work_parts.html" if visit.partial else "work.html", one=one, **_came(visit, one))


def several(visit: Visit) -> Response:
    """What was asked lately."""
    return visit.page("works_parts.html" if visit.partial else "works.html", works=lately(visit, *_kinds(visit)))


def act(visit: Visit) -> Response:
    """Stop it."""
    one = _found(visit)
    if not visit.seat.may(ASKED_WITH[one.kind]):
        raise HTTPException(403)
    asking.stop(visit.store, one.id)
    return visit.back(f"/long/{one.id}", "stopped")


def lately(visit: Visit, *kinds: Kind) -> list[Work]:
    """What was asked for this person lately, of these kinds or of all, as far as it may be seen."""
    with visit.store.reading() as connection:
        found = works.lately(connection, visit.person.name, asking.LATELY)
    wanted = kinds or tuple(Kind)
    return [one for one in found if one.kind in wanted and visit.seat.may(SEEN_WITH[one.kind])][:SHOWN]


def _kinds(visit: Visit) -> tuple[Kind, ...]:
    return tuple(one for one in Kind if one.value == visit.asked.get("kind"))


def _found(visit: Visit) -> Work:
    with visit.store.reading() as connection:
        one = works.work(connection, str(visit.path["id"]))
    if one is None or one.person != visit.person.name or not visit.seat.may(SEEN_WITH[one.kind]):
        raise HTTPException(404)
    return one


def _came(visit: Visit, one: Work) -> dict[str, Any]:
    """What came of it, as the template shows it."""
    nothing: dict[str, Any] = dict.fromkeys(("audit", "tried", "trouble", "weighed", "handed"))
    came = asking.came(one, visit.store.master)
    if one.stage is Stage.FAILED and came:
        return nothing | {"trouble": msgspec.json.decode(came, type=Trouble)}
    if one.stage is not Stage.DONE:
        return nothing
    match one.kind:
        case Kind.VERIFY:
            return nothing | {"audit": msgspec.json.decode(came, type=Audit)}
        case Kind.BACKTEST:
            return nothing | _tried(visit, came)
        case Kind.WEIGH:
            return nothing | {"weighed": msgspec.json.decode(came, type=Weighed), **lawful(visit)}
        case Kind.DOSSIER:
            return nothing | {"handed": msgspec.json.decode(came, type=Handed)}


def _tried(visit: Visit, came: bytes) -> dict[str, Any]:
    tried = msgspec.json.decode(came, type=Tried)
    told = {"names": _names(visit, tried), "what": _what(tried.change)}
    return {"tried": tried, "seen": sha256(came).hexdigest()} | told


def _what(change: Change) -> str:
    """What was tried, as texts name it."""
    return change.mode.value if isinstance(change, SetMode) else kind_of(change)


def _names(visit: Visit, tried: Tried) -> list[tuple[str, Author]]:
    """The authors for whom anything changes, the closest first, by their nicknames."""
    with visit.store.reading() as connection:
        salt = write.salt(connection, visit.store.master, visit.person.name)
    return [(nickname(salt, one.account), one) for one in tried.outcome.authors[:AUTHORS]]


PAGES: Final = (
    Page("/long", Grant.COUNTS, several),
    Page("/long/{id}", Grant.COUNTS, look, act),
)
