"""Lists: one's own with what waits in each, and another made."""

from typing import Any, Final, NamedTuple

import msgspec
from starlette.responses import Response

from bot.alerts.wording import LANGUAGES
from bot.blocklists.blocklist import Blocklist, Origin
from bot.blocklists.change import Policy
from bot.config.people import Person
from bot.errors import Refused
from bot.model.reason import Reason, Severity
from bot.model.seat import Grant
from bot.publishing import making, restored
from bot.publishing.terms import CONTEST, DESCRIPTION, SLUG, TITLE, Terms
from bot.store import appeals, candidates, editions, lists
from bot.store.candidates import Standing
from bot.web.page import Page
from bot.web.sharing import mine, served, worded
from bot.web.visit import Visit

POLICIES: Final = (Policy.FILTER, Policy.REJECT)
SEVERITIES: Final = tuple(one for one in Severity if one is not Severity.NONE)
DAYS: Final = 3_650


class Card(NamedTuple):
    """A list of one's own, and what waits in it."""

    list: Blocklist
    entries: int
    held: int
    chosen: int
    appeals: int
    review: int
    followers: int


def look(visit: Visit) -> Response:
    """All of them."""
    person = visit.person.name
    with visit.store.reading() as connection:
        cards = []
        for one in making.every(connection, person):
            counts = candidates.counts(connection, one.id)
            card = Card(
                list=one,
                entries=lists.count(connection, one.id),
                held=counts[Standing.HELD],
                chosen=counts[Standing.CHOSEN],
                appeals=appeals.waiting(connection, person, one.id),
                review=editions.to_review(connection, one.id, visit.now),
                followers=editions.followers(connection, one.id),
            )
            cards.append(card)
        waiting = appeals.waiting(connection, person)
        closed = [one for one in lists.ever(connection, person) if one.origin is Origin.OWN and one.closed_at]
    return visit.page(
        "lists.html",
        cards=cards,
        waiting=waiting,
        closed=closed,
        subscriptions=served(visit, "/subscriptions"),
        public=visit.config.web.public_url,
        **form(visit, Terms(language=visit.person.language)),
    )


def act(visit: Visit) -> Response:
    """Make another."""
    sent = visit.form
    with worded(visit):
        chosen = read(visit, Terms())
        one = making.make(
            visit.store, visit.person.name, sent.get("slug"), sent.get("title"), chosen, visit.seat.name, visit.now
        )
    return visit.back(f"/lists/{one.slug}", "list_made")


def confirm(visit: Visit) -> Response:
    """Say that one is right which a backup put back."""
    with visit.store.reading() as connection:
        one = mine(visit, connection)
    with worded(visit):
        restored.confirm(visit.store, one.person, one.slug, visit.seat.name, visit.now)
    return visit.back(f"/lists/{one.slug}", "list_confirmed")


def form(visit: Visit, chosen: Terms) -> dict[str, Any]:
    """What the form of a list's terms offers."""
    return {
        "chosen": chosen,
        "rules": [rule.name for rule in visit.config.policy(visit.person).rules],
        "reasons": list(Reason),
        "severities": SEVERITIES,
        "policies": POLICIES,
        "languages": LANGUAGES,
        "accounts": bluesky(visit, chosen),
        "longest": {"title": TITLE, "description": DESCRIPTION, "contest": CONTEST},
        "pattern": SLUG.pattern,
        "days": DAYS,
    }


def bluesky(visit: Visit, chosen: Terms) -> list[str]:
    """The person's accounts in whose name a list can stand at Bluesky, and the one that was chosen."""
    accounts = visit.person.accounts if isinstance(visit.person, Person) else ()
    handles = [one.handle for one in accounts if one.platform == "bluesky"]
    return [*handles, *({chosen.bluesky} - {*handles, ""})]


def read(visit: Visit, before: Terms) -> Terms:
    """The terms as a form has them. Raises Refused."""
    sent, known = visit.form, {rule.name for rule in visit.config.policy(visit.person).rules}
    numbers = {name: _number(visit, name) for name in ("review_days", "expiry_days", "floor", "least")}
    try:
        return msgspec.convert(
            msgspec.to_builtins(before)
            | {name: sent.get(name) for name in ("description", "contest", "language", "policy")}
            | {"bluesky": next((one for one in bluesky(visit, before) if one == sent.get("bluesky")), "")}
            | {"rules": [one for one in sent.all("rule") if one in known], "reasons": sent.all("reason")}
            | numbers,
            type=Terms,
        )
    except msgspec.ValidationError as error:
        raise Refused(visit.said.say("web.lists.cannot.terms")) from error


def _number(visit: Visit, name: str) -> int:
    written = visit.form.get(name)
    if not (written.isascii() and written.isdecimal() and len(written) < 8):  # noqa: PLR2004 - ten million is no number of days
        raise Refused(visit.said.say("web.lists.cannot.terms"))
    return int(written)


PAGES: Final = (
    Page("/lists", Grant.CASES, look, act, acting=Grant.PUBLISH, menu="lists"),
    Page("/lists/{slug}/confirm", Grant.PUBLISH, act=confirm),
)
