"""What people say of mentions that were held for them, and what follows from it; all of one decision at once."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.evidence.pseudonym import pseudonym
from bot.model.action import Action, Block, HideReply, Mute, Order, Report, Sending
from bot.model.delivery import Delivery, Status, Task
from bot.outbox.afterwards import ALREADY_SO, HOLDING
from bot.people import ordering
from bot.people.ordering import BY_HAND
from bot.people.review import Review, Step
from bot.recording import records
from bot.store import outbox, read, relations, reviewing, write
from bot.store.database import Store
from bot.store.read import Kept
from bot.store.reviewing import HANDED, Said


class Verdict(StrEnum):
    """What can be said of a mention."""

    AGREED = "agreed"
    """What the rules proposed is done."""
    HARMLESS = "harmless"
    """It is not abusive: what was proposed is dropped."""
    MUTED = "muted"
    BLOCKED = "blocked"
    REPORTED = "reported"
    CONCEALED = "concealed"
    """The reply is hidden from all."""
    LATER = "later"
    """Not today."""
    HANDED = HANDED
    """Somebody else looks first."""


ORDERS: Final[dict[Verdict, Action]] = {
    Verdict.MUTED: Mute(duration=None),
    Verdict.BLOCKED: Block(),
    Verdict.REPORTED: Report(sending=Sending.SEND),
    Verdict.CONCEALED: HideReply(),
}
"""What a person orders by it; the mute lasts until somebody takes it back."""
ACTING: Final = frozenset({Verdict.AGREED, *ORDERS})
SPARING: Final = frozenset({"harmless", "trusted"})


class Saying(NamedTuple):
    """A decision as somebody takes it."""

    verdict: Verdict
    by: str
    """The name of the seat."""
    now: datetime
    to: str = ""
    until: datetime | None = None
    comment: str | None = None
    """What the platform's moderators are told; None: what the draft says."""


class Outcome(NamedTuple):
    """What became of a decision."""

    done: tuple[Kept, ...]
    before: tuple[Said, ...]
    """What others had said of the rest, which stands."""


class Triage:
    """Decisions of people about held mentions."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.review = Review(store)

    def say(self, some: Sequence[Kept], saying: Saying) -> Outcome:
        """Decide about these of one person; about those of which somebody decided otherwise before, nothing changes.

        Raises Refused where an order cannot be given, and KeyMissing where one was erased.
        """
        done, before = list[Kept](), list[Said]()
        with self.store.writing() as connection:
            for person in {one.person for one in some}:
                whose = [one for one in some if one.person == person]
                uris = [one.uri for one in whose]
                known = reviewing.said(connection, person, uris)
                about = outbox.about_each(connection, person, uris)
                for one in whose:
                    said, orders = known.get((one.uri, one.version)), about.get(one.uri, [])
                    if said is not None and _stands(said, saying, orders):
                        before.append(said)
                        continue
                    self._follow(connection, one, orders, saying)
                    done.append(one)
            self._note(connection, done, saying)
        return Outcome(tuple(done), tuple(before))

    def undo(self, some: Sequence[Kept], by: str, now: datetime) -> list[Step]:
        """Take back what was done because of them, and what was said: they wait again."""
        with self.store.writing() as connection:
            return [step for one in some for step in self._undo(connection, one, by, now)]

    def _undo(self, connection: Connection, one: Kept, by: str, now: datetime) -> list[Step]:
        said = reviewing.said(connection, one.person, [one.uri]).get((one.uri, one.version))
        about = [each for each in outbox.about(connection, one.uri, one.person) if each.task is Task.ACT]
        again = [each for each in about if said and _was_held(each, said)]
        for each in again:
            held = msgspec.structs.replace(each, status=Status.HELD, cause=by, trouble="")
            self.review.settle(connection, held, "held", now)
        steps = self.review.restore(connection, [each for each in about if each not in again], by, now)
        if said is not None:
            reviewing.unsay(connection, said)
            self._entry(connection, [one], "undone", by, now)
        return steps

    def trust(self, one: Kept, by: str, now: datetime) -> None:
        """Do nothing to its author from now on; undo what was done."""
        self.review.trust(one.person, one.author, by, now)
        with self.store.writing() as connection:
            said = Said(person=one.person, uri=one.uri, version=one.version, said="trusted", by=by, at=now)
            reviewing.say(connection, [said])
            self._entry(connection, [one], "trusted", by, now)

    def _follow(self, connection: Connection, one: Kept, about: Sequence[Delivery], saying: Saying) -> None:
        held = [each for each in about if each.status is Status.HELD and each.task is Task.ACT]
        if saying.verdict is Verdict.HARMLESS:
            for each in held:
                self._settle(connection, each, Status.CANCELLED, "rejected", saying)
        elif saying.verdict is Verdict.AGREED:
            for each in held:
                self._approve(connection, each, saying)
        elif saying.verdict in ORDERS:
            self._order(connection, one, held, saying)

    def _order(self, connection: Connection, one: Kept, held: Sequence[Delivery], saying: Saying) -> None:
        """Approve what was proposed of this kind; order it by hand where nothing was."""
        action = ORDERS[saying.verdict]
        same = [each for each in held if isinstance(each.what, Order) and isinstance(each.what.action, type(action))]
        for each in same:
            self._approve(connection, each, saying)
        if same or (isinstance(action, Mute) and _muted(connection, one)):
            return
        if isinstance(action, Block) and _acted(connection, one.person, one.author, Block):
            return
        if isinstance(action, Report):
            action = msgspec.structs.replace(action, comment=saying.comment or "")
        record = records.read(read.content(connection, self.store.master, one.exhibit))
        made = ordering.order(connection, record, action, saying.by, saying.now)
        self.review.settle(connection, made, "ordered", saying.now)

    def _approve(self, connection: Connection, one: Delivery, saying: Saying) -> None:
        """Let it be done; not a second time to the same author."""
        if _done_already(connection, one):
            one = msgspec.structs.replace(one, trouble=ALREADY_SO)
            self._settle(connection, one, Status.CANCELLED, "rejected", saying)
            return
        if saying.comment is not None and isinstance(one.what, Order) and isinstance(one.what.action, Report):
            action = msgspec.structs.replace(one.what.action, comment=saying.comment)
            one = msgspec.structs.replace(one, what=msgspec.structs.replace(one.what, action=action))
        self._settle(connection, one, Status.PLANNED, "approved", saying)

    def _settle(self, connection: Connection, one: Delivery, becomes: Status, event: str, saying: Saying) -> None:
        changed = msgspec.structs.replace(one, status=becomes, due_at=saying.now, attempts=0, cause=saying.by)
        self.review.settle(connection, changed, event, saying.now)

    def _note(self, connection: Connection, done: Sequence[Kept], saying: Saying) -> None:
        said = partial(Said, said=saying.verdict.value, to=saying.to, until=saying.until, by=saying.by, at=saying.now)
        reviewing.say(connection, [said(person=one.person, uri=one.uri, version=one.version) for one in done])
        self._entry(connection, done, saying.verdict.value, saying.by, saying.now)

    def _entry(self, connection: Connection, some: Sequence[Kept], said: str, by: str, now: datetime) -> None:
        """What the chain says of it: digests, and who said it."""
        for person in {one.person for one in some}:
            salt = write.salt(connection, self.store.master, person)
            lines: list[dict[str, str | int]] = [
                {"mention": pseudonym(salt, one.uri), "version": one.version, "said": said, "by": by}
                for one in some
                if one.person == person
            ]
            write.append(connection, person, [(now, "mention:reviewed", line) for line in lines])


def _stands(said: Said, saying: Saying, about: Sequence[Delivery]) -> bool:
    """Whether what was said before keeps this from being said: nobody overrides it but by taking it back."""
    if said.said == HANDED or (said.until is not None and said.until <= saying.now):
        return False
    if said.until is not None:
        return saying.verdict in {Verdict.LATER, Verdict.HANDED}
    if saying.verdict not in ACTING or said.said in SPARING:
        return True
    waits = any(each.status is Status.HELD and each.task is Task.ACT for each in about)
    return said.said == saying.verdict or (saying.verdict is Verdict.AGREED and not waits)


def _was_held(one: Delivery, said: Said) -> bool:
    """Whether it was held until this was said, and nothing was done yet: then it is held again."""
    waited = one.hold is not None and one.cause == said.by and isinstance(one.what, Order)
    proposed = waited and isinstance(one.what, Order) and one.what.rule != BY_HAND
    return proposed and one.due_at == said.at and one.status in {Status.PLANNED, Status.CANCELLED}


def _muted(connection: Connection, one: Kept) -> bool:
    known = relations.of(connection, [(one.person, one.author)]).get((one.person, one.author))
    return known is not None and known.muted


def _done_already(connection: Connection, one: Delivery) -> bool:
    """Whether its author is muted, or blocked, because of another mention."""
    if not isinstance(one.what, Order) or not isinstance(one.what.action, Mute | Block):
        return False
    return _acted(connection, one.person, one.what.subject, type(one.what.action), but=one.id)


def _acted(connection: Connection, person: str, account: str, kind: type[Action], but: str = "") -> bool:
    """Whether this is done to an account, or is going to be, by another delivery."""
    others = outbox.on_subject(connection, person, account)
    return any(
        isinstance(each.what, Order) and isinstance(each.what.action, kind)
        for each in others
        if each.id != but and each.task is Task.ACT and each.status in HOLDING
    )
