"""`rempart held`: everything that waits for a human, grouped by author and rule."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import typer

from bot.commands.opened import Desk, RevealOption, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say

if TYPE_CHECKING:
    from bot.model.action import Order
    from bot.model.delivery import Delivery

EXAMPLE: Final = "Example: rempart held --reveal"


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(held)


def held(config: ConfigOption = DEFAULT_CONFIG, *, reveal: RevealOption = False, as_json: JsonOption = False) -> None:
    """List what waits for you: actions that are held, dead letters, reports that may have been sent.

    Then: rempart approve ID, rempart reject ID, rempart retry ID, or --all-of RULE.
    """
    from bot.people.review import Review  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        waiting = sorted(Review(desk.store).waiting(), key=_group)
        lines = _Lines(desk, datetime.now(UTC), reveal=reveal)
        if as_json:
            print_json([lines.data(one) for one in waiting])
            return
        for line in lines.of(waiting):
            say(line)


def _group(one: "Delivery") -> tuple[str, ...]:
    order = _order(one)
    return (one.person, order.subject, order.rule, order.uri) if order else (one.person, "", "", "")


def _order(one: "Delivery") -> "Order | None":
    from bot.model.action import Order  # noqa: PLC0415 - as above

    return one.what if isinstance(one.what, Order) else None


class _Lines:
    """The list as it is printed."""

    def __init__(self, desk: Desk, now: datetime, *, reveal: bool) -> None:
        self.desk = desk
        self.words = desk.words
        self.now = now
        self.reveal = reveal

    def of(self, waiting: "list[Delivery]") -> Iterator[str]:
        """A heading for each author and rule, a line for each delivery, and what to do."""
        yield self.words.count("cmd_held.opening", len(waiting))
        for _, group in groupby(waiting, key=lambda one: _group(one)[:3]):
            each = list(group)
            yield ""
            yield self._heading(each[0])
            for one in each:
                yield "  " + " · ".join((one.id, self._what(one), self._why(one), self._age(one)))
        if waiting:
            yield ""
            yield self.words.say("cmd_held.next")

    def data(self, one: "Delivery") -> dict[str, Any]:
        """One of them, for programs."""
        from bot.model.action import kind_of  # noqa: PLC0415 - as above

        order = _order(one)
        data: dict[str, Any] = {
            "id": one.id,
            "person": one.person,
            "what": kind_of(order.action) if order else "alert",
            "status": one.status.value,
            "hold": one.hold.value if one.hold else None,
            "trouble": one.trouble,
        }
        if order:
            data |= {"rule": order.rule, "account": self._name(one.person, order.subject)}
            data |= {"decided_at": order.decided_at.isoformat(), "severity": order.severity.label}
            data |= {"uri": order.uri} if self.reveal else {}
        return data

    def _heading(self, one: "Delivery") -> str:
        order = _order(one)
        if order is None:
            return f"{one.person} · {self.words.say('action.alert')}"
        account = self.words.say("cmd_held.account", account=self._name(one.person, order.subject))
        rule = [self.words.say("grammar.quoted", words=order.rule)] if order.rule else []  # a human's has none
        return " · ".join((one.person, account, *rule, self.words.say(f"severity.{order.severity.label}")))

    def _name(self, person: str, account: str) -> str:
        """The account, or what it is called while its name stays hidden."""
        from bot.evidence.pseudonym import nickname  # noqa: PLC0415 - as above
        from bot.store import write  # noqa: PLC0415 - as above

        if self.reveal:
            return account
        with self.desk.store.reading() as connection:
            return nickname(write.salt(connection, self.desk.store.master, person), account)

    def _what(self, one: "Delivery") -> str:
        from bot.model.action import kind_of  # noqa: PLC0415 - as above

        order = _order(one)
        if order is None:
            return one.via
        uri = f" ({order.uri})" if self.reveal else ""
        return self.words.say(f"action.{kind_of(order.action)}") + uri

    def _why(self, one: "Delivery") -> str:
        if one.hold and one.status.value == "held":
            return self.words.say(f"hold.{one.hold}")
        from bot.explaining.words import trouble  # noqa: PLC0415 - as above

        status = self.words.say(f"status.{one.status}")
        return f"{status} ({trouble(self.words, one.trouble)})" if one.trouble else status

    def _age(self, one: "Delivery") -> str:
        from bot.commands.words import span  # noqa: PLC0415 - as above

        order = _order(one)
        since = order.decided_at if order else one.due_at
        return self.words.say("cmd_held.age", ago=span(self.words, self.now - since))
