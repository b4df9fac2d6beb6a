"""Lists of others: which are followed, how each stands, and what waits to be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from starlette.responses import Response

from bot.alerts.wording import Wording
from bot.blocklists.blocklist import Blocklist
from bot.blocklists.subscription import Apply, Outcome, Subscription, Taking, Terms
from bot.errors import Refused
from bot.model.reason import LABELS, Severity
from bot.model.seat import Grant
from bot.store import subscriptions
from bot.subscribing.declined import Declined
from bot.subscribing.keeping import looked_at, settings
from bot.subscribing.subscribing import Subscribing
from bot.web.page import Page
from bot.web.visit import Visit

LEAST: Final = LABELS[1:]


class Place(NamedTuple):
    """One list as it is shown among others."""

    whose: Blocklist
    terms: Terms
    one: Subscription | None
    entries: int
    standing: str
    """Of the last version that came: held, accepted, refused; empty: none came."""


@contextmanager
def said(words: Wording) -> Iterator[None]:
    """Say in the visitor's words what cannot be had."""
    try:
        yield
    except Declined as declined:
        raise Refused(words.say(f"list_declined.{declined.cause.value}")) from declined


def look(visit: Visit) -> Response:
    """The page."""
    every = Subscribing(visit.store, visit.person.name).every()
    with visit.store.reading() as connection:
        places = [
            Place(
                whose,
                settings(whose),
                subscriptions.of_list(connection, whose.id),
                subscriptions.size(connection, whose.id, whose.version),
                edition.standing.value if (edition := looked_at(connection, whose).edition) else "",
            )
            for whose in every
        ]
    return visit.page(
        "subscriptions.html",
        waits=[one for one in places if one.standing == Outcome.HELD],
        others=[one for one in places if one.standing != Outcome.HELD],
        applies=list(Apply),
        takings=list(Taking),
        least=LEAST,
    )


def subscribe(visit: Visit) -> Response:
    """Follow one more. Its server is asked by the shield, not by the page."""
    with said(visit.said):
        following = Subscribing(visit.store, visit.person.name)
        source, slug = visit.form.get("source"), visit.form.get("slug").strip()
        whose = following.subscribe(source, slug, terms(visit, Terms()), visit.seat.name, visit.now)
    return visit.back(f"/subscriptions/{whose.slug}", "list_followed")


def terms(visit: Visit, known: Terms) -> Terms:
    """What the form chooses; what it does not hold stays as it is known. Raises Refused for what is not offered."""
    apply, taking, least = (visit.form.get(name) for name in ("apply", "taking", "least"))
    priority = visit.form.get("priority") or "0"
    sound = apply in set(Apply) and taking in set(Taking) and least in LEAST
    if not sound or not (priority.isascii() and priority.isdecimal() and len(priority) < 3):  # noqa: PLR2004
        raise Refused(visit.said.say("web.subscriptions.choose_one"))
    return Terms(
        apply=Apply(apply),
        taking=Taking(taking),
        least=Severity(LABELS.index(least)),
        priority=int(priority),
        verifier=visit.form.get("verifier").strip(),
        shrink=known.shrink,
        grow=known.grow,
        surge=known.surge,
        members=known.members,
        at_least=known.at_least,
        share=known.share,
    )


PAGES: Final = (Page("/subscriptions", Grant.TRIAGE, look, subscribe, acting=Grant.RULES),)
