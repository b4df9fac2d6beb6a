"""Statements of reasons for measures: all that article 17(3) of the Digital Services Act asks for, and no quotes."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.alerts.wording import Wording, texts_of, wording
from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.model.action import Order, kind_of
from bot.model.delivery import STANDS, Delivery, Task
from bot.model.docket import Docket
from bot.model.measure import Label, Measure, Warn
from bot.model.seat import Grant, Seat
from bot.people.entitled import entitled
from bot.people.ordering import BY_HAND
from bot.store import flags, outbox, statements, write
from bot.store.database import Store
from bot.store.statements import Statement

SINCE: Final = timedelta(days=90)
"""How far back the posts lie on which a draft rests."""
POSTS: Final = 20


class Facts(NamedTuple):
    """What a measure rests on."""

    community: str
    zone: str
    subject: str
    """`Account.key`"""
    action: Measure
    at: datetime
    posts: tuple[tuple[str, datetime], ...] = ()
    """By link and date; what they say is not quoted."""
    reports: int = 0
    found: str = ""
    """The rule that noticed it; empty: people did."""
    decided: str = BY_HAND
    """The rule that decided it; empty: a human did."""


class Grounds(NamedTuple):
    """What the moderators say of it."""

    contact: str
    """Where it can be contested."""
    rule: str = ""
    """Of the server, in its own words."""
    law: str = ""


def facts(connection: Connection, docket: Docket, zone: str, action: Measure, now: datetime) -> Facts:
    """What a human's measure would rest on, as far as it is known here: a draft that people go over."""
    noticed = statements.posts(connection, docket.person, docket.subject, now - SINCE, POSTS)
    reports = len(flags.of(connection, docket.person, docket.subject, True))  # noqa: FBT003 - those that are open
    return Facts(docket.person, zone, docket.subject, action, now, tuple(noticed), reports, docket.rule)


def draft(language: str, what: Facts, why: Grounds) -> str:
    """The statement. Raises Refused where it names no ground or no redress, or where a measure calls for none."""
    said, kind = words(language), kind_of(what.action)
    if f"statement.measure.{kind}" not in said.texts:
        raise Refused(f"{kind} restricts nothing, and calls for no reasons")
    if not (why.rule.strip() or why.law.strip()) or not why.contact.strip():
        raise Refused("write on which rule or law it rests, and where it can be contested")
    values = ", ".join(what.action.values) if isinstance(what.action, Label) else ""
    parts = {
        "measure": [said.say(f"statement.measure.{kind}", values=values)],
        "scope": [said.say(f"statement.scope.{_scope(what)}", community=what.community)],
        "lasting": [_lasting(said, what)],
        "facts": [*_facts(said, what)],
        "means": [*_means(said, what)],
        "ground": [*_ground(said, why)],
        "redress": [said.say("statement.redress.team", contact=why.contact), said.say("statement.redress.other")],
    }
    opening = said.say("statement.opening", community=what.community, day=_day(said, what.at, what.zone))
    heads = (f"{said.say(f'statement.heads.{name}')}\n" + "\n".join(lines) for name, lines in parts.items())
    return "\n\n".join((said.say("statement.title"), opening, *heads))


def owed(connection: Connection, person: str, some: Iterable[Delivery]) -> dict[str, Delivery]:
    """Of these the measures that stand, restrict somebody, and have no reasons yet, by their ids."""
    named = words("en").texts
    found = {
        one.id: one
        for one in some
        if one.task is Task.ACT and one.status in STANDS and isinstance(one.what, Order)
        if f"statement.measure.{kind_of(one.what.action)}" in named
    }
    given = statements.reasoned(connection, person, list(found))
    return {id_: one for id_, one in found.items() if id_ not in given}


@cache
def words(language: str) -> Wording:
    """The words of a statement; ConfigError where there are none in this language."""
    return Wording({**wording(language).texts, **texts_of("bot.moderating", language)})


def give(store: Store, seat: Seat, delivery: str, said: str, language: str, now: datetime) -> Statement:
    """Give reasons for a measure that was ordered without: a rule's, say. They are shown to be copied.

    Raises Refused where the seat may not, there is no such measure, reasons were given already, or none are written.
    """
    with store.writing() as connection:
        fresh, one = entitled(connection, seat, seat.person, Grant.ACT, now), outbox.delivery(connection, delivery)
        if one is None or one.person != fresh.person or not isinstance(one.what, Order) or not said.strip():
            raise Refused("there is no such measure, or no reasons are written")
        if statements.of_delivery(connection, one.person, one.id) is not None:
            raise Refused("reasons were given for this already, and are never changed")
        made = Statement(f"{one.id}-reasons", one.person, one.id, language, fresh.id, now)
        statements.put(connection, store.master, made, said.strip())
        _note(connection, store, one.what.subject, made, ("statement:written", fresh.name, now))
        return made


def handed(store: Store, seat: Seat, id_: str, now: datetime) -> None:
    """Note that somebody sent it by hand. Raises Refused for who may not, and where there is nothing to send."""
    with store.writing() as connection:
        fresh = entitled(connection, seat, seat.person, Grant.ACT, now)
        one = statements.statement(connection, fresh.person, id_)
        about = None if one is None else outbox.delivery(connection, one.delivery)
        if one is None or about is None or not isinstance(about.what, Order):
            raise Refused("there is no such statement")
        if not statements.sent(connection, id_, now):
            raise Refused("it was sent already")
        _note(connection, store, about.what.subject, one, ("statement:sent", fresh.name, now))


def read(store: Store, person: str, id_: str) -> str:
    """What a statement of a community's says. Raises Refused where there is none; KeyMissing where it was let go of."""
    with store.reading() as connection:
        if statements.statement(connection, person, id_) is None:
            raise Refused("there is no such statement")
        return statements.text(connection, store.master, id_)


def _note(connection: Connection, store: Store, subject: str, one: Statement, what: tuple[str, str, datetime]) -> None:
    event, by, now = what
    about = pseudonym(write.salt(connection, store.master, one.person), subject)
    line = {"by": by, "account": about, "delivery": one.delivery, "statement": one.id}
    write.append(connection, one.person, [(now, event, line)])


def _scope(what: Facts) -> str:
    return "labeler" if what.subject.startswith("bluesky:") else "server"


def _lasting(said: Wording, what: Facts) -> str:
    if isinstance(what.action, Warn):
        return said.say("statement.lasting.once")
    lasts: timedelta | None = getattr(what.action, "duration", None)
    if lasts is None:
        return said.say("statement.lasting.open")
    return said.say("statement.lasting.until", until=said.moment(what.at + lasts, what.zone))


def _facts(said: Wording, what: Facts) -> Iterator[str]:
    if what.posts:
        yield said.count("statement.facts.posts", len(what.posts))
        for link, at in what.posts:
            yield said.say("statement.facts.post", link=link, day=_day(said, at, what.zone))
    else:
        yield said.say("statement.facts.none")
    yield said.count("statement.facts.came", what.reports) if what.reports else said.say("statement.facts.own")


def _day(said: Wording, at: datetime, zone: str) -> str:
    return said.day(at.astimezone(ZoneInfo(zone)).date())


def _means(said: Wording, what: Facts) -> Iterator[str]:
    yield said.say(f"statement.means.{'found' if what.found or what.decided else 'unfound'}")
    yield said.say(f"statement.means.{'machine' if what.decided else 'human'}")


def _ground(said: Wording, why: Grounds) -> Iterator[str]:
    if why.rule.strip():
        yield said.say("statement.ground.rule", rule=why.rule.strip())
    if why.law.strip():
        yield said.say("statement.ground.law", law=why.law.strip())
