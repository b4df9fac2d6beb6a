"""Pictures in a dossier: each is left out until a human has looked at it and says that it may be seen."""

import hmac
from collections.abc import Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.dossier.draft import Draft
from bot.dossier.fact import Showing
from bot.errors import ChainBroken, KeyMissing, Refused
from bot.model.mention import Kind
from bot.model.seat import Grant
from bot.people.revealing import PICTURES, mark, may_see, reveal
from bot.web import drafts
from bot.web.drafts import HOME, drafted
from bot.web.page import Page
from bot.web.pages import mention
from bot.web.pages.dossier_preview import counted
from bot.web.visit import Visit
from bot.working.weighing import Image, Weighed

PAGE: Final = 40


def look(visit: Visit) -> Response:
    """The list, without a picture."""
    one = drafted(visit)
    return _page(visit, one, counted(visit, one), ())


def reveal_some(visit: Visit) -> Response:
    """The same with the pictures of one fact: it stands in the trail who looked. Raises Refused where it was erased."""
    one = drafted(visit)
    known = counted(visit, one)
    theirs = [each for each in (known.images if known else ()) if each.fact == visit.form.get("fact")]
    fact = next((each for each in drafts.facts(visit, one) if theirs and each.exhibit == theirs[0].fact), None)
    if fact is None or not fact.versions or not may_see(visit.seat, fact.versions[-1].kept):
        raise HTTPException(404)
    try:
        reveal(visit.store, visit.seat, fact.versions[-1].kept, visit.now)
    except (KeyMissing, ChainBroken):
        raise Refused(visit.said.say("web.case.erased")) from None
    return _page(visit, one, known, theirs)


def act(visit: Visit) -> Response:
    """Say how one stands: only whoever was shown it may let others see it."""
    one, digest, showing = drafted(visit), visit.form.get("digest"), visit.form.get("showing")
    known = counted(visit, one)
    image = next((each for each in (known.images if known else ()) if each.digest == digest), None)
    if image is None or showing not in tuple(Showing):
        raise Refused(visit.said.say("web.case.refused.kind"))
    looked = hmac.compare_digest(_mark(visit, image).encode(), visit.form.get("mark").encode(errors="replace"))
    if showing != Showing.LEFT_OUT.value and not (looked and image.type in PICTURES):
        raise Refused(visit.said.say("web.dossier.refused.unseen"))
    return drafts.keep(visit, one, "pictures", shown=one.shown | {digest: Showing(showing)})


def _page(visit: Visit, one: Draft, known: Weighed | None, seen: Sequence[Image]) -> Response:
    """`seen` are those that are shown now."""
    images = known.images if known else ()
    every = {each.exhibit: each.versions[0].kept.kind for each in drafts.facts(visit, one) if each.versions}
    open_ = [each for each in images if visit.seat.may(Grant.DIRECTS) or every.get(each.fact) != Kind.DIRECT]
    start = int(found) if (found := visit.asked.get("from", "")[:6]).isascii() and found.isdecimal() else 0
    return drafts.shown(
        visit,
        one,
        "pictures",
        known=known,
        images=seen or open_[start : start + PAGE],
        more=0 if seen or len(open_) <= start + PAGE else start + PAGE,
        closed=len(images) - len(open_),
        marks={each.digest: _mark(visit, each) for each in seen},
        standing={each.digest: one.shown.get(each.digest, Showing.LEFT_OUT) for each in images},
        showable=PICTURES,
        ways=tuple(Showing),
    )


def _mark(visit: Visit, image: Image) -> str:
    return mark(visit.store, visit.person.name, visit.seated.session.id, image.exhibit)


PAGES: Final = (
    Page(f"{HOME}/image/{{exhibit}}/{{mark}}", Grant.EXPORT, mention.image),
    Page(f"{HOME}/{{id}}/pictures", Grant.EXPORT, look, act),
    Page(f"{HOME}/{{id}}/pictures/look", Grant.EXPORT, act=reveal_some),
)
