"""`rempart approve`, `reject` and `retry`: what a human decides about what waits, by id or by rule."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.model.delivery import Delivery

IdArgument = Annotated[str | None, typer.Argument(help="As `rempart held` shows it.", metavar="ID")]
AllOfOption = Annotated[
    str | None, typer.Option("--all-of", help="All that waits because of this rule; a dry run first.", metavar="RULE")
]


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(epilog="Example: rempart approve --all-of 'threat from a stranger' --yes")(approve)
    app.command(epilog="Example: rempart reject 3f9c… --by lea")(reject)
    app.command(epilog="Example: rempart retry 3f9c…")(retry)


def approve(
    id_: IdArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    all_of: AllOfOption = None,
    by: ByOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Let what is held be done. What cannot be taken back, and whole rules, need --yes."""
    _decide("approve", config, id_, all_of, by, yes=yes)


def reject(
    id_: IdArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    all_of: AllOfOption = None,
    by: ByOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Say that what is held is not wanted. Whole rules need --yes."""
    _decide("reject", config, id_, all_of, by, yes=yes)


def retry(
    id_: IdArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    all_of: AllOfOption = None,
    by: ByOption = None,
    *,
    yes: YesOption = False,
) -> None:
    """Try again what failed or may have been sent. What could then happen twice, and whole rules, need --yes."""
    _decide("retry", config, id_, all_of, by, yes=yes)


_WAITING: Final = {"approve": ("held",), "reject": ("held",), "retry": ("failed", "uncertain", "refused")}
Act = Callable[[str, str, datetime], "Delivery | None"]


def _decide(what: str, config: Path, id_: str | None, all_of: str | None, by: str | None, *, yes: bool) -> None:
    """Do it where it is sure: one thing was named that can be taken back or is only dropped, or --yes was said."""
    from bot.people.review import Review  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        chosen = _chosen(desk, _WAITING[what], id_, all_of)
        sure = yes or (all_of is None and (what == "reject" or not any(map(_final, chosen))))
        _tell(desk, what, chosen, getattr(Review(desk.store), what) if sure else None, operator(by))


def _chosen(desk: Desk, wanted: Sequence[str], id_: str | None, rule: str | None) -> "list[Delivery]":
    """What is meant by an id, or by a rule. Raises ConfigError."""
    if (id_ is None) == (rule is None):
        raise ConfigError("name one id, as `rempart held` shows it, or a rule: --all-of RULE")
    return _of_rule(desk, wanted, rule) if rule is not None else [_of_id(desk, wanted, str(id_))]


def _of_rule(desk: Desk, wanted: Sequence[str], rule: str) -> "list[Delivery]":
    from bot.store import survey  # noqa: PLC0415 - as above

    rule = desk.rule("--all-of", rule)
    with desk.store.reading() as connection:
        every = survey.of_rule(connection, rule)
    if not every:
        desk.require_rule("--all-of", rule)
    return [one for one in every if one.status.value in wanted]


def _of_id(desk: Desk, wanted: Sequence[str], id_: str) -> "Delivery":
    from bot.store import outbox  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        one = outbox.delivery(connection, id_)
    if one is None:
        raise ConfigError(f"{id_}: no delivery has this id; `rempart held` lists those that wait")
    if one.status.value not in wanted:
        status = desk.words.say(f"cmd_count.{one.status}")
        raise ConfigError(f"{id_}: this one does not wait for that (it stands: {status}); see `rempart held`")
    return one


def _tell(desk: Desk, what: str, chosen: "Sequence[Delivery]", act: Act | None, by: str) -> None:
    """Do it, or without `act` say what would be done."""
    words = desk.words
    if not chosen:
        say(words.say("cmd_decide.nothing"))
        return
    done = [one for one in chosen if act is None or act(one.id, by, datetime.now(UTC))]
    say(words.count(f"cmd_{what}.{'would' if act is None else 'done'}", len(done)))
    for one in done:
        say("  - " + " · ".join((one.person, _named(desk, one), one.id)))
    if act is None:
        say(words.say("cmd_decide.confirm"))
    elif what != "reject":
        say(words.say("cmd_decide.shield" if desk.store.runs() else "cmd_decide.no_shield"))


def _named(desk: Desk, one: "Delivery") -> str:
    from bot.model.action import Order, kind_of  # noqa: PLC0415 - as above

    name = desk.words.say(f"action.{kind_of(one.what.action) if isinstance(one.what, Order) else 'alert'}")
    return f"{name} ({desk.words.say('cmd_decide.final')})" if _final(one) else name


def _final(one: "Delivery") -> bool:
    """Whether it cannot be taken back once it is done."""
    from bot.model.action import IRREVERSIBLE, Order  # noqa: PLC0415 - as above

    return isinstance(one.what, Order) and isinstance(one.what.action, IRREVERSIBLE)
