"""Who is told what, and when: alerts at once, gathered in a flood, in a digest; notices about the shield itself."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Self

import msgspec
from sqlalchemy import Connection

from bot.alerts.compose import mention_alert, repeated, update_alert
from bot.alerts.digest import gathered
from bot.alerts.flood import WINDOW, Leaving, Told, told
from bot.alerts.notice import Trouble, notice
from bot.alerts.route import leaves
from bot.alerts.stage import bare_alert, stage_alert
from bot.alerts.summary import Outcome, Summary
from bot.alerts.topic import topic
from bot.model.account import Protected
from bot.model.action import Order
from bot.model.alert import Alert, AlertKind
from bot.model.conduct import Conduct, Stage
from bot.model.decision import Decision
from bot.model.delivery import Delivery, Status, Task
from bot.model.facts import Facts
from bot.model.leak import elsewhere
from bot.model.mention import Hidden, Kind
from bot.model.reason import Reason, Severity
from bot.model.shield import Contact, Shield
from bot.store import outbox, read, write

QUIET = timedelta(hours=1)
"""The same notice is not sent again within it."""
LATER = datetime(9999, 1, 1, tzinfo=UTC)
"""When an alert is due on a channel whose turn comes only if nobody acknowledges it before."""
SHARED = frozenset({AlertKind.NOTICE, AlertKind.RAID, AlertKind.LINK})
"""What is told to all, but for those to whom only what is urgent comes, and after others."""
PRESSING = frozenset({Reason.VIOLENCE_THREATS, Reason.HARASSMENT_DOXXING})
"""Threats and leaks leave at once in a flood too, as urgent ones do."""


class Lately:
    """The alerts about mentions that left to one person within the flood's window; counts on as more are planned."""

    def __init__(self, left: Sequence[Leaving]) -> None:
        self.left = list(left)

    @classmethod
    def read(cls, connection: Connection, person: str, now: datetime) -> Self:
        """As the outbox has them."""
        alerts = outbox.alerts_since(connection, person, now - WINDOW, [AlertKind.MENTION.value])
        return cls([(at, severity) for _, at, severity in alerts])

    def leaves(self, at: datetime, severity: Severity) -> bool:
        """Whether one more may leave at once; it is counted if so."""
        if told(self.left, (at, severity)) is not Told.NOW:
            return False
        self.left.append((at, severity))
        return True


def new_ids() -> Iterator[str]:
    """Ids of orders and alerts: 24 hex digits, random."""
    while True:
        yield token_hex(12)


def alerts_for(
    shield: Shield, facts: Facts, decision: Decision, lately: Lately, ids: Iterator[str]
) -> tuple[Delivery, ...]:
    """What is told at once about a judged mention, to each contact it concerns; the rest waits for a digest."""
    muted = facts.relation.muted
    reached = facts.conduct is not None and facts.conduct.reached
    asked = reached or (_asked(decision) and not muted)  # a mute is what makes the rest of them silent
    urges = decision.severity >= Severity.HIGH or asked
    contacts = [one for one in shield.contacts if _concerned(one, facts, decision, asked=asked)]
    urgency = Severity.URGENT if PRESSING.intersection(decision.reasons) else decision.severity
    if not urges or not contacts or not (lately.leaves(decision.decided_at, urgency) or reached):
        return ()
    alert_id = next(ids)
    mention = facts.mention
    summary = Summary(
        uri=mention.uri,
        ref=alert_id,
        platform=mention.author.platform,
        kind=mention.kind,
        at=mention.received_at,
        severity=decision.severity,
        reasons=decision.reasons,
        rules=decision.rules,
        count=facts.history.matches + 1,
        muted=muted,
        beside=elsewhere(facts.leaks),
    )
    return addressed(shield, contacts, partial(_told, alert_id, shield, facts.conduct, summary), decision.decided_at)


def _told(alert_id: str, shield: Shield, conduct: Conduct | None, summary: Summary, person: Protected) -> Alert:
    """The alert about a mention, and about the stage to which its author's case came with it."""
    called = shield.called(summary.rules, person.language)
    alert = mention_alert(alert_id, person, msgspec.structs.replace(summary, rules=called))
    return stage_alert(alert_id, person, conduct, alert) if conduct and conduct.reached else alert


def stages(shield: Shield, conduct: Conduct, now: datetime) -> tuple[Delivery, ...]:
    """That a case came to a stage by what a human wrote down of it."""
    alert_id = f"case-{conduct.case}-{conduct.stage.value}-{int(now.timestamp())}"
    return addressed(shield, shield.contacts, lambda person: bare_alert(alert_id, person, conduct, now), now)


def updates(shield: Shield, about: Sequence[Delivery], kept: read.Kept | None, now: datetime) -> list[Delivery]:
    """What was done about a mention, to whomever its alert went; nothing where it had none."""
    alerts = [one for one in about if isinstance(one.what, Alert) and one.what.kind is AlertKind.MENTION and _goes(one)]
    known = {one.id for one in about}
    if kept is None or not alerts:
        return []
    summary = _summary(kept, about)
    contacts = [contact for contact in shield.contacts if contact.name in {one.via for one in alerts}]
    sent = addressed(shield, contacts, lambda person: update_alert(summary.ref, person, summary), now)
    return [one for one in sent if one.id not in known]


def _goes(one: Delivery) -> bool:
    """Whether it came to its channel, or will for sure."""
    return one.status is not Status.CANCELLED and one.due_at != LATER


def floods(connection: Connection, shield: Shield, now: datetime, ids: Iterator[str]) -> list[Delivery]:
    """The alerts that a flood held back, in one message, once the first of them has waited long enough."""
    if not shield.contacts:
        return []
    least = max(Severity.HIGH, min(contact.above for contact in shield.contacts))
    held_back = read.untold(connection, shield.name, least)
    if not held_back or held_back[0].decided_at + WINDOW > now:
        return []
    reasons = {one: tuple(map(Reason, one.reasons)) for one in held_back}
    contacts = [one for one in shield.contacts if any(one.takes(each.severity, why) for each, why in reasons.items())]
    worst, zone = max(one.severity for one in held_back), shield.protected.zone
    if all(leaves(one, worst, zone, now) > now for one in contacts):  # for nobody, or for nobody before the morning
        return []
    alert_id = next(ids)
    write.told(connection, shield.name, [(one.uri, one.version) for one in held_back], alert_id)
    compose = partial(gathered, alert_id, at=now, summaries=summaries(connection, shield, held_back))
    return list(addressed(shield, contacts, compose, now))


def summaries(connection: Connection, shield: Shield, kept: Sequence[read.Kept]) -> list[Summary]:
    """What alerts may know of these mentions."""
    about = outbox.about_each(connection, shield.name, [one.uri for one in kept])
    return [_summary(one, about.get(one.uri, ())) for one in kept]


def notices(connection: Connection, shield: Shield, trouble: Trouble, now: datetime) -> list[Delivery]:
    """What is wrong with the shield; the same trouble is told once an hour at most."""
    about = topic(trouble)
    if known_until(connection, shield.name, about, now) > now:
        return []
    alert_id = f"{about}-{shield.name}-{int(now.timestamp())}"
    return list(addressed(shield, shield.contacts, lambda person: notice(alert_id, person, now, trouble), now))


def known_until(connection: Connection, person: str, about: str, now: datetime) -> datetime:
    """Until when a trouble of this topic is not told again; `now` where it would be told now."""
    recent = outbox.alerts_since(connection, person, now - QUIET, [AlertKind.NOTICE.value])
    return max((at + QUIET for alert_id, at, _ in recent if alert_id.startswith(f"{about}-")), default=now)


def again(alert: Alert, shield: Shield | None) -> Alert:
    """An alert whose sending was interrupted, marked as possibly sent before."""
    return msgspec.structs.replace(alert, repeated=True) if shield is None else repeated(alert, shield.protected)


def _concerned(contact: Contact, facts: Facts, decision: Decision, *, asked: bool) -> bool:
    """Whether a contact is told at once; of danger all are."""
    conduct = facts.conduct
    if conduct is not None and conduct.reached and conduct.stage is Stage.DANGER:
        return True
    asked = asked and not contact.step and contact.concerns(decision.reasons)
    return asked or contact.takes(decision.severity, decision.reasons)


def _asked(decision: Decision) -> bool:
    return any(match.alert for match in decision.matches)


def addressed(
    shield: Shield, contacts: Sequence[Contact], compose: Callable[[Protected], Alert], now: datetime
) -> tuple[Delivery, ...]:
    """One delivery for each contact, in its language. It leaves now, whatever the time of what it tells, unless it is
    quiet there, or it is for those before to acknowledge.
    """
    first, made = min((one.step for one in contacts), default=0), []
    for contact in contacts:
        person = msgspec.structs.replace(shield.protected, language=contact.language)
        alert = msgspec.structs.replace(compose(person), at=now)
        if contact.step > first and alert.kind in SHARED and not alert.pressing:
            continue
        key = f"{alert.id}:{alert.kind}:{contact.name}"
        waits = alert.pressing and contact.step > first
        due = LATER if waits else leaves(contact, alert.severity, shield.protected.zone, now)
        made.append(Delivery(id=key, person=shield.name, task=Task.ALERT, via=contact.name, what=alert, due_at=due))
    return tuple(made)


def _summary(kept: read.Kept, about: Sequence[Delivery]) -> Summary:
    outcomes = tuple(Outcome.of(one) for one in about if isinstance(one.what, Order) and one.task is Task.ACT)
    return Summary(
        uri=kept.uri,
        ref=kept.alert or kept.exhibit,
        platform=kept.platform,
        kind=Kind(kept.kind),
        at=kept.received_at,
        severity=kept.severity,
        reasons=tuple(Reason(one) for one in kept.reasons),
        rules=kept.rules,
        outcomes=outcomes,
        muted=kept.hidden is Hidden.AUTHOR,
    )
