"""What a human says of links: the only place where two accounts become one person's, and where they never will."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from bot.cases.keeping import Casework
from bot.evidence.pseudonym import pseudonym
from bot.model.link import Status, Why
from bot.model.shield import Shield
from bot.store import links, portraits, write
from bot.store.database import Store
from bot.store.links import Link


class LinkReview:
    """Decisions of humans about whether accounts are one person's; each is remembered, whichever is named first."""

    def __init__(self, store: Store, shield: Shield) -> None:
        """`shield` is that of the person to whom both wrote."""
        self.store = store
        self.shield = shield

    def every(self, *statuses: Status) -> list[Link]:
        """What is suggested, or was decided, the latest first; only of these statuses, if any is named."""
        with self.store.reading() as connection:
            found = links.every(connection, self.shield.name)
        return [one for one in found if not statuses or one.status in statuses]

    def confirm(self, account: str, other: str, by: str, now: datetime) -> Link:
        """They are one person's (`Account.key`): their cases become one, whether the shield suggested it or not."""
        with self.store.writing() as connection:
            one = self._decide(connection, account, other, Status.CONFIRMED, by, now)
            self._casework(connection, by, now).merge(one.other, one.account)
            portraits.mark(connection, {(one.person, one.account): (now, Why.CASE)})
        return one

    def reject(self, account: str, other: str, by: str, now: datetime) -> Link:
        """They are not: it is never suggested again, and what an earlier yes had joined is parted."""
        with self.store.writing() as connection:
            joined = self._known(connection, account, other)
            one = self._decide(connection, account, other, Status.REJECTED, by, now)
            if joined is not None and joined.status is Status.CONFIRMED:
                self._casework(connection, by, now).part(one.account)
        return one

    def _decide(self, connection: Connection, account: str, other: str, status: Status, by: str, now: datetime) -> Link:
        blank = Link(person=self.shield.name, account=account, other=other, score=0.0, at=now)
        known = self._known(connection, account, other) or blank
        one = msgspec.structs.replace(known, status=status, by=by, at=now)
        links.keep_links(connection, [one])
        salt = write.salt(connection, self.store.master, one.person)
        line: dict[str, str | int] = {
            "account": pseudonym(salt, one.account),
            "other": pseudonym(salt, one.other),
            "percent": round(100 * one.score),
            "by": by,
        }
        write.append(connection, one.person, [(now, f"link:{status}", line)])
        return one

    def _known(self, connection: Connection, account: str, other: str) -> Link | None:
        """What is known of the two, in whichever order."""
        found: Sequence[Link] = links.links(connection, [(self.shield.name, account)]).get(
            (self.shield.name, account), []
        )
        return next((one for one in found if {one.account, one.other} == {account, other}), None)

    def _casework(self, connection: Connection, by: str, now: datetime) -> Casework:
        return Casework(connection, self.store.master, self.shield, by, now)
