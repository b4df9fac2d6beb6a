"""What people do: undo, approve, reject, retry, trust, pause; each is recorded with who did it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection

from bot.errors import Refused
from bot.evidence.pseudonym import pseudonym
from bot.following.looking import spared_now
from bot.model.action import IRREVERSIBLE, Block, Mute, Order, kind_of
from bot.model.decision import Hold
from bot.model.delivery import Delivery, Status, Task
from bot.model.noun import Noun
from bot.store import cases, links, outbox, pauses, portraits, relations, write
from bot.store.database import Store

WAITING = (Status.PLANNED, Status.HELD)
UNTIL_RESUMED = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a pause that only `resume` ends."""


class Step(Noun, frozen=True, kw_only=True):
    """One thing that an undo does, or cannot do."""

    delivery: str
    person: str
    action: str
    account: str
    uri: str
    effect: str
    """`revert`: the state before is restored · `cancel`: it is not done any more · `cannot`: it cannot be undone."""
    why: str = ""


class Review:
    """Decisions of people about what the bot did or would do."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def undo_mention(self, uri: str, person: str | None = None) -> list[Delivery]:
        """What an undo of everything done because of a mention is about."""
        with self.store.reading() as connection:
            return [one for one in outbox.about(connection, uri, person) if one.task is Task.ACT]

    def undo_rule(self, rule: str, since: datetime) -> list[Delivery]:
        """What an undo of everything a rule did since then is about."""
        with self.store.reading() as connection:
            return outbox.by_rule(connection, rule, since)

    def preview(self, chosen: Sequence[Delivery]) -> list[Step]:
        """What `undo` would do with them, without doing it."""
        return [step for one in chosen if (step := _step(one))]

    def undo(self, chosen: Sequence[Delivery], by: str, now: datetime) -> list[Step]:
        """Restore the state before; what waited is cancelled. The authors are not acted on again by themselves."""
        with self.store.writing() as connection:
            fresh = [now_so for one in chosen if (now_so := outbox.delivery(connection, one.id))]
            return self.restore(connection, fresh, by, now)  # as it stands now: the shield worked on meanwhile

    def restore(self, connection: Connection, fresh: Sequence[Delivery], by: str, now: datetime) -> list[Step]:
        """As `undo`, within a transaction in which these were read."""
        steps = self.preview(fresh)
        effects = {step.delivery: step.effect for step in steps}
        for one in fresh:
            self._undo(connection, one, effects.get(one.id, ""), by, now)
        return steps

    def approve(self, id_: str, by: str, now: datetime) -> Delivery | None:
        """Let a held action be performed; None if nothing is held under this id. Raises Refused for what takes two."""
        return self._decide(id_, (Status.HELD,), Status.PLANNED, "approved", by, now)

    def reject(self, id_: str, by: str, now: datetime) -> Delivery | None:
        """Say that a held action is not wanted."""
        return self._decide(id_, (Status.HELD,), Status.CANCELLED, "rejected", by, now)

    def leave(self, id_: str, by: str, now: datetime) -> Delivery | None:
        """Let a dead letter, or what is uncertain, be as it is."""
        return self._decide(id_, (Status.FAILED, Status.UNCERTAIN), Status.CANCELLED, "left", by, now)

    def retry(self, id_: str, by: str, now: datetime) -> Delivery | None:
        """Try a dead letter, or what is uncertain, again."""
        return self._decide(id_, (Status.FAILED, Status.UNCERTAIN, Status.REFUSED), Status.PLANNED, "retried", by, now)

    def waiting(self) -> list[Delivery]:
        """Everything that waits for a human: held, dead, uncertain."""
        with self.store.reading() as connection:
            return outbox.with_status(connection, Status.HELD, Status.FAILED, Status.UNCERTAIN)

    def trust(self, person: str, account: str, by: str, now: datetime) -> None:
        """Do nothing to this account (`Account.key`) from now on; undo what was done, cancel what waits."""
        with self.store.writing() as connection:
            relations.relate(connection, person, account, trusted=True)
            portraits.unmark(connection, person, account)
            links.withdraw(connection, person, account)
            spared_now(connection, person, "", now)
            self._entry(connection, person, now, "account:trusted", account, by)
            for one in outbox.on_subject(connection, person, account):
                step = _step(one)
                self._undo(connection, one, step.effect if step else "", by, now)

    def pause(self, person: str, until: datetime | None, by: str, now: datetime) -> None:
        """Do nothing automatically until then; None resumes."""
        with self.store.writing() as connection:
            write.salt(connection, self.store.master, person)  # makes the person's row at first need
            pauses.pause(connection, person, until)
            event = "shield:resumed" if until is None else "shield:paused"
            write.append(connection, person, [(now, event, {"by": by})])

    def _undo(self, connection: Connection, one: Delivery, effect: str, by: str, now: datetime) -> None:
        order = one.what
        if not isinstance(order, Order) or not effect or effect == "cannot":
            return
        if effect == "cancel":
            outbox.settle(connection, msgspec.structs.replace(one, status=Status.CANCELLED, cause=by))
        else:
            outbox.settle(connection, msgspec.structs.replace(one, status=Status.UNDONE, cause=by))
            outbox.plan(connection, [_inverse(one, by, now)])
            for expiry in _expiries(connection, one):
                outbox.settle(connection, msgspec.structs.replace(expiry, status=Status.CANCELLED, cause=by))
        known: dict[str, bool | str | None] = {"lifted": True}
        if isinstance(order.action, Mute | Block):
            known["muted_by"] = None
            cases.pardon(connection, one.person, order.subject)
            portraits.unmark(connection, one.person, order.subject)
            links.withdraw(connection, one.person, order.subject)
        relations.relate(connection, one.person, order.subject, **known)
        self._entry(connection, one.person, now, f"{kind_of(order.action)}:{effect}", order.subject, by, one.id)

    def _decide(
        self, id_: str, wanted: Sequence[Status], becomes: Status, event: str, by: str, now: datetime
    ) -> Delivery | None:
        with self.store.writing() as connection:
            one = outbox.delivery(connection, id_)
            if one is None or one.status not in wanted:
                return None
            changed = msgspec.structs.replace(one, status=becomes, due_at=now, attempts=0, cause=by)
            self.settle(connection, changed, event, now)
            return changed

    def settle(self, connection: Connection, one: Delivery, event: str, now: datetime) -> None:
        """Write how a delivery stands now, and what somebody (its cause) did with it: `approved`, `rejected`, …

        Raises Refused where it takes two people, and one would let it be done.
        """
        if one.hold is Hold.TWO and one.status is Status.PLANNED:
            raise Refused("this takes two people: one asks for it at the desk, another agrees")
        outbox.reword(connection, one)
        subject = one.what.subject if isinstance(one.what, Order) else one.via
        self._entry(connection, one.person, now, f"delivery:{event}", subject, one.cause, one.id)

    def _entry(
        self, connection: Connection, person: str, now: datetime, event: str, account: str, by: str, delivery: str = ""
    ) -> None:
        salt = write.salt(connection, self.store.master, person)
        line: dict[str, str | int] = {"account": pseudonym(salt, account), "by": by}
        line |= {"delivery": delivery} if delivery else {}
        write.append(connection, person, [(now, event, line)])


def _step(one: Delivery) -> Step | None:
    order = one.what
    if not isinstance(order, Order) or one.task is not Task.ACT:
        return None
    effect, why = _effect(one, order)
    if not effect:
        return None
    return Step(
        delivery=one.id,
        person=one.person,
        action=kind_of(order.action),
        account=order.subject,
        uri=order.uri,
        effect=effect,
        why=why,
    )


def _effect(one: Delivery, order: Order) -> tuple[str, str]:
    if one.status in WAITING:
        return "cancel", ""
    if one.status not in {Status.DONE, Status.ATTEMPTING, Status.UNCERTAIN}:
        return "", ""
    if isinstance(order.action, IRREVERSIBLE):
        return "cannot", f"a {kind_of(order.action)} cannot be taken back"
    return "revert", ""


def _inverse(one: Delivery, by: str, now: datetime) -> Delivery:
    return msgspec.structs.replace(
        one, id=f"{one.id}-undo", task=Task.REVERT, status=Status.PLANNED, due_at=now, attempts=0, hold=None, cause=by
    )


def _expiries(connection: Connection, one: Delivery) -> Iterator[Delivery]:
    expiry = outbox.delivery(connection, f"{one.id}-expiry")
    if expiry is not None and expiry.status is Status.PLANNED:
        yield expiry
