"""`rempart arm` and `rempart disarm`: what a shield that observed would have done, and the word that lets it act."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, progress, say
from bot.model.decision import Mode

if TYPE_CHECKING:
    from bot.backtest.rehearsal import Rehearsal
    from bot.commands.backtest_data import Trial
    from bot.config import Somebody

ARM: Final = "Example: rempart arm camille"
DISARM: Final = "Example: rempart disarm camille"
PersonArgument = Annotated[
    str | None, typer.Argument(help="Whose shield; not needed where there is one.", metavar="PERSON")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


def register(app: typer.Typer) -> None:
    """Give the commands to the app."""
    app.command(epilog=ARM)(arm)
    app.command(epilog=DISARM)(disarm)


def arm(
    person: PersonArgument = None,
    config: ConfigOption = DEFAULT_CONFIG,
    by: ByOption = None,
    *,
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show what would have been done so far, whom it would have hit first; then, after a yes, let the shield act.

    It writes mode = "act" into the configuration, and nothing else of it; a running shield takes it up by itself. With
    --json and without --yes, it only shows.
    """
    with opened(config) as desk:
        one = desk.whose(person)
        found = _rehearsed(desk, one)
        if as_json:
            print_json(_data(desk, one, found))
        else:
            _show(desk, one, found)
        if one.mode is Mode.ACT:
            _unless_json(desk, "already", one, as_json=as_json)
        elif yes or (not as_json and _agreed(desk, one)):
            _set(desk, config, one, Mode.ACT, operator(by))
            _unless_json(desk, "armed", one, as_json=as_json)


def disarm(person: PersonArgument = None, config: ConfigOption = DEFAULT_CONFIG, by: ByOption = None) -> None:
    """Let the shield observe again: what it would do waits for you. What was done stays, until `rempart undo`."""
    with opened(config) as desk:
        one = desk.whose(person)
        if one.mode is Mode.OBSERVE:
            say(desk.words.say("cmd_arm.already_observing", person=one.name))
            return
        _set(desk, config, one, Mode.OBSERVE, operator(by))
        say(desk.words.say("cmd_arm.disarmed", person=one.name))


def _set(desk: Desk, config: Path, person: "Somebody", mode: Mode, by: str) -> None:
    from bot.config.change import SetMode  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.people.ruling import draft, settle  # noqa: PLC0415 - as above

    change = SetMode(mode=mode)
    drafted = draft(config, person.name, change)
    settle(desk.store, config, person.name, drafted, change, by, datetime.now(UTC))


def _rehearsed(desk: Desk, person: "Somebody") -> "Rehearsal":
    from bot.backtest.rehearsal import rehearse  # noqa: PLC0415 - as above
    from bot.store import past  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        total = past.count(connection, person.name, None)
    with progress(desk.words.say("cmd_backtest.progress"), total) as advance:
        return rehearse(desk.store, desk.config, person, datetime.now(UTC), advance)


def _show(desk: Desk, person: "Somebody", found: "Rehearsal") -> None:
    from bot.commands.arm_picture import RehearsalPicture  # noqa: PLC0415 - as above

    RehearsalPicture(desk.words, _trial(desk, person, found), found, _names(desk, person, found)).print()


def _trial(desk: Desk, person: "Somebody", found: "Rehearsal") -> "Trial":
    from bot.commands.backtest_data import Trial  # noqa: PLC0415 - as above

    return Trial(person, desk.config.policy(person), found.outcome, found.verdicts, {}, 0)


def _data(desk: Desk, person: "Somebody", found: "Rehearsal") -> dict[str, Any]:
    from bot.commands.backtest_data import as_data  # noqa: PLC0415 - as above

    held = [{"rule": one.rule, "action": one.action, "count": one.count, "people": one.people} for one in found.held]
    return as_data(_trial(desk, person, found), _names(desk, person, found)) | {
        "held": held,
        "needs_accept": list(found.needing),
    }


def _names(desk: Desk, person: "Somebody", found: "Rehearsal") -> dict[str, str]:
    """What each author is called: a reference, since names stay hidden here."""
    from bot.evidence.pseudonym import nickname  # noqa: PLC0415 - as above
    from bot.store import write  # noqa: PLC0415 - as above

    if not found.outcome.authors:
        return {}
    with desk.store.reading() as connection:
        salt = write.salt(connection, desk.store.master, person.name)
    return {one.account: nickname(salt, one.account) for one in found.outcome.authors}


def _agreed(desk: Desk, person: "Somebody") -> bool:
    from bot.commands.asking import agreed  # noqa: PLC0415 - as above

    return agreed(desk.words, desk.words.say("cmd_arm.ask", person=person.name))


def _unless_json(desk: Desk, key: str, person: "Somebody", *, as_json: bool) -> None:
    if not as_json:
        say(desk.words.say(f"cmd_arm.{key}", person=person.name))
