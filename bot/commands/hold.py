"""`rempart hold`: legal holds, which keep what they cover from being erased, by retention or by a command."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

PLACE: Final = 'Example: rempart hold place --account bluesky:did:plc:abc --why "complaint 2026/118"'
LIFT: Final = "Example: rempart hold lift --account bluesky:did:plc:abc"
LIST: Final = "Example: rempart hold list"
AccountOption = Annotated[
    str, typer.Option("--account", help="An account's key: bluesky:did:plc:…, mastodon:server/id.", metavar="ACCOUNT")
]
MentionOption = Annotated[str, typer.Option("--mention", help="A mention's URI.", metavar="URI")]
CaseOption = Annotated[str, typer.Option("--case", help="All accounts of a case, by its id.", metavar="ID")]
EverythingOption = Annotated[bool, typer.Option("--everything", help="All that is kept for the person.")]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whose shield; not needed where there is one.")]
WhyOption = Annotated[str, typer.Option("--why", help="For the record: a file number, a court. Not in the chain.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="hold", help="Keep from being erased what a court may ask for.", no_args_is_help=True)
    group.command("place", epilog=PLACE)(place)
    group.command("lift", epilog=LIFT)(lift)
    group.command("list", epilog=LIST)(listed)
    app.add_typer(group)


def place(
    config: ConfigOption = DEFAULT_CONFIG,
    account: AccountOption = "",
    mention: MentionOption = "",
    case: CaseOption = "",
    person: PersonOption = None,
    why: WhyOption = "",
    by: ByOption = None,
    *,
    everything: EverythingOption = False,
) -> None:
    """Keep an account, a mention, or everything, from being erased, until the hold is lifted."""
    from bot.erasure import holding  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store.holds import LegalHold  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.whose(person).name
        for subject in _subjects(desk, account, mention, case, everything=everything):
            hold = LegalHold(person=name, subject=subject, why=why, by=operator(by), at=datetime.now(UTC))
            holding.place(desk.store, hold)
            say(desk.words.say("cmd_hold.placed", person=name, subject=_said(desk, subject)))


def lift(
    config: ConfigOption = DEFAULT_CONFIG,
    account: AccountOption = "",
    mention: MentionOption = "",
    case: CaseOption = "",
    person: PersonOption = None,
    by: ByOption = None,
    *,
    everything: EverythingOption = False,
) -> None:
    """Lift a hold: what it covered is erased when its time comes."""
    from bot.erasure import holding  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name = desk.whose(person).name
        for subject in _subjects(desk, account, mention, case, everything=everything):
            if not holding.lift(desk.store, name, subject, operator(by), datetime.now(UTC)):
                raise ConfigError(
                    f"hold: there is none on {subject} for {name}; `rempart hold list` shows those that stand"
                )
            say(desk.words.say("cmd_hold.lifted", person=name, subject=_said(desk, subject)))


def listed(config: ConfigOption = DEFAULT_CONFIG, *, as_json: JsonOption = False) -> None:
    """List the holds that stand."""
    import msgspec  # noqa: PLC0415 - as above

    from bot.store import dump, holds  # noqa: PLC0415 - as above

    with opened(config) as desk:
        with desk.store.reading() as connection:
            found = holds.standing(connection, dump.people(connection))
        if as_json:
            print_json(msgspec.to_builtins(found))
            return
        if not found:
            say(desk.words.say("cmd_hold.none"))
        for hold in found:
            at = desk.words.moment(hold.at, desk.config.shielded[0].zone)
            say(
                desk.words.say(
                    "cmd_hold.line", person=hold.person, subject=_said(desk, hold.subject), at=at, by=hold.by
                )
            )
            if hold.why:
                say(f"  {hold.why}")


def _subjects(desk: Desk, account: str, mention: str, case: str, *, everything: bool) -> list[str]:
    """What is to be held: all accounts of a case. Raises ConfigError where it is not one thing."""
    if sum(map(bool, (account, mention, case, everything))) != 1:
        raise ConfigError("hold: name one thing: --account ACCOUNT, --mention URI, --case ID, or --everything")
    from bot.commands.casefiles import accounts_of  # noqa: PLC0415 - as above

    return accounts_of(desk, case) if case else [account or mention or "*"]


def _said(desk: Desk, subject: str) -> str:
    return desk.words.say("cmd_hold.everything") if subject == "*" else subject
