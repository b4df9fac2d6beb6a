"""To whom a dossier goes, by whose law, under what name, and where post reaches the person: never their home."""

from typing import Final, get_args

import msgspec
from starlette.responses import Response

from bot.dossier.statement import Domicile
from bot.errors import Refused
from bot.law.data import Chosen, of
from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit

KINDS: Final = ("third_party", "professional", "police_station")
TAKES: Final = frozenset({"third_party", "police_station"})
"""Those to which somebody else must agree."""


def look(visit: Visit) -> Response:
    """What is said."""
    one = drafted(visit)
    home = one.statement.domicile
    found = drafts.private(visit, (one.statement.contact, "\n".join((home.name, *home.lines)) if home else ""))
    lacking = bool(home and home.kind in TAKES and not home.consents)
    values = {"private": found, "lacking": lacking, "laws": get_args(Chosen), "country": of(one.zone).country or "none"}
    return drafts.shown(visit, one, "address", kinds=KINDS, takes=TAKES, home=home, **values)


def act(visit: Visit) -> Response:
    """Keep it. Raises Refused for a kind that is none, or too much."""
    one = drafted(visit)
    names = ("addressee", "complainant", "contact")
    said = {name: drafts.text(visit, name) for name in names}
    changed = msgspec.structs.replace(one.statement, **said, domicile=_home(visit))
    law = visit.form.get("law")
    if law not in get_args(Chosen):
        raise Refused(visit.said.say("web.case.refused.kind"))
    return drafts.keep(visit, one, "address", statement=changed, law=law)


def _home(visit: Visit) -> Domicile | None:
    kind = visit.form.get("kind")
    if not kind and not visit.form.get("lines").strip():
        return None
    if not kind:
        raise Refused(visit.said.say("web.dossier.refused.address"))
    if kind not in KINDS:
        raise Refused(visit.said.say("web.case.refused.kind"))
    return Domicile(
        kind=kind,
        name=drafts.text(visit, "name"),
        lines=drafts.lines(visit, "lines"),
        consents=kind in TAKES and visit.form.get("consents") == "yes",
    )


PAGES: Final = (Page(f"{HOME}/{{id}}/address", Grant.EXPORT, look, act),)
