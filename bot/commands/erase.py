"""`rempart erase`: content goes for good by destroying its key; the chain goes on proving the rest."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.erasure.plan import Erasure
    from bot.erasure.spared import Outcome, Spared, Target

EXAMPLE: Final = "Example: rempart erase --account bluesky:did:plc:abc (then, once you have read what would go: --now)"
SHOWN: Final = 20
"""Mentions that are held back, named one by one; more are only counted."""
AccountOption = Annotated[
    str, typer.Option("--account", help="Whose mentions: bluesky:did:plc:…, mastodon:server/id.", metavar="ACCOUNT")
]
MentionOption = Annotated[str, typer.Option("--mention", help="One mention, with all its versions.", metavar="URI")]
PersonOption = Annotated[
    str, typer.Option("--person", help="Everything that is kept for a protected person.", metavar="NAME")
]
LeaveOption = Annotated[
    bool,
    typer.Option("--leave-behind", help="With --person: leave what lists did elsewhere as it is; nobody can undo it."),
]
NowOption = Annotated[bool, typer.Option("--now", help="Erase, for good; without, only say what would go.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(erase)


def erase(
    config: ConfigOption = DEFAULT_CONFIG,
    account: AccountOption = "",
    mention: MentionOption = "",
    person: PersonOption = "",
    by: ByOption = None,
    *,
    leave_behind: LeaveOption = False,
    now: NowOption = False,
    as_json: JsonOption = False,
) -> None:
    """Erase for good what was kept of an account, of a mention, or for a person. Without --now, only say what would go.

    What stands under legal hold stays, and what something is still open about: decide it (rempart held) or undo it
    first. A person stays while their lists do something elsewhere: close and leave them first; where that cannot end,
    since a server or an account is gone for good, --leave-behind. Digests stay, so that the trail of all the rest goes
    on proving itself.
    """
    from bot.erasure.plan import Erasure  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk:
        erasure = Erasure(desk.store, desk.config.backup_keys)
        who, at = operator(by), datetime.now(UTC)
        targets = _targets(desk, erasure, account, mention, person, leave_behind=leave_behind)
        erasure.finish(at)
        outcomes = [erasure.erase(one, who, at) if now else erasure.preview(one, at) for one in targets]
        if as_json:
            print_json({"done": now, "people": [_data(one) for one in outcomes]})
            return
        for line in _lines(desk, outcomes, done=now):
            say(line)


def _targets(
    desk: Desk, erasure: "Erasure", account: str, mention: str, person: str, *, leave_behind: bool
) -> "list[Target]":
    """What is meant, for everybody it concerns. Raises ConfigError."""
    from bot.erasure.spared import Target  # noqa: PLC0415 - as above
    from bot.store import dump  # noqa: PLC0415 - as above

    if sum(map(bool, (account, mention, person))) != 1:
        raise ConfigError("erase: name one thing: --account ACCOUNT, --mention URI, or --person NAME")
    if leave_behind and not person:
        raise ConfigError("--leave-behind goes with --person")
    if person:
        with desk.store.reading() as connection:
            known = dump.people(connection)
        if person not in known:
            raise ConfigError(f"--person: nothing is kept for {person}; write one of {', '.join(known)}")
        _require_alone(desk, person)
        return [Target(person=person, leaves=leave_behind)]
    found = erasure.targets(account, mention)
    if not found:
        raise ConfigError(
            f"{account or mention}: nothing is kept of it; `rempart why` shows what is known of a mention"
        )
    return found


def _require_alone(desk: Desk, person: str) -> None:
    """Make sure that no shield goes on writing for whom everything is erased. Raises ConfigError."""
    if desk.store.runs() and any(one.name == person for one in desk.config.people):
        raise ConfigError(
            f"--person: a shield is at work for {person}, and would begin anew; stop `rempart run` first, or take "
            f"{person} out of the configuration"
        )


def _data(outcome: "Outcome") -> dict[str, Any]:
    return {
        "person": outcome.target.person,
        "mentions": outcome.mentions,
        "exhibits": outcome.exhibits,
        "authors": outcome.authors,
        "kept": [{"uri": one.uri, "why": one.why, "said": one.said} for one in outcome.spared],
    }


def _lines(desk: Desk, outcomes: "Sequence[Outcome]", *, done: bool) -> Iterator[str]:
    from bot.erasure.spared import ELSEWHERE  # noqa: PLC0415 - as above

    words = desk.words
    for one in outcomes:
        counts = {"mentions": one.mentions, "exhibits": one.exhibits, "authors": one.authors}
        yield words.say("cmd_erase.gone" if done else "cmd_erase.would", person=one.target.person, **counts)
        for spared in one.spared[:SHOWN]:
            yield "  " + _why(desk, spared)
        if len(one.spared) > SHOWN:
            yield "  " + words.say("cmd_erase.more", n=len(one.spared) - SHOWN)
        if any(spared.why in ELSEWHERE for spared in one.spared):
            yield "  " + words.say("cmd_erase.leave")
    if not done and any(not one.empty for one in outcomes):
        yield words.say("cmd_erase.confirm")
    if done and not desk.store.sqlite:
        yield words.say("cmd_erase.server")


def _why(desk: Desk, one: "Spared") -> str:
    subject = one.uri or desk.words.say("cmd_hold.everything")
    return desk.words.say(f"cmd_erase.{one.why}", subject=subject, said=one.said)
