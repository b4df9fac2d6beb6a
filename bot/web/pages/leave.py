"""Going out, and the language in which one is spoken to."""

from typing import Final

from starlette.responses import RedirectResponse, Response

from bot.alerts.wording import LANGUAGES
from bot.errors import Refused
from bot.model.seat import Grant
from bot.web.guard import DOOR, go_out
from bot.web.page import Page
from bot.web.visit import Visit


def leave(visit: Visit) -> Response:
    """End this session."""
    visit.house.admission.leave(visit.seated, visit.seated.session.id, visit.now)
    return go_out(RedirectResponse(DOOR, status_code=303))


def speak(visit: Visit) -> Response:
    """Speak another language to whoever this is. Raises Refused for one that is not spoken."""
    wanted = visit.form.get("language")
    if wanted not in LANGUAGES:
        raise Refused(f"write one of {', '.join(LANGUAGES)}")
    visit.house.admission.speak(visit.seat, wanted)
    return visit.back("/")


PAGES: Final = (
    Page("/leave", Grant.COUNTS, act=leave),
    Page("/language", Grant.COUNTS, act=speak),
)
