"""`rempart harasser`: what people know of somebody who harasses: accounts, bans, letters; and how far it has gone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.cases.keeping import Casework
    from bot.store.cases import Casefile

ADD: Final = "Example: rempart harasser add mastodon:ailleurs.test/590 --person camille"
RESTRICT: Final = (
    "Example: rempart harasser restrict bluesky:did:plc:abc --kind court_ban --from 2026-03-01 --until 2027-03-01"
)
NOTE: Final = (
    'Example: rempart harasser note bluesky:did:plc:abc --means letter --at 2026-03-01 "no stamp, my first name"'
)
LIST: Final = "Example: rempart harasser list --reveal"
AccountArgument = Annotated[
    str,
    typer.Argument(
        help="The account's key (bluesky:did:plc:…, mastodon:server/id), or the URI or id of a mention of theirs.",
        metavar="ACCOUNT",
    ),
]
AccountsArgument = Annotated[
    list[str], typer.Argument(help="As above, one or several of one person.", metavar="ACCOUNT…")
]
WordsArgument = Annotated[str, typer.Argument(help="What happened, in your words. It is sealed.", metavar="TEXT")]
KindOption = Annotated[str, typer.Option("--kind", help="court_ban or platform_ban.", metavar="KIND")]
FromOption = Annotated[str, typer.Option("--from", help="The first day: 2026-03-01, 2026-03-01T14:00.", metavar="DATE")]
UntilOption = Annotated[str, typer.Option("--until", help="Until when, not in it.", metavar="DATE")]
MeansOption = Annotated[str, typer.Option("--means", help="letter, call, visit or other.", metavar="MEANS")]
AtOption = Annotated[str, typer.Option("--at", help="When it happened: 2026-03-01, 2026-03-01T14:00.", metavar="DATE")]
GravityOption = Annotated[
    str, typer.Option("--gravity", help="How grave it was: unwanted, low, medium, high, urgent.", metavar="GRAVITY")
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whom it concerns; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="harasser", help="Say what you know of somebody who harasses.", no_args_is_help=True)
    group.command("add", epilog=ADD)(add)
    group.command("restrict", epilog=RESTRICT)(restrict)
    group.command("note", epilog=NOTE)(note)
    group.command("list", epilog=LIST)(listed)
    app.add_typer(group)


def add(
    account: AccountArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Let an account be known as that of somebody who harasses, whether it ever wrote or not."""
    from bot.commands.casefiles import account_of  # noqa: PLC0415 - takes long, and --help need not wait for it

    with opened(config) as desk, _casework(desk, person, by) as casework:
        _said(desk, casework, casework.add(account_of(desk, casework.shield.name, account)))


def restrict(
    accounts: AccountsArgument,
    kind: KindOption,
    since: FromOption,
    until: UntilOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Write down a ban: whoever is behind these accounts may not write, or come back. A return is told at once."""
    from bot.cases.keeping import KINDS  # noqa: PLC0415 - as above
    from bot.commands.casefiles import account_of  # noqa: PLC0415 - as above
    from bot.commands.moments import moment  # noqa: PLC0415 - as above

    begins, ends = moment("--from", since), moment("--until", until)
    _one_of("--kind", kind, KINDS)
    if ends <= begins:
        raise ConfigError("--until: lies before --from; write the later date there")
    with opened(config) as desk, _casework(desk, person, by) as casework:
        keys = [account_of(desk, casework.shield.name, account) for account in accounts]
        for case in casework.restrict(keys, kind, begins, ends):
            _said(desk, casework, case)


def note(
    account: AccountArgument,
    text: WordsArgument,
    means: MeansOption,
    at: AtOption,
    config: ConfigOption = DEFAULT_CONFIG,
    gravity: GravityOption = "medium",
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Write down what no platform shows: a letter, a call, a visit. It counts in the case, and stands in the chain."""
    from bot.cases.keeping import MEANS  # noqa: PLC0415 - as above
    from bot.commands.casefiles import account_of  # noqa: PLC0415 - as above
    from bot.commands.moments import since  # noqa: PLC0415 - as above
    from bot.model.conduct import Level  # noqa: PLC0415 - as above

    _one_of("--means", means, MEANS)
    _one_of("--gravity", gravity, tuple(level.name.lower() for level in Level if level))
    if not text.strip():
        raise ConfigError("TEXT: is empty; say what happened")
    happened = since("--at", at, datetime.now(UTC)).astimezone(UTC)
    with opened(config) as desk, _casework(desk, person, by) as casework:
        key = account_of(desk, casework.shield.name, account)
        _said(desk, casework, casework.note(key, means, happened, Level[gravity.upper()], text.strip()))


def listed(
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the cases: how far each has gone, on what grounds, its accounts, bans and notes. Names need --reveal."""
    from bot.commands.casefiles import case_data, case_lines, found  # noqa: PLC0415 - as above

    with opened(config) as desk:
        people = [desk.whose(person)] if person else list(desk.config.shielded)
        every = [one for each in people for one in found(desk, each)]
        if as_json:
            print_json([case_data(desk, one, reveal=reveal) for one in every])
            return
        if not every:
            say(desk.words.say("cmd_case.none"))
        for one in every:
            for line in case_lines(desk, one, reveal=reveal):
                say(line)


@contextmanager
def _casework(desk: Desk, person: str | None, by: str | None) -> "Iterator[Casework]":
    """What a human writes down of cases, in one transaction."""
    from bot.cases.keeping import Casework  # noqa: PLC0415 - as above
    from bot.shield.live import shields  # noqa: PLC0415 - as above

    name = desk.whose(person).name
    with desk.store.writing() as connection:
        yield Casework(connection, desk.store.master, shields(desk.config, {})[name], operator(by), datetime.now(UTC))


def _said(desk: Desk, casework: "Casework", case: "Casefile") -> None:
    stage = desk.words.say(f"stage.{case.stage.label}")
    say(desk.words.say("cmd_case.done", person=casework.shield.name, case=case.id, stage=stage))


def _one_of(option: str, written: str, known: tuple[str, ...]) -> None:
    if written not in known:
        raise ConfigError(f"{option}: must be one of {', '.join(known)}")
