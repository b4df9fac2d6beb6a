"""What a scenario came to, as `rempart simulate --json` prints it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.alerts.link import in_words
from bot.audit import audit
from bot.cases.gathered import gathered
from bot.links.judging import stands
from bot.model.action import Order, kind_of
from bot.model.alert import Alert
from bot.model.conduct import Stage
from bot.model.decision import Failure
from bot.model.delivery import Delivery, Status, Task
from bot.model.link import Status as Stands
from bot.model.noun import utc
from bot.recording.judged import Judged
from bot.simulation.leaking import leaks
from bot.store import coverage, links, outbox, raids, read
from bot.store.database import Store

STATUS = {
    Status.HELD: "held",
    Status.UNCERTAIN: "held",
    Status.PLANNED: "held",
    Status.ATTEMPTING: "held",
    Status.DONE: "done",
    Status.UNDONE: "done",
    Status.REFUSED: "refused",
    Status.FAILED: "refused",
}
"""What became of an order, in the words of a scenario; what was no longer needed is no action."""


def of(store: Store, judged: Iterable[Judged], sent: Sequence[tuple[datetime, Alert]]) -> dict[str, Any]:
    """Everything that the written store and the channel say."""
    return {
        "decisions": decisions(store, judged),
        "cases": cases(store),
        "links": believed(store),
        "raids": waves(store),
        "leaks": leaks(judged),
        "alerts": alerts(sent),
        "coverage": seen(store),
        "chain": chain(store),
    }


def decisions(store: Store, judged: Iterable[Judged]) -> list[dict[str, Any]]:
    """One object for each (uri, version), in the order in which they were decided."""
    with store.reading() as connection:
        every = list(judged)
        about = outbox.known(connection, [order.id for one in every for order, _ in one.planned])
    orders = _orders(every)
    return [_decision(one, [about[id_] for id_ in orders[place] if id_ in about]) for place, one in enumerate(every)]


def _orders(judged: Sequence[Judged]) -> list[list[str]]:
    """The orders about each mention by their ids, with those that a later mention brought, with the other half of what
    was split; these stand beside the last version."""
    latest = {one.facts.mention.uri: place for place, one in enumerate(judged)}
    found: list[list[str]] = [[] for _ in judged]
    for place, one in enumerate(judged):
        for order, _ in one.planned:
            own = order.uri == one.facts.mention.uri
            found[place if own else latest.get(order.uri, place)].append(order.id)
    return found


def waves(store: Store) -> list[dict[str, Any]]:
    """The raids, in the order in which they began."""
    with store.reading() as connection:
        every = [one for person in read.people(connection) for one in raids.every(connection, person)]
    return [
        {
            "from": utc(one.since),
            "to": utc(one.until),
            "authors": one.authors,
            "root": one.root,
            "origin": one.origin,
        }
        for one in sorted(every, key=lambda one: (one.since, one.number))
    ]


def alerts(sent: Sequence[tuple[datetime, Alert]]) -> list[dict[str, Any]]:
    """Each alert once, at the time of its first sending; updates of one carry its id."""
    first: dict[str, tuple[datetime, Alert]] = {}
    for at, alert in sent:
        first.setdefault(alert.id, (at, alert))
    return [
        {
            "at": utc(at),
            "to": alert.person,
            "severity": alert.severity.label,
            "title": alert.title,
            "about": list(alert.about),
        }
        for at, alert in first.values()
    ]


def cases(store: Store) -> list[dict[str, Any]]:
    """Everybody with a mention of severity low or more, or whose conduct came to a stage; the first to write first."""
    with store.reading() as connection:
        every = [one for person in read.people(connection) for one in gathered(connection, person)]
    return [
        {
            "accounts": [account.partition(":")[2] for account in one.accounts],
            "stage": max(one.stage, Stage.WATCH).label,
            "score": one.score,
            "mentions": one.mentions,
            "first": utc(one.first),
            "last": utc(one.last),
        }
        for one in every
    ]


def believed(store: Store) -> list[dict[str, Any]]:
    """The links that are suggested or were decided: first the account known before, then the one that came after."""
    with store.reading() as connection:
        every = [one for person in read.people(connection) for one in links.every(connection, person)]
    return [
        {
            "accounts": [account.partition(":")[2] for account in (one.other, one.account)],
            "score": one.score,
            "grounds": [in_words(said, "en") for said in one.grounds],
            "status": one.status.value,
        }
        for one in sorted(every, key=lambda one: (one.other, one.account))
        if one.status is not Stands.SUGGESTED or stands(one)
    ]


def seen(store: Store) -> list[dict[str, str]]:
    """The intervals in which each platform was seen, and by what, in order; an outage was seen by the poll after it."""
    with store.reading() as connection:
        every = [one for person in read.people(connection) for one in coverage.every(connection, person)]
    return [
        {"platform": place.account.partition(":")[0], "from": utc(one.since), "to": utc(one.until), "by": one.by.value}
        for place, one in sorted(every, key=lambda each: (each[1].since, each[0].account, each[1].by))
        if one.since < one.until
    ]


def chain(store: Store) -> dict[str, Any]:
    """The verdict of the offline audit over the written store."""
    audits = audit(store)
    return {"entries": sum(one.entries for one in audits), "valid": all(one.valid for one in audits)}


def _decision(one: Judged, about: Iterable[Delivery]) -> dict[str, Any]:
    decision = one.decision
    found = {
        "uri": one.facts.mention.uri,
        "severity": decision.severity.label,
        "reasons": [reason.value for reason in decision.reasons],
        "rules": list(decision.rules),
        "spans": [list(span) for span in decision.spans],
        "actions": [action for each in about for action in _action(each)],
        "failures": [failure_of(failure) for failure in decision.failures],
    }
    return found | ({"version": one.facts.version} if one.facts.version > 1 else {})


def failure_of(failure: Failure) -> dict[str, str]:
    """A rule that broke, or that could not be judged."""
    return {"rule": failure.rule, "what": failure.what}


def _action(one: Delivery) -> list[dict[str, str]]:
    order = one.what
    if not isinstance(order, Order) or one.task is not Task.ACT:
        return []
    status = "held" if one.hold is not None and one.status is Status.CANCELLED else STATUS.get(one.status)
    return [{"kind": kind_of(order.action), "account": order.subject_id, "status": status}] if status else []
