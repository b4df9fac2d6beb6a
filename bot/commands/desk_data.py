"""What the commands of a desk share: whose desk it is, who sits at it, and how what is open is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.opened import Desk
from bot.errors import ConfigError, Refused

if TYPE_CHECKING:
    from bot.model.delivery import Delivery
    from bot.model.docket import Docket
    from bot.model.seat import Seat
    from bot.model.shield import Shield

RefArgument = Annotated[
    str, typer.Argument(help="As `rempart desk list` shows it, or the key of an account.", metavar="REF")
]
CommunityOption = Annotated[
    str | None, typer.Option("--community", help="Whose desk; not needed where there is one.", metavar="NAME")
]
SeatOption = Annotated[
    str | None, typer.Option("--by", help="Whose seat decides; that of who answers for it if left out.", metavar="NAME")
]


@contextmanager
def refused() -> Iterator[None]:
    """What cannot be done is told as the operator's fault."""
    try:
        yield
    except Refused as error:
        raise ConfigError(str(error)) from error


def shield(desk: Desk, name: str | None) -> "Shield":
    """The community of this name, or the only one. Raises ConfigError."""
    from bot.shield.live import shields  # noqa: PLC0415 - takes long, and --help need not wait for it

    known = [one.name for one in desk.config.communities]
    if not known:
        raise ConfigError("there is no community; write [[community]] in the configuration")
    if name is None and len(known) == 1:
        name = known[0]
    if name not in known:
        raise ConfigError(f"--community: write one of {', '.join(known)}")
    return shields(desk.config, {})[name]


def seat(desk: Desk, whose: "Shield", by: str | None, now: datetime) -> "Seat":
    """Who sits at the desk: by their name, or who answers for the community. Raises ConfigError."""
    from bot.people.admission import Admission  # noqa: PLC0415 - as above

    admission = Admission(desk.store)
    if by is None:
        return admission.holder(whose.name, whose.name, now)
    found = [one for one in admission.every(whose.name) if one.name == by and one.holds(now)]
    if not found:
        raise ConfigError(f"--by: nobody called {by} has a seat at this desk; see `rempart delegate`")
    return found[0]


def called(desk: Desk, one: "Docket", *, reveal: bool) -> str:
    """The account, or what it is called while its name stays hidden; a server, which has nothing to hide."""
    from bot.evidence.pseudonym import nickname  # noqa: PLC0415 - as above
    from bot.store import write  # noqa: PLC0415 - as above
    from bot.store.measures import SERVER  # noqa: PLC0415 - as above

    if one.subject.startswith(SERVER):
        return one.subject.removeprefix(SERVER)
    if reveal:
        return one.subject
    with desk.store.reading() as connection:
        return nickname(write.salt(connection, desk.store.master, one.person), one.subject)


def data(desk: Desk, one: "Docket", *, reveal: bool) -> dict[str, Any]:
    """What is open about an account, for programs."""
    return {
        "account": called(desk, one, reveal=reveal),
        "standing": one.standing.value,
        "severity": one.severity.label,
        "reports": one.flags,
        "reporters": one.reporters,
        "members": one.targets,
        "member": one.member,
        "since": one.first_at.isoformat(),
        "last": one.last_at.isoformat(),
        "rule": one.rule,
        "suggested": one.suggested,
    }


def line(desk: Desk, one: "Docket", *, reveal: bool) -> str:
    """The same, on one line."""
    say = desk.words.say
    parts = [
        called(desk, one, reveal=False),
        *([one.subject] if reveal else []),
        say("cmd_desk.grade", severity=say(f"severity.{one.severity.label}"))
        if one.severity
        else say("cmd_desk.unread"),
        desk.words.count("cmd_desk.reports", one.flags),
        *([desk.words.count("cmd_desk.reporters", one.reporters)] if one.reporters else []),
        say(f"cmd_desk.standing.{one.standing}"),
    ]
    return " · ".join([*parts, *([say("cmd_desk.member")] if one.member else [])])


def measures(desk: Desk, one: "Docket") -> "list[Delivery]":
    """What was ordered about the account, the latest first."""
    from bot.model.action import Order  # noqa: PLC0415 - as above
    from bot.store import outbox  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        every = outbox.on_subject(connection, one.person, one.subject)
    found = [(each.what.decided_at, each) for each in every if isinstance(each.what, Order) and each.task == "act"]
    return [each for _, each in sorted(found, key=lambda pair: pair[0], reverse=True)]
