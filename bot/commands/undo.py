"""`rempart undo`: what was done is restored to the state before, and what waited is not done; a dry run first."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, YesOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, complain, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.model.delivery import Delivery
    from bot.people.review import Step

EXAMPLE: Final = "Example: rempart undo --rule 'threat from a stranger' --since 2h --yes"
RefArgument = Annotated[
    str | None,
    typer.Argument(help="The URI of a mention, or the id of an alert, an exhibit or a delivery.", metavar="REF"),
]
RuleOption = Annotated[str | None, typer.Option("--rule", help="Everything that this rule did.")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", help="All measures of a desk that were ordered together.", metavar="UUID")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", help="With --rule: from when on: 2h, 3 days, 2026-03-01; a day if left out.")
]
NowOption = Annotated[bool, typer.Option("--now", help="With --yes, where no shield runs: do it from here, at once.")]
A_DAY: Final = "1 day"
UNFINISHED: Final = 1


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(undo)


def undo(  # noqa: PLR0913 - one an option
    ref: RefArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    rule: RuleOption = None,
    since: SinceOption = None,
    batch: BatchOption = None,
    by: ByOption = None,
    *,
    yes: YesOption = False,
    directly: NowOption = False,
    as_json: JsonOption = False,
) -> None:
    """Undo what was done about a mention, by a rule, or in a batch. Without --yes, only say what would be undone.

    Mutes and blocks are lifted, to the state before; what waits is cancelled; reports and dismissals cannot be undone.
    """
    _require_one(ref, rule, since, batch)
    with opened(config) as desk:
        from bot.people.review import Review  # noqa: PLC0415 - takes long, and --help need not wait for it

        review = Review(desk.store)
        chosen = _chosen(desk, ref, rule, since, batch)
        steps = review.undo(chosen, operator(by), datetime.now(UTC)) if yes else review.preview(chosen)
        if as_json:
            print_json({"done": yes, "steps": [_data(step) for step in steps]})
        else:
            _show(steps, desk, done=yes)
        if yes:
            _finish(desk, _inverses(desk, chosen), complain if as_json else say, directly=directly)


def _require_one(ref: str | None, rule: str | None, since: str | None, batch: str | None) -> None:
    if sum(one is not None for one in (ref, rule, batch)) != 1:
        raise ConfigError(
            "undo: name one mention, or one rule, or one batch; write rempart undo URI, or rempart undo --rule NAME"
        )
    if since is not None and rule is None:
        raise ConfigError("--since: goes with --rule; leave it out for a mention")


def _chosen(
    desk: Desk, ref: str | None, rule: str | None, since: str | None, batch: str | None
) -> "Sequence[Delivery]":
    if rule is not None:
        return _of_rule(desk, rule, since or A_DAY)
    return _of_ref(desk, str(ref)) if batch is None else _of_batch(desk, batch)


def _of_batch(desk: Desk, batch: str) -> "list[Delivery]":
    from bot.moderating.batches import of_batch  # noqa: PLC0415 - as above

    chosen = of_batch(desk.store, batch)
    if not chosen:
        raise ConfigError(f"--batch: nothing was ordered together under {batch}; Ozone shows the name with each event")
    return chosen


def _of_ref(desk: Desk, ref: str) -> list["Delivery"]:
    """What an undo of a mention, or of one delivery, is about."""
    from bot.store import outbox, survey  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        one = outbox.delivery(connection, ref)
        if one is not None and one.task == "act":
            return [one]
        found = {(kept.person, kept.uri): None for kept in survey.referred(connection, ref)}
        if not found:
            raise ConfigError(f"{ref}: nothing is known under it; `rempart held` and alerts name ids that are")
        return [one for person, uri in found for one in outbox.about(connection, uri, person) if one.task == "act"]


def _of_rule(desk: Desk, rule: str, since: str) -> list["Delivery"]:
    from bot.commands.moments import since as moment  # noqa: PLC0415 - as above
    from bot.people.review import Review  # noqa: PLC0415 - as above

    rule = desk.rule("--rule", rule)
    chosen = Review(desk.store).undo_rule(rule, moment("--since", since, datetime.now(UTC)))
    if not chosen:
        desk.require_rule("--rule", rule)
    return chosen


def _data(step: "Step") -> dict[str, str]:
    return {
        "delivery": step.delivery,
        "person": step.person,
        "action": step.action,
        "effect": step.effect,
        "why": step.why,
    }


def _show(steps: Sequence["Step"], desk: Desk, *, done: bool) -> None:
    """What is undone, or would be."""
    words, tense = desk.words, "done" if done else "would"
    if not steps:
        say(words.say("cmd_undo.nothing"))
        return
    say(words.count(f"cmd_undo.{tense}", len(steps)))
    for step in steps:
        action = words.say(f"action.{step.action}")
        say(f"  - {step.person} · {action} · {words.say(f'cmd_effect.{step.effect}')} · {step.delivery}")
    if not done:
        say(words.say("cmd_undo.confirm"))


def _inverses(desk: Desk, chosen: "Sequence[Delivery]") -> list[str]:
    """The ids of inverses that are planned, from now or from before, and not performed yet."""
    from bot.store import outbox  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        found = [outbox.delivery(connection, f"{one.id}-undo") for one in chosen]
    return [one.id for one in found if one is not None and one.status == "planned"]


def _finish(desk: Desk, inverses: Sequence[str], tell: Callable[[str], None], *, directly: bool) -> None:
    """Say who performs the inverses, or perform them."""
    if not inverses:
        return
    if desk.store.runs():
        tell(desk.words.say("cmd_undo.shield"))
    elif not directly:
        tell(desk.words.say("cmd_undo.no_shield"))
    else:
        from bot.commands.directly import perform  # noqa: PLC0415 - as above
        from bot.explaining.words import trouble  # noqa: PLC0415 - as above

        unfinished = asyncio.run(perform(desk.config, desk.store, inverses))
        for one in unfinished:
            status, why = desk.words.say(f"status.{one.status}"), trouble(desk.words, one.trouble)
            tell(desk.words.say("cmd_undo.unfinished", delivery=one.id, status=status, trouble=why))
        if unfinished:
            raise typer.Exit(UNFINISHED)
        tell(desk.words.say("cmd_undo.performed"))
