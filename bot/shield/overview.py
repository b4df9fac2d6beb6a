"""How the shield stands: whether it runs and hears, and what was seen and done for each person."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from bot.config import Community, Config, Person
from bot.config.accounts import Account
from bot.config.desks import Desk
from bot.coverage.sight import Sight, sights
from bot.errors import KeyMissing
from bot.model.conduct import Stage
from bot.model.delivery import Task
from bot.model.noun import Noun
from bot.people.confirming import Reached, reached
from bot.rules.plan import Allowance
from bot.shield.heartbeat import BEHIND, LATE, Heartbeat, last
from bot.store import cases, outbox, pauses, reviewing, survey, urgent, watch, write
from bot.store.database import SCARCE, Store
from bot.store.watch import Seen

DAY = timedelta(days=1)


class Trouble(Noun, frozen=True, kw_only=True):
    """One thing for which a person may not be protected now."""

    what: str
    """`not_running`, `silent`, `unread` (the key is another), `unreached`, `stopped`, `looks` or `vigil` (that fails),
    `narrow` (the disk is nearly full), `clock`"""
    about: str = ""
    """The source, and how it stands; the account, and why; how much room; by how much."""


class Health(Noun, frozen=True, kw_only=True):
    """Whether the shield is up."""

    running: bool
    beat: Heartbeat | None
    """The latest sign of life; of an earlier run, if it is not running."""
    troubles: tuple[Trouble, ...]

    @property
    def well(self) -> bool:
        """Whether everybody is protected, as far as can be told from here."""
        return not self.troubles


class Used(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How much of a limit is used."""

    used: int
    limit: int


class Standing(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How things stand for one person; counts by the words people use."""

    name: str
    mode: str
    paused_until: datetime | None
    accounts: tuple[str, ...]
    hour: Used
    day: Used
    urgent_hour: Used
    urgent_day: Used
    actions: dict[str, int]
    """All that was ever ordered, by status."""
    alerts: dict[str, int]
    mentions: dict[str, int]
    """Those of the last 24 hours, by severity."""
    waiting: int = 0
    """Mentions that were held for a human, of whom nobody said anything yet."""
    set_aside: int
    entries: int
    """Of the chain."""
    coverage: tuple[Sight, ...] = ()
    """What was seen of each account."""
    cases: dict[str, int] = msgspec.field(default_factory=dict)
    """How many have come to each stage."""
    watch: Seen = Seen()
    """Whom we go on reading though the person no longer sees them, and what came unseen in the last 24 hours."""
    channels: tuple[Reached, ...] = ()
    """How those stand on which they are told."""
    urgent: int = 0
    """Urgent alerts that nobody has acknowledged yet."""


class Overview(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """All of it."""

    at: datetime
    health: Health
    heard: dict[str, datetime]
    """When something was last kept of each source, from this run or an earlier one."""
    people: tuple[Standing, ...]
    set_aside: int
    """What seems to concern nobody in particular."""


def health(store: Store, now: datetime) -> Health:
    """Whether the shield is up; costs the same however much is stored."""
    running = store.runs()
    with store.reading() as connection:
        try:
            beat = last(connection, store.master)
        except KeyMissing as error:
            return Health(running=running, beat=None, troubles=(Trouble(what="unread", about=str(error)),))
    room = store.room()
    narrow = () if room is None or room >= SCARCE else (Trouble(what="narrow", about=f"{room // 1_000_000} MB"),)
    return Health(running=running, beat=beat, troubles=(*(_troubles(beat, now) if running else _DOWN), *narrow))


def overview(store: Store, config: Config, now: datetime) -> Overview:
    """How the shield stands for the people of the configuration."""
    up = health(store, now)
    with store.reading() as connection:
        asides = survey.asides(connection)
        return Overview(
            at=now,
            health=up,
            heard=survey.heard(connection, [pulse.source for pulse in up.beat.sources] if up.beat else []),
            people=tuple(standing(connection, store, person, now, asides) for person in config.shielded),
            set_aside=asides.get("", 0),
        )


_DOWN = (Trouble(what="not_running"),)


def _troubles(beat: Heartbeat | None, now: datetime) -> Iterator[Trouble]:
    if beat is None or beat.at + LATE < now:
        yield Trouble(what="silent")
        return
    for account in beat.unreached:
        yield Trouble(what="unreached", about=account)
    for pulse in beat.sources:
        if not pulse.well:
            yield Trouble(what="stopped", about=f"{pulse.source}: {pulse.state}")
    for name in beat.failing:
        yield Trouble(what=name)
    if beat.behind >= BEHIND:
        yield Trouble(what="clock", about=f"{beat.behind} s")


def standing(
    connection: Connection,
    store: Store,
    person: Person | Community,
    now: datetime,
    asides: Mapping[str, int] | None = None,
) -> Standing:
    """How things stand for one person or community; `asides` are what was set aside, where that is known already."""
    asides = survey.asides(connection) if asides is None else asides
    budget = Allowance(person.budget.budget(), outbox.spent(connection, person.name, now - DAY, now))
    (hour, urgent_hour), (day, urgent_day) = (budget.used(limit, now) for limit in (budget.hour, budget.day))
    statuses = survey.statuses(connection, person.name)
    until = pauses.paused_until(connection, person.name)
    mentions = survey.severities(connection, person.name, now - DAY)
    return Standing(
        name=person.name,
        mode=person.mode.value,
        paused_until=until if until and until > now else None,
        accounts=tuple(f"{one.platform} {one.handle}" for one in _hands(person)),
        hour=Used(used=hour, limit=budget.hour.ordinary),
        day=Used(used=day, limit=budget.day.ordinary),
        urgent_hour=Used(used=urgent_hour, limit=budget.hour.reserve),
        urgent_day=Used(used=urgent_day, limit=budget.day.reserve),
        actions={status.value: count for status, count in statuses[Task.ACT].items()},
        alerts={status.value: count for status, count in statuses[Task.ALERT].items()},
        mentions={severity.label: count for severity, count in mentions.items()},
        waiting=reviewing.waiting(connection, person.name, now),
        set_aside=asides.get(person.name, 0),
        entries=write.head(connection, person.name).number,
        coverage=sights(connection, person.name, now),
        cases=_cases(connection, person.name),
        watch=watch.seen(connection, person.name, now - DAY, now),
        channels=reached(connection, store.master, person.name, person.urls()),
        urgent=len(urgent.waiting(connection, person.name)),
    )


def _hands(one: Person | Community) -> tuple[Account, ...] | tuple[Desk]:
    """By what it acts: accounts of one's own, or a desk."""
    return (one.desk,) if isinstance(one, Community) else one.accounts


def _cases(connection: Connection, person: str) -> dict[str, int]:
    every = [one.stage for one in cases.every(connection, person)]
    return {stage.label: every.count(stage) for stage in sorted(Stage, reverse=True) if stage in every}
