"""`rempart why`: what was decided about a mention, because of what, and what was done."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import Desk, RevealOption, opened
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.people.inquiry import Answer, Finding

EXAMPLE: Final = "Example: rempart why at://did:plc:…/app.bsky.feed.post/… --reveal"
RefArgument = Annotated[
    str, typer.Argument(help="A URI, or the id of an alert, an exhibit or a delivery.", metavar="REF")
]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(why)


def why(
    ref: RefArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Say why something was done about a mention, or not: each rule with what it found, and what became of it.

    What was written, and by whom, is shown only with --reveal.
    """
    from bot.backtest.ready import arming, compiled, policies_of  # noqa: PLC0415 - takes long, --help need not wait
    from bot.people.inquiry import inquire  # noqa: PLC0415 - as above

    with opened(config) as desk:
        policies, _ = arming(desk.store, desk.config).look(policies_of(desk.config))
        answer = inquire(desk.store, compiled(policies), frozenset(policies), ref, datetime.now(UTC))
        if as_json:
            _print_data(answer, ref, reveal=reveal)
        elif answer.findings:
            _show(answer.findings, desk, reveal=reveal)
        else:
            _show_other(answer, desk, ref)


def _print_data(answer: "Answer", ref: str, *, reveal: bool) -> None:
    from bot.commands.why_data import as_data  # noqa: PLC0415 - as above

    if not (answer.findings or answer.alert or answer.custody):
        raise _nothing(ref)
    print_json(as_data(answer, reveal=reveal))


def _show(findings: tuple["Finding", ...], desk: Desk, *, reveal: bool) -> None:
    from bot.explaining.lines import Teller  # noqa: PLC0415 - as above

    zones = {person.name: person.zone for person in desk.config.shielded}
    teller = Teller(desk.words, zones, reveal=reveal)
    lines = teller.list(findings) if len({one.kept.uri for one in findings}) > 1 else teller.tell(findings)
    for line in lines:
        say(line)


def _show_other(answer: "Answer", desk: Desk, ref: str) -> None:
    """An alert, or an exhibit, that is about no mention."""
    if answer.alert:
        say(answer.alert.title)
        say(answer.alert.body)
    elif answer.custody:
        box, zones = answer.custody, {one.name: one.zone for one in desk.config.shielded}
        what, at = desk.words.say(f"cmd_custody.{box.what}"), desk.words.moment(box.at, zones.get(box.person, "UTC"))
        say(desk.words.say("cmd_why.custody", what=what, at=at, n=box.size))
    else:
        raise _nothing(ref)


def _nothing(ref: str) -> ConfigError:
    return ConfigError(
        f"{ref}: nothing is known under it; write the URI of a mention as the platform has it, or the id of an alert, "
        "an exhibit or a delivery"
    )
