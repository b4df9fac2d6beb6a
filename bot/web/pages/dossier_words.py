"""What the person says of it, in their own words, and what is asked for; and who else must not be named."""

from typing import Final

import msgspec
from starlette.responses import Response

from bot.model.seat import Grant
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.visit import Visit

ASKED: Final = ("prosecution", "identify", "protection", "removal", "preservation", "ban", "damages")
"""Names of what is asked for most often; whoever writes the dossier out knows their words."""


def look(visit: Visit) -> Response:
    """What was said so far."""
    one = drafted(visit)
    said = one.statement
    own = [each for each in said.asked if each not in ASKED]
    found = drafts.private(visit, (said.words, said.effects, *own))
    return drafts.shown(visit, one, "words", asked=ASKED, own=own, private=found, longest=drafts.LONGEST)


def act(visit: Visit) -> Response:
    """Keep it. Raises Refused where it is too much."""
    one, ticked = drafted(visit), visit.form.all("asked")
    changed = msgspec.structs.replace(
        one.statement,
        words=drafts.text(visit, "words", drafts.LONGEST),
        effects=drafts.text(visit, "effects", drafts.LONGEST),
        asked=(*(each for each in ASKED if each in ticked), *drafts.lines(visit, "own")),
    )
    return drafts.keep(visit, one, "words", statement=changed)


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
