"""`rempart trust`: nothing is done to an account any more, and what was done to it is undone."""

from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError
from bot.model.account import KEY

EXAMPLE: Final = "Example: rempart trust bluesky:did:plc:… --person camille"
AccountArgument = Annotated[
    str,
    typer.Argument(
        help="The account's key (bluesky:did:plc:…, mastodon:server/id), or the URI or id of a mention of theirs.",
        metavar="ACCOUNT",
    ),
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Who trusts it; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Give the command to the app."""
    app.command(epilog=EXAMPLE)(trust)


def trust(
    account: AccountArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Never act on this account again, and undo what was done to it. Its mentions are judged and kept as before."""
    from bot.people.review import Review  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.store import outbox  # noqa: PLC0415 - as above

    with opened(config) as desk:
        name, review = desk.whose(person).name, Review(desk.store)
        key = account if KEY.fullmatch(account) else _author(desk, name, account)
        with desk.store.reading() as connection:
            steps = review.preview(outbox.on_subject(connection, name, key))
        review.trust(name, key, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_trust.done", person=name))
        if steps:
            say(desk.words.say("cmd_trust.before"))
        for step in steps:
            action, effect = desk.words.say(f"action.{step.action}"), desk.words.say(f"cmd_effect.{step.effect}")
            say(f"  - {action} · {effect} · {step.delivery}")


def _author(desk: Desk, person: str, ref: str) -> str:
    """Who wrote the mention that is meant. Raises ConfigError."""
    from bot.store import survey  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        found = {kept.author for kept in survey.referred(connection, ref) if kept.person == person}
    if len(found) == 1:
        return found.pop()
    raise ConfigError(
        f"{ref}: names no account that wrote to {person}; write its key (bluesky:did:plc:…, mastodon:server/id), or "
        'the URI of a mention of theirs; a handle goes into the configuration: trusted = ["…"]'
    )
