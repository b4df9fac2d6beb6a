"""One draft of a dossier: how far each step is, and what happens next."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from bot.dossier import drafting
from bot.dossier.draft import Draft
from bot.dossier.drafting import stamp
from bot.errors import Refused
from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.pages.dossier_preview import counted
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """The page."""
    one = drafted(visit)
    try:
        about = drafts.subject(visit, one)
        case, decided = about.case, len(drafts.decided(visit, one, about))
    except Refused:
        case, decided = "", len(one.judged)
    values: dict[str, Any] = {
        "one": one,
        "steps": drafts.STEPS,
        "path": f"{HOME}/{one.id}",
        "about": drafts.called(visit, one),
    }
    return visit.page("dossier.html", **values, far=far(visit, one, decided), case=case)


def far(visit: Visit, one: Draft, decided: int) -> Mapping[str, str]:
    """What was done of each step, in a few words."""
    said, say, count = one.statement, visit.said.say, visit.said.count
    written = sum(map(bool, (said.words, said.effects, said.asked)))
    home = say(f"web.dossier.address.kind.{said.domicile.kind}") if said.domicile else ""
    return {
        "facts": say(f"web.dossier.facts.which.{one.which.value}"),
        "words": count("web.dossier.far.words", written) if written else "",
        "judged": count("web.dossier.far.judged", decided) if decided else said.office and say("web.yes"),
        "address": home,
        "outside": count("web.dossier.far.outside", len(one.outside)) if one.outside else "",
        "witnesses": count("web.dossier.far.witnesses", len(one.witnesses)) if one.witnesses else "",
        "pictures": count("web.dossier.far.pictures", len(one.shown)) if one.shown else "",
        "preview": _counted(visit, one),
        "export": _handed(visit, one),
    }


def _counted(visit: Visit, one: Draft) -> str:
    """Whether somebody counted what it would hold."""
    known = counted(visit, one)
    return visit.said.say(f"web.dossier.preview.{'state' if known.stamp == stamp(one) else 'stale'}") if known else ""


def _handed(visit: Visit, one: Draft) -> str:
    """How it stands with what was asked for last."""
    last = next((each for each in drafting.handovers(visit.store, one.person) if each.dossier == one.id), None)
    if last is None:
        return ""
    if last.made_at is None:
        return visit.said.say("web.dossier.export.by", at=visit.moment(last.at), by=last.by)
    return visit.said.say("web.dossier.export.state.made", at=visit.moment(last.made_at))


PAGES: Final = (Page(f"{HOME}/{{id}}", Grant.EXPORT, look),)
