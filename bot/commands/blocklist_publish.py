"""`rempart blocklist create, choose, publish`: a list of one's own, who comes into it, and giving it to others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.opened import ByOption, Desk, RevealOption, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, say
from bot.errors import ConfigError, Refused

if TYPE_CHECKING:
    from bot.blocklists.change import Change, Policy
    from bot.config import Config
    from bot.model.reason import Reason, Severity
    from bot.model.shield import Shield
    from bot.store.candidates import Candidate

ListOption = Annotated[str, typer.Option("--list", help="The list, by its name.", metavar="NAME")]
RulesOption = Annotated[list[str] | None, typer.Option("--rule", help="A rule that puts somebody forward; repeatable.")]
ReasonsOption = Annotated[list[str] | None, typer.Option("--reason", help="Why, by Ozone's names; repeatable.")]
SeverityOption = Annotated[str, typer.Option("--severity", help="low, medium, high or urgent.")]
PolicyOption = Annotated[str, typer.Option("--policy", help="filter (to mute) or reject (to block).")]
CREATE: Final = 'Example: rempart blocklist create --list camille --title "Camille" --rule "threat by a stranger"'
CHOOSE: Final = "Example: rempart blocklist choose @name@example.org --list camille --reason harassment_targeted"
PUBLISH: Final = "Example: rempart blocklist publish --list camille --propose"


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("create", epilog=CREATE)(create)
    group.command("choose", epilog=CHOOSE)(choose)
    group.command("publish", epilog=PUBLISH)(publish)


def create(  # noqa: PLR0913, PLR0917 - one an option
    list_: ListOption,
    title: Annotated[str, typer.Option("--title", help="Which everybody reads.")],
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    description: Annotated[str, typer.Option("--description", help="Who is in it and why.")] = "",
    contest: Annotated[str, typer.Option("--contest", help="How to contest, beside its page.")] = "",
    rule: RulesOption = None,
    reason: ReasonsOption = None,
    least: Annotated[str, typer.Option("--least", help="From what severity rules put somebody forward.")] = "high",
    floor: Annotated[int, typer.Option("--floor", help="Followers below which an account waits for a human.")] = 20,
    review: Annotated[int, typer.Option("--review", help="Days after which an entry is looked at again.")] = 180,
    expiry: Annotated[int, typer.Option("--expiry", help="Days after which an entry goes by itself.")] = 365,
    bluesky: Annotated[str, typer.Option("--bluesky", help="Your account, by its handle, that keeps it there.")] = "",
) -> None:
    """Make a list, which nobody sees until it is published."""
    from bot.publishing.making import make  # noqa: PLC0415 - takes long, and --help need not wait for it
    from bot.publishing.terms import Terms  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        whose = desk.whose(person)
        rules = tuple(desk.require_rule("--rule", one) for one in rule or ())
        terms = Terms(
            description=description,
            contest=contest,
            language=whose.language,
            rules=rules,
            reasons=reasons(reason),
            least=severity("--least", least),
            floor=floor,
            review_days=review,
            expiry_days=expiry,
            bluesky=_keeper(desk.config, whose.name, bluesky),
        )
        one = make(desk.store, whose.name, list_, title, terms, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.publish.created", list=one.slug))
        if desk.config.web.public_url is None:
            say(desk.words.say("cmd_blocklist.publish.local"))


def _keeper(config: "Config", whose: str, handle: str) -> str:
    """The person's account in whose name a list stands at Bluesky; empty: none. Raises ConfigError for another's."""
    handles = [
        one.handle
        for person in config.people
        if person.name == whose
        for one in person.accounts
        if one.platform == "bluesky"
    ]
    if handle and handle not in handles:
        raise ConfigError(
            f"--bluesky: write one of {', '.join(handles)}" if handles else "--bluesky: you have none there"
        )
    return handle


def choose(  # noqa: PLR0913 - one an option
    account: Annotated[
        list[str] | None, typer.Argument(help="Accounts: a key, a DID, user@host, a URI; or a domain.")
    ] = None,
    *,
    list_: ListOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    case: Annotated[str, typer.Option("--case", help="All accounts of a case.")] = "",
    reason: ReasonsOption = None,
    severity_: SeverityOption = "high",
    policy: PolicyOption = "reject",
    comment: Annotated[str, typer.Option("--comment", help="Which everybody reads.")] = "",
    rules: Annotated[
        bool, typer.Option("--rules", help="Whom the list's rules put forward: now, and not within the hour.")
    ] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Choose them whatever speaks against it.")] = False,
) -> None:
    """Put somebody forward for a list; whoever is held back is chosen only with --confirm."""
    from bot.publishing.choosing import Choosing, Saying  # noqa: PLC0415 - as above
    from bot.publishing.ruled import by_rules  # noqa: PLC0415 - as above

    if not (account or case or rules) or ((account or case) and not reason):
        raise ConfigError("name accounts or a --case, and say why with --reason; or write --rules")
    with opened(config) as desk, refused():
        who, now, name = Choosing(desk.store, shield(desk, person)), datetime.now(UTC), operator(by)
        saying = Saying(_policy(policy), severity("--severity", severity_), reasons(reason), comment)
        if rules:
            new = by_rules(desk.store, who.shield, list_, now)
            say(desk.words.count("cmd_blocklist.publish.ruled", new))
        found = who.of_case(list_, case, saying, name, now) if case else []
        found += [who.by_hand(list_, each, saying, name, now) for each in account or ()]
        if confirm:
            found = [who.confirm(list_, one.id, name, now) for one in found]
        _tell(desk, list_, found)


def _tell(desk: Desk, list_: str, found: "list[Candidate]") -> None:
    """How many are chosen, and what holds the others back."""
    for one in found:
        if one.standing == "held":
            grounds = ", ".join(desk.words.say(f"cmd_blocklist.ground.{ground}") for ground in one.grounds)
            say(desk.words.say("cmd_blocklist.publish.held", id=one.id, grounds=grounds))
    if found:
        chosen = sum(one.standing == "chosen" for one in found)
        say(desk.words.count("cmd_blocklist.publish.chosen", chosen, list=list_))


def publish(
    list_: ListOption,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    *,
    propose: Annotated[
        bool, typer.Option("--propose", help="Propose it to a second person; without, only show it.")
    ] = False,
    reveal: RevealOption = False,
) -> None:
    """Show what the next version would change; with --propose, let a second person agree to it, or a day pass."""
    import msgspec  # noqa: PLC0415 - as above

    from bot.model.proposal import Kind  # noqa: PLC0415 - as above
    from bot.people.admission import Admission  # noqa: PLC0415 - as above
    from bot.people.agreeing import Agreeing  # noqa: PLC0415 - as above
    from bot.publishing import publishing  # noqa: PLC0415 - as above

    with opened(config) as desk, refused():
        now, whose = datetime.now(UTC), shield(desk, person)
        draft = publishing.draft(desk.store, whose.name, list_)
        show(desk, "added", draft.difference.added, reveal=reveal)
        show(desk, "changed", draft.difference.changed, reveal=reveal)
        if not propose:
            say(desk.words.say("cmd_blocklist.publish.dry"))
            return
        agreeing = Agreeing(desk.store, {})
        meant = publishing.prepare(desk.store, whose.name, list_, draft.stamp, agreeing.open(whose.name))
        seat = Admission(desk.store).holder(whose.name, whose.name, now)
        one = agreeing.propose(seat, Kind.PUBLISH, msgspec.json.encode(meant).decode(), now)
        say(desk.words.say(f"cmd_blocklist.publish.{'alone' if one.due_at else 'waits'}"))


def show(desk: Desk, how: str, changes: "tuple[Change, ...]", *, reveal: bool) -> None:
    """So many entries are added, changed or gone, and by --reveal which."""
    say(desk.words.count(f"cmd_blocklist.publish.{how}", len(changes)))
    for change in changes if reveal else ():
        why = ", ".join(desk.words.say(f"reason.{one}") for one in change.reasons)
        policy = change.policy.value if change.policy else change.stated or change.type.value
        say(f"  {change.entity.key}  {policy}  {desk.words.say(f'severity.{change.severity.label}')}  {why}")


def shield(desk: Desk, person: str | None) -> "Shield":
    """How the person is protected."""
    from bot.shield.live import shields  # noqa: PLC0415 - as above

    return shields(desk.config, {})[desk.whose(person).name]


@contextmanager
def refused() -> Iterator[None]:
    """What cannot be done is told as the operator's fault."""
    from bot.publishing.scan import GivesAway  # noqa: PLC0415 - as above

    try:
        yield
    except (Refused, GivesAway) as error:
        raise ConfigError(str(error)) from error


def reasons(written: list[str] | None) -> "tuple[Reason, ...]":
    """Reasons by their names. Raises ConfigError."""
    from bot.model.reason import Reason  # noqa: PLC0415 - as above

    try:
        return tuple(map(Reason, written or ()))
    except ValueError:
        raise ConfigError(f"--reason: write one of {', '.join(Reason)}") from None


def severity(option: str, written: str) -> "Severity":
    """A severity by its name. Raises ConfigError."""
    from bot.model.reason import LABELS, Severity  # noqa: PLC0415 - as above

    if written not in LABELS[1:]:
        raise ConfigError(f"{option}: write one of {', '.join(LABELS[1:])}")
    return Severity(LABELS.index(written))


def _policy(written: str) -> "Policy":
    from bot.blocklists.change import Policy  # noqa: PLC0415 - as above

    if written not in {"filter", "reject"}:
        raise ConfigError("--policy: write filter or reject")
    return Policy(written)
