"""One draft of a dossier: how far each step is, and what happens next."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from bot.dossier import drafting
from bot.dossier.draft import Draft
from bot.errors import Refused
from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit


def look(visit: Visit) -> Response:
    """The page."""
    one = drafted(visit)
    try:
        case = drafts.subject(visit, one).case
    except Refused:
        case = ""
    values: dict[str, Any] = {
        "one": one,
        "steps": drafts.STEPS,
        "path": f"{HOME}/{one.id}",
        "about": drafts.called(visit, one),
    }
    return visit.page("dossier.html", **values, far=far(visit, one), case=case)


def far(visit: Visit, one: Draft) -> Mapping[str, str]:
    """What was done of each step, in a few words; of what is done on the spot, nothing."""
    said, say, count = one.statement, visit.said.say, visit.said.count
    written = sum(map(bool, (said.words, said.effects, said.asked)))
    home = say(f"web.dossier.address.kind.{said.domicile.kind}") if said.domicile else ""
    return {
        "facts": say(f"web.dossier.facts.which.{one.which.value}"),
        "words": count("web.dossier.far.words", written) if written else "",
        "judged": count("web.dossier.far.judged", len(one.judged)) if one.judged else said.office and say("web.yes"),
        "address": home,
        "outside": count("web.dossier.far.outside", len(one.outside)) if one.outside else "",
        "witnesses": count("web.dossier.far.witnesses", len(one.witnesses)) if one.witnesses else "",
        "pictures": count("web.dossier.far.pictures", len(one.shown)) if one.shown else "",
        "export": _handed(visit, one),
    }


def _handed(visit: Visit, one: Draft) -> str:
    """How it stands with what was asked for last."""
    last = next((each for each in drafting.handovers(visit.store, one.person) if each.dossier == one.id), None)
    if last is None:
        return ""
    if last.made_at is None:
        return visit.said.say("web.dossier.export.by", at=visit.moment(last.at), by=last.by)
    return visit.said.say("web.dossier.export.state.made", at=visit.moment(last.made_at))


PAGES: Final = (Page(f"{HOME}/{{id}}", Grant.EXPORT, look),)
