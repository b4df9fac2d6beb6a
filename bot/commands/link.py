"""`rempart link`: accounts that may be one person's, for a human to confirm or reject."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, JsonOption, print_json, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.config.shielded import Shielded
    from bot.links.deciding import LinkReview
    from bot.store.links import Link

LIST: Final = "Example: rempart link list --reveal"
CONFIRM: Final = "Example: rempart link confirm 1a2b3c4d-5e6f7a8b"
REJECT: Final = "Example: rempart link reject bluesky:did:plc:abc bluesky:did:plc:def --person camille"
FirstArgument = Annotated[
    str, typer.Argument(help="A link's id, or one of the two accounts (its key, a mention of theirs).", metavar="LINK")
]
SecondArgument = Annotated[
    str, typer.Argument(help="The other account, where an account is named first.", metavar="[ACCOUNT]")
]
PersonOption = Annotated[str | None, typer.Option("--person", help="Whom it concerns; not needed where there is one.")]
AllOption = Annotated[bool, typer.Option("--all", help="Those too that were confirmed or rejected.")]


def register(app: typer.Typer) -> None:
    """Give the group to the app."""
    group = typer.Typer(name="link", help="Say whether accounts are one person's.", no_args_is_help=True)
    group.command("list", epilog=LIST)(listed)
    group.command("confirm", epilog=CONFIRM)(confirm)
    group.command("reject", epilog=REJECT)(reject)
    app.add_typer(group)


def listed(
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    every: AllOption = False,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """List the links that are suggested, with what speaks for each. The keys of accounts need --reveal."""
    with opened(config) as desk:
        people = [desk.whose(person)] if person else list(desk.config.shielded)
        found = [one for each in people for one in _found(desk, each, every=every)]
        if as_json:
            print_json([_data(desk, one, reveal=reveal) for one in found])
            return
        say(desk.words.count("cmd_link.opening", len(found)))
        for one in found:
            for line in _lines(desk, one, reveal=reveal):
                say(line)
        if found:
            say(desk.words.say("cmd_link.next"))


def confirm(
    link: FirstArgument,
    other: SecondArgument = "",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """They are one person's: their cases become one, and what the one may not do the other may not."""
    with opened(config) as desk:
        review = _review(desk, desk.whose(person))
        account, known = _pair(desk, review, link, other)
        review.confirm(account, known, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_link.confirmed", person=review.shield.name))


def reject(
    link: FirstArgument,
    other: SecondArgument = "",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """They are two people's: it is never suggested again, and an earlier yes is taken back."""
    with opened(config) as desk:
        review = _review(desk, desk.whose(person))
        account, known = _pair(desk, review, link, other)
        review.reject(account, known, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_link.rejected", person=review.shield.name))


def _review(desk: Desk, person: "Shielded") -> "LinkReview":
    from bot.links.deciding import LinkReview  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.shield.live import shields  # noqa: PLC0415 - as above

    return LinkReview(desk.store, shields(desk.config, {})[person.name])


def _found(desk: Desk, person: "Shielded", *, every: bool) -> "Iterator[Link]":
    from bot.links.judging import stands  # noqa: PLC0415 - as above
    from bot.model.link import Status  # noqa: PLC0415 - as above

    for one in _review(desk, person).every():
        if (one.status is Status.SUGGESTED and stands(one)) or (every and one.status is not Status.SUGGESTED):
            yield one


def _pair(desk: Desk, review: "LinkReview", link: str, other: str) -> tuple[str, str]:
    """The two accounts that are meant. Raises ConfigError."""
    from bot.commands.casefiles import account_of  # noqa: PLC0415 - as above

    name = review.shield.name
    if other:
        pair = account_of(desk, name, link), account_of(desk, name, other)
        if pair[0] == pair[1]:
            raise ConfigError(f"{link} {other}: is one account twice; name two")
        return pair
    found = [one for one in review.every() if _id(desk, one) == link]
    if len(found) != 1:
        raise ConfigError(f"{link}: is the id of no link; `rempart link list` shows them, or name two accounts")
    return found[0].account, found[0].other


def _lines(desk: Desk, one: "Link", *, reveal: bool) -> "Iterator[str]":
    from bot.alerts.link import in_words  # noqa: PLC0415 - as above

    known, account = (_named(desk, one, each, reveal=reveal) for each in (one.other, one.account))
    percent, status = round(100 * one.score), desk.words.say(f"cmd_link.status.{one.status}")
    yield desk.words.say("cmd_link.line", id=_id(desk, one), known=known, account=account, percent=percent, now=status)
    for said in one.grounds:
        yield f"    - {in_words(said, desk.config.language)}"


def _data(desk: Desk, one: "Link", *, reveal: bool) -> dict[str, Any]:
    from bot.alerts.link import in_words  # noqa: PLC0415 - as above

    return {
        "id": _id(desk, one),
        "person": one.person,
        "accounts": [_named(desk, one, each, reveal=reveal) for each in (one.other, one.account)],
        "score": one.score,
        "grounds": [in_words(said, "en") for said in one.grounds],
        "status": one.status.value,
        "by": one.by,
    }


def _named(desk: Desk, one: "Link", account: str, *, reveal: bool) -> str:
    from bot.evidence.pseudonym import nickname  # noqa: PLC0415 - as above

    return account if reveal else nickname(_salt(desk, one), account)


def _id(desk: Desk, one: "Link") -> str:
    """What names a link: the beginnings of the names that both accounts have in the chain."""
    from bot.evidence.pseudonym import SHOWN, pseudonym  # noqa: PLC0415 - as above

    salt = _salt(desk, one)
    return f"{pseudonym(salt, one.other)[:SHOWN]}-{pseudonym(salt, one.account)[:SHOWN]}"


def _salt(desk: Desk, one: "Link") -> bytes:
    from bot.store import dump  # noqa: PLC0415 - as above

    with desk.store.reading() as connection:
        return desk.store.master.unwrap(f"salt:{one.person}", dump.salts(connection)[one.person])
