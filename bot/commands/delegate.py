"""`rempart delegate`: who may look at what is kept for a person, so that the person need not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError, Refused
from bot.model.seat import BESIDE, Grant, Role, Seat

if TYPE_CHECKING:
    from bot.config.shielded import Shielded

INVITE: Final = "Example: rempart delegate invite Dominique --grant directs --until 2026-12-31"
REST: Final = "Example: rempart delegate rest Dominique --until 2026-12-31"
ABOUT: Final = "Invite those who look so that the person need not, let them rest, and revoke them."
NameArgument = Annotated[str, typer.Argument(help="Their name, as it stands in the trail.", metavar="NAME")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose shield; not needed where there is one.")]
RoleOption = Annotated[Role, typer.Option("--role", help="delegate, observer or moderator.", metavar="ROLE")]
GrantOption = Annotated[
    list[Grant] | None,
    typer.Option(
        "--grant",
        help="Beside the role: directs, rules, trail, export; of a community measure, kin. May be repeated.",
        metavar="RIGHT",
    ),
]
EndOption = Annotated[str, typer.Option("--until", help="When it ends: 2026-12-31, or 30 days.", metavar="WHEN")]
RestOption = Annotated[
    str, typer.Option("--until", help="Until when; tomorrow morning if left out: 2026-12-31, 3 days.", metavar="WHEN")
]
BackOption = Annotated[bool, typer.Option("--back", help="They can again.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="delegate", help=ABOUT, no_args_is_help=True)
    group.command("invite", epilog=INVITE)(invite)
    group.command("list", epilog="Example: rempart delegate list")(listed)
    group.command("link", epilog="Example: rempart delegate link Dominique")(link)
    group.command("rest", epilog=REST)(rest)
    group.command("revoke", epilog="Example: rempart delegate revoke Dominique")(revoke)
    app.add_typer(group)


def invite(
    name: NameArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    role: RoleOption = Role.DELEGATE,
    grant: GrantOption = None,
    until: EndOption = "",
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Make a seat for somebody, and print the link that leads to it: it works once, for a week, and is kept nowhere."""
    from bot.commands import moments  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - takes long, and --help need not wait for it

    _require_name(name)
    with opened(config) as desk, _told():
        now, whose = datetime.now(UTC), desk.whose(person).name
        end = moments.until("--until", until, now) if until else None
        one = Seat(id="", person=whose, name=name, role=role, also=frozenset(grant or ()), until=end)
        made = Admission(desk.store).invite(one, operator(by), now)
        _print_link(desk, made, now)


def listed(config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, *, as_json: JsonOption = False) -> None:
    """List who has a seat, how much each has read, and whose turn it is to look."""
    from bot.people.turns import turns  # noqa: PLC0415 - as above

    with opened(config) as desk:
        now, whose = datetime.now(UTC), desk.whose(person)
        seats = _holding(desk, whose.name, now)
        turn = [one.id for one in turns(seats, now)]
        rows = [_row(desk, one, now, turn) for one in seats]
        if as_json:
            print_json(rows)
            return
        if not rows:
            say(desk.words.say("cmd_delegate.none"))
        for one, row in zip(seats, rows, strict=True):
            _print_seat(desk, whose, one, row, now)


def link(
    name: NameArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Print another link that leads to somebody's seat: it works once, for a week, and is kept nowhere. The trail says
    so, and for a day whoever has the seat is nobody's second person.
    """
    from bot.people.admission import Admission  # noqa: PLC0415 - as above

    with opened(config) as desk:
        now = datetime.now(UTC)
        one = Admission(desk.store).hand(_named(desk, person, name, now), operator(by), now)
        _print_link(desk, one, now)


def rest(
    name: NameArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    until: RestOption = "",
    person: PersonOption = None,
    by: ByOption = None,
    *,
    back: BackOption = False,
) -> None:
    """Let somebody rest: what comes goes to the next."""
    from bot.commands import moments  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - as above
    from bot.people.turns import tomorrow  # noqa: PLC0415 - as above

    if back and until:
        raise ConfigError("--back: is not for use with --until; write one of them")
    with opened(config) as desk:
        now, zone = datetime.now(UTC), desk.whose(person).zone
        one = _named(desk, person, name, now)
        if back:
            Admission(desk.store).rest(one, None, operator(by), now)
            say(desk.words.say("cmd_delegate.back", name=one.name))
            return
        end = moments.until("--until", until, now) if until else tomorrow(now, zone)
        Admission(desk.store).rest(one, end, operator(by), now)
        say(desk.words.say("cmd_delegate.rests", name=one.name, at=desk.words.moment(end, zone)))


def revoke(
    name: NameArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """End somebody's seat, with all sessions, links and keys that lead to it."""
    from bot.people.admission import Admission  # noqa: PLC0415 - as above

    with opened(config) as desk:
        now = datetime.now(UTC)
        one = _named(desk, person, name, now)
        Admission(desk.store).revoke(one, operator(by), now)
        say(desk.words.say("cmd_delegate.revoked", name=one.name))


@contextmanager
def _told() -> Iterator[None]:
    """What cannot be given is the operator's to mend."""
    try:
        yield
    except Refused as refused:
        beside = ", ".join(sorted(BESIDE))
        raise ConfigError(f"delegate: {refused}; rights that can be granted: {beside}") from refused


def _require_name(name: str) -> None:
    if not name.strip() or name != name.strip() or len(name) > 60 or not name.isprintable():  # noqa: PLR2004 - as pages
        raise ConfigError("NAME: is empty, too long or holds what cannot be seen; write a name")


def _print_link(desk: Desk, one: Seat, now: datetime) -> None:
    from bot.people.admission import INVITATION, Admission  # noqa: PLC0415 - as above

    token = Admission(desk.store).link(one, now, INVITATION)
    say(desk.words.say("cmd_delegate.link", name=one.name, days=INVITATION.days))
    say(f"{desk.config.web.url}/enter/{token}")
    if desk.config.web.public_url is None:
        say(desk.words.say("cmd_delegate.local"))


def _holding(desk: Desk, person: str, now: datetime) -> list[Seat]:
    from bot.people.admission import Admission  # noqa: PLC0415 - as above

    return [one for one in Admission(desk.store).every(person) if one.holds(now)]


def _named(desk: Desk, person: str | None, name: str, now: datetime) -> Seat:
    """The seat of this name. Raises ConfigError."""
    for one in _holding(desk, desk.whose(person).name, now):
        if one.name == name:
            return one
    raise ConfigError(f"{name}: nobody of this name has a seat; `rempart delegate list` shows who has")


def _row(desk: Desk, one: Seat, now: datetime, turn: list[str]) -> dict[str, Any]:
    from bot.model.noun import EPOCH, utc  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - as above
    from bot.store import seats  # noqa: PLC0415 - as above

    day = (now - EPOCH).days
    with desk.store.reading() as connection:
        today, week = (seats.readings(connection, [one.id], since).get(one.id, 0) for since in (day, day - 6))
    return {
        "name": one.name,
        "role": one.role.value,
        "also": sorted(one.also),
        "by": one.by,
        "at": utc(one.at or EPOCH),
        "until": utc(one.until) if one.until else None,
        "resting_until": utc(one.resting_until) if one.resting_until and one.rests(now) else None,
        "turn": turn.index(one.id) + 1 if one.id in turn else None,
        "read_today": today,
        "read_week": week,
        "sessions": len(Admission(desk.store).sessions([one], now)[one.id]),
    }


def _print_seat(desk: Desk, whose: "Shielded", one: Seat, row: dict[str, Any], now: datetime) -> None:
    words = desk.words
    parts = [one.name, words.say(f"cmd_delegate.role.{one.role}")]
    parts += [words.say(f"cmd_delegate.grant.{name}") for name in row["also"]]
    parts += [words.say("cmd_delegate.now")] if row["turn"] == 1 else []
    if one.until:
        parts.append(words.say("cmd_delegate.until", at=words.moment(one.until, whose.zone)))
    if one.resting_until and one.rests(now):
        parts.append(words.say("cmd_delegate.resting", at=words.moment(one.resting_until, whose.zone)))
    parts.append(words.say("cmd_delegate.read", today=row["read_today"], week=row["read_week"]))
    parts.append(words.count("cmd_delegate.sessions", row["sessions"]))
    say(" · ".join(parts))
