"""What the person says of it, in their own words, and what the law asks and they ask for; and who must not be named."""

from typing import Any, Final, get_args

import msgspec
from starlette.responses import Response

from bot.dossier.statement import Age, Unfit
from bot.errors import Refused
from bot.law.data import of
from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit

ASKED: Final = ("prosecution", "identify", "protection", "removal", "preservation", "ban", "damages")
"""Names of what is asked for most often; whoever writes the dossier out knows their words."""
TICKED: Final = ("vulnerable", "before_minor")
"""What the law counts of the person, and is so or is not."""


def look(visit: Visit) -> Response:
    """What was said so far."""
    one = drafted(visit)
    said = one.statement
    own = [each for each in said.asked if each not in ASKED]
    found = drafts.private(visit, (said.words, said.effects, said.presumed, *own))
    choices = {"ages": get_args(Age), "unfits": get_args(Unfit), "counted": of(one.zone, one.law).country}
    return drafts.shown(visit, one, "words", asked=ASKED, own=own, private=found, longest=drafts.LONGEST, **choices)


def act(visit: Visit) -> Response:
    """Keep it. Raises Refused where it is too much, or what cannot be chosen."""
    one, ticked = drafted(visit), visit.form.all("asked")
    changed = msgspec.structs.replace(
        one.statement,
        words=drafts.text(visit, "words", drafts.LONGEST),
        effects=drafts.text(visit, "effects", drafts.LONGEST),
        presumed=drafts.text(visit, "presumed", drafts.LONGEST),
        asked=(*(each for each in ASKED if each in ticked), *drafts.lines(visit, "own")),
    )
    if of(one.zone, one.law).country:
        changed = msgspec.structs.replace(changed, **_chosen(visit))
    return drafts.keep(visit, one, "words", statement=changed)


def _chosen(visit: Visit) -> dict[str, Any]:
    """What they chose to say of themselves."""
    age, unfit = visit.form.get("age"), visit.form.get("unfit")
    if age not in get_args(Age) or unfit not in get_args(Unfit):
        raise Refused(visit.said.say("web.case.refused.kind"))
    ticked = visit.form.all("stated")
    return {"age": age, "unfit": unfit, **{name: name in ticked for name in TICKED}}


def who_else(visit: Visit) -> Response:
    """Whose names are hidden."""
    return drafts.shown(visit, drafted(visit), "witnesses")


def hide(visit: Visit) -> Response:
    """Keep them."""
    return drafts.keep(visit, drafted(visit), "witnesses", witnesses=drafts.lines(visit, "witnesses"))


PAGES: Final = (
    Page(f"{HOME}/{{id}}/words", Grant.EXPORT, look, act),
    Page(f"{HOME}/{{id}}/witnesses", Grant.EXPORT, who_else, hide),
)
