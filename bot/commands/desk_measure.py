"""`rempart desk measure` and `rempart desk domain`: a measure about an account or a server; a dry run first."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, cast

import typer

from bot.commands.desk_data import CommunityOption, RefArgument, SeatOption, called, refused, seat, shield
from bot.commands.opened import Desk, RevealOption, YesOption, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError, PlatformError

if TYPE_CHECKING:
    from bot.model.docket import Docket
    from bot.model.measure import Measure
    from bot.model.seat import Seat
    from bot.model.shield import Shield
    from bot.platforms.desk import Desk as Reached
    from bot.platforms.desk import Foreseen

KindArgument = Annotated[
    str,
    typer.Argument(
        help="sensitive, limit, suspend, warn, resolve; at Ozone tag, label, escalate, takedown, resolve.",
        metavar="KIND",
    ),
]
ForOption = Annotated[str | None, typer.Option("--for", help="How long: 7d, 30 days.", metavar="SPAN")]
ValueOption = Annotated[list[str] | None, typer.Option("--value", help="A label, or a tag; as often as needed.")]
StatementOption = Annotated[bool, typer.Option("--statement", help="Give the reasons, by --rule or --law.")]
RuleOption = Annotated[str, typer.Option("--rule", help="The rule of the server that was broken, in its words.")]
LawOption = Annotated[str, typer.Option("--law", help="The law under which it is illegal.")]
ContactOption = Annotated[str, typer.Option("--contact", help="Where the measure can be contested.")]
AloneOption = Annotated[
    str, typer.Option("--alone", help="Where the community lets one decide: the account's id, once more.", metavar="ID")
]
SuspendOption = Annotated[bool, typer.Option("--suspend", help="Cut it off; follows do not come back.")]
LimitOption = Annotated[bool, typer.Option("--limit", help="Limit all its accounts.")]


class Asked(NamedTuple):
    """What somebody wants to be done."""

    desk: Desk
    shield: "Shield"
    seat: "Seat"
    docket: "Docket"
    action: "Measure"
    now: datetime
    reasons: str = ""
    alone: str = ""


def register(group: typer.Typer) -> None:
    """Give the commands to their group."""
    group.command(epilog="Example: rempart desk measure 1f3a9c02 limit --for 7d --yes")(measure)
    group.command(epilog="Example: rempart desk domain nord.example --limit")(domain)


def measure(  # noqa: PLR0913, PLR0917 - one an option
    ref: RefArgument,
    kind: KindArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: SeatOption = None,
    span: ForOption = None,
    value: ValueOption = None,
    rule: RuleOption = "",
    law: LawOption = "",
    contact: ContactOption = "",
    alone: AloneOption = "",
    *,
    statement: StatementOption = False,
    reveal: RevealOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Order a measure about an account. Without --yes, only say what it would do. What is grave takes another's yes."""
    from bot.moderating import measuring, taking  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.moderating.statements import Grounds  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose, now = shield(desk, community), datetime.now(UTC)
        docket = taking.find(desk.store, whose.name, ref)
        action = measuring.measure(desk.store, docket, kind, _given(kind, span, value))
        why = Grounds(contact=contact, rule=rule, law=law) if statement else None
        said = "" if why is None else _reasons(desk, whose, docket, action, why, now)
        asked = Asked(desk, whose, seat(desk, whose, by, now), docket, action, now, said, alone)
        _order(asked, _foreseen(asked), yes=yes, as_json=as_json, reveal=reveal)


def domain(  # noqa: PLR0913 - as above
    name: Annotated[str, typer.Argument(help="The server.", metavar="NAME")],
    config: ConfigOption = DEFAULT_CONFIG,
    community: CommunityOption = None,
    by: SeatOption = None,
    alone: AloneOption = "",
    *,
    suspend: SuspendOption = False,
    limit: LimitOption = False,
    reveal: RevealOption = False,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Limit or cut off a whole server: first it is shown which members follow people there, and how many."""
    from bot.model.measure import LimitDomain, SuspendDomain  # noqa: PLC0415 - as above
    from bot.moderating.asking import native, of_server  # noqa: PLC0415 - as above

    if suspend == limit:
        raise ConfigError("write --suspend or --limit")
    with opened(config) as desk, refused():
        whose, now = shield(desk, community), datetime.now(UTC)
        about = of_server(whose, name, now)
        action = (SuspendDomain if suspend else LimitDomain)(domain=native(about.subject))
        asked = Asked(desk, whose, seat(desk, whose, by, now), about, action, now, alone=alone)
        seen = _foreseen(asked)
        if yes and seen is None:
            raise ConfigError("the desk could not be asked who follows people there; nothing was ordered")
        _order(asked, seen, yes=yes, as_json=as_json, reveal=reveal)


def _given(kind: str, span: str | None, values: Sequence[str] | None) -> dict[str, Any]:
    """The parts of a measure that were written."""
    from bot.commands.moments import lasting  # noqa: PLC0415 - as above

    found: dict[str, Any] = {} if span is None else {"duration": lasting("--for", span)}
    return found | ({("add" if kind == "tag" else "values"): tuple(values)} if values else {})


def _reasons(desk: Desk, whose: "Shield", docket: "Docket", action: "Measure", why: Any, now: datetime) -> str:
    from bot.moderating import statements  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        what = statements.facts(connection, docket, whose.protected.zone, action, now)
    return statements.draft(whose.protected.language, what, why)


def _foreseen(asked: Asked) -> "Foreseen | None":
    """What the server says that it would do; None where it cannot be asked now."""
    try:
        return asyncio.run(_ask(asked))
    except PlatformError:
        return None


async def _ask(asked: Asked) -> "Foreseen | None":
    from bot import app  # noqa: PLC0415 - as above
    from bot.moderating.foreseeing import foresee  # noqa: PLC0415 - as above

    platforms, _ = await app.open_platforms(asked.desk.config, asked.desk.store)
    try:
        for one in platforms:
            if one.key == asked.shield.desk:
                reached = cast("Reached", one)
                subject = asked.docket.subject
                return await foresee(asked.desk.store, reached, asked.seat, subject, asked.action, asked.now)
        return None
    finally:
        for one in platforms:
            await one.close()


def _order(asked: Asked, seen: "Foreseen | None", *, yes: bool, as_json: bool, reveal: bool) -> None:
    """Do it, or say what would be done."""
    from bot.model.delivery import Delivery  # noqa: PLC0415 - as above
    from bot.model.measure import Grave  # noqa: PLC0415 - as above

    made = _ordered(asked) if yes else None
    waits = made is not None and not isinstance(made, Delivery)
    if as_json:
        print_json(_data(asked, seen, reveal=reveal) | {"done": yes, "waits": waits, "id": made.id if made else ""})
        return
    words, action = asked.desk.words, asked.desk.words.say(f"action.{asked.action.__struct_config__.tag}")
    name = called(asked.desk, asked.docket, reveal=reveal)
    _show(asked, seen, reveal=reveal)
    if asked.reasons:
        say(asked.reasons)
    key = ("waits" if waits else "ordered") if yes else "would"
    say(words.say(f"cmd_desk.measure.{key}", action=action, account=name))
    duration = getattr(asked.action, "duration", None)
    if duration is not None:
        zone = asked.shield.protected.zone
        say(words.say("cmd_desk.measure.until", at=words.moment(asked.now + duration, zone)))
    if not yes and isinstance(asked.action, Grave) and not asked.alone:
        say(words.say("cmd_desk.measure.two"))


def _ordered(asked: Asked) -> Any:
    from bot.model.measure import Grave  # noqa: PLC0415 - as above
    from bot.model.seat import Role  # noqa: PLC0415 - as above
    from bot.moderating.asking import Asking, Confirmed, native  # noqa: PLC0415 - as above

    asking = Asking(asked.desk.store, asked.shield, asked.seat, asked.now)
    if asked.alone:
        confirmed = Confirmed(native(asked.docket.subject), asked.alone)
        return asking.by_oneself(asked.docket, asked.action, confirmed, asked.reasons)
    if isinstance(asked.action, Grave) and asked.seat.role is not Role.HOLDER:  # else one would be two, by two names
        raise ConfigError("--by: what is grave others ask for on their own pages; leave it out to ask for it yourself")
    return asking.order(asked.docket, asked.action, asked.reasons)


def _show(asked: Asked, seen: "Foreseen | None", *, reveal: bool) -> None:
    words = asked.desk.words
    if seen is None:
        say(words.say("cmd_desk.foreseen.unknown"))
        return
    if seen.counted:
        say(words.count("cmd_desk.foreseen.follows", seen.counted))
        for member, whom in seen.follows:
            say(f"  - {member} → {whom}" if reveal else f"  - {member}")
        for member, whom in seen.followers:
            say(f"  - {member} ← {whom}" if reveal else f"  - {member}")
    if seen.resolves:
        say(words.count("cmd_desk.foreseen.resolves", len(seen.resolves)))
    if seen.final:
        say(words.say("cmd_desk.foreseen.final"))


def _data(asked: Asked, seen: "Foreseen | None", *, reveal: bool) -> dict[str, Any]:
    return {
        "measure": str(asked.action.__struct_config__.tag),
        "account": called(asked.desk, asked.docket, reveal=reveal),
        "foreseen": None
        if seen is None
        else {"follows": seen.counted, "resolves": len(seen.resolves), "final": list(seen.final)},
        "statement": asked.reasons,
    }
