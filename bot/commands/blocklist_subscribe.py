"""`rempart blocklist subscribe`, `import`, `unsubscribe` and `hand-over`: lists of others, followed with care."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.commands.blocklist_look import PersonOption
from bot.commands.blocklist_preview import SlugArgument, followed, show
from bot.commands.opened import ByOption, Desk, opened, operator
from bot.commands.output import DEFAULT_CONFIG, ConfigOption, progress, say
from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.blocklists.blocklist import Blocklist
    from bot.blocklists.subscription import Terms

SUBSCRIBE: Final = "Example: rempart blocklist subscribe https://example.org/blocks.csv --as ouest --apply mute"
IMPORT: Final = "Example: rempart blocklist import blocks.csv --as ouest"
UNSUBSCRIBE: Final = "Example: rempart blocklist unsubscribe ouest --keep"
HAND_OVER: Final = "Example: rempart blocklist hand-over ouest"
ONLINE: Final = ("https", "http", "lists")
"""What can be read without the accounts of the shield."""
AddressArgument = Annotated[
    str, typer.Argument(help="https://… of a list, at://… of one on Bluesky, or lists: with --of.", metavar="ADDRESS")
]
FileArgument = Annotated[Path, typer.Argument(help="A list in any of the formats.", metavar="FILE")]
NameOption = Annotated[str, typer.Option("--as", help="What to call it; made of the address if left out.")]
ApplyOption = Annotated[
    str, typer.Option("--apply", help="mute or block, once a version was accepted; if left out it only informs rules.")
]
KeyOption = Annotated[str, typer.Option("--key", help="The public key by which each version must be signed.")]
LeastOption = Annotated[str, typer.Option("--least", help="The least severity that does anything: low to urgent.")]
PriorityOption = Annotated[int, typer.Option("--priority", help="Of two lists, the higher has what is done.")]
ItselfOption = Annotated[
    bool, typer.Option("--by-itself", help="Take later versions without asking, where no guard fires.")
]
OfOption = Annotated[list[str] | None, typer.Option("--of", help="A list it is made of (lists:); again for others.")]
EnoughOption = Annotated[int, typer.Option("--at-least", help="In how many of these somebody must stand.")]
ShareOption = Annotated[float, typer.Option("--share", help="In what percentage of these somebody must stand.")]
KeepOption = Annotated[bool, typer.Option("--keep", help="Keep what it did, as your own.")]


def register(group: typer.Typer) -> None:
    """Give the commands to the group."""
    group.command("subscribe", epilog=SUBSCRIBE)(subscribe)
    group.command("import", epilog=IMPORT)(import_)
    group.command("unsubscribe", epilog=UNSUBSCRIBE)(unsubscribe)
    group.command("hand-over", epilog=HAND_OVER)(hand_over)


def subscribe(  # noqa: PLR0913, PLR0917 - what may be chosen
    address: AddressArgument,
    name: NameOption = "",
    apply: ApplyOption = "nothing",
    key: KeyOption = "",
    least: LeastOption = "low",
    priority: PriorityOption = 0,
    of: OfOption = None,
    at_least: EnoughOption = 1,
    share: ShareOption = 0,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    by_itself: ItselfOption = False,
) -> None:
    """Follow a list of others. It is read and shown, and does nothing until you accept what it says."""
    from bot.blocklists.subscription import Taking  # noqa: PLC0415 - takes long, and --help need not wait for it

    taking = Taking.ITSELF if by_itself else Taking.ASKS
    terms = _terms(
        apply,
        least,
        taking=taking,
        verifier=key,
        priority=priority,
        members=tuple(of or ()),
        at_least=at_least,
        share=share,
    )
    with opened(config) as desk, followed(desk, person) as following:
        whose = following.subscribe(address, name, terms, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.subscribe.made", person=whose.person, list=whose.slug))
        if address.partition(":")[0] not in ONLINE:
            say(desk.words.say("cmd_blocklist.subscribe.later"))
            return
        with progress(desk.words.say("cmd_blocklist.subscribe.reading"), 1) as told:
            asyncio.run(_read(desk, whose))
            told(1)
        show(desk, whose)


def import_(
    file: FileArgument,
    name: NameOption = "",
    apply: ApplyOption = "nothing",
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
) -> None:
    """Take in a list from a file, as a version that waits to be looked at; again with the same name for a newer one."""
    from bot.subscribing.fetching import BYTES  # noqa: PLC0415 - as above
    from bot.subscribing.importing import bring  # noqa: PLC0415 - as above

    with opened(config) as desk, followed(desk, person) as following:
        try:
            with file.open("rb") as opening:
                body = opening.read(BYTES + 1)
        except OSError as error:
            raise ConfigError(f"{file}: cannot be read ({error.strerror})") from error
        terms, now = _terms(apply, "low"), datetime.now(UTC)
        show(desk, bring(desk.store, following, file.name, body, name, terms, operator(by), now))


def unsubscribe(
    slug: SlugArgument,
    config: ConfigOption = DEFAULT_CONFIG,
    person: PersonOption = None,
    by: ByOption = None,
    *,
    keep: KeepOption = False,
) -> None:
    """Follow a list no longer: what it did on your accounts is undone, or with --keep yours from now on."""
    with opened(config) as desk, followed(desk, person) as following:
        (following.keep if keep else following.leave)(slug, operator(by), datetime.now(UTC))
        say(desk.words.say(f"cmd_blocklist.subscribe.{'kept' if keep else 'left'}", list=slug))


def hand_over(
    slug: SlugArgument, config: ConfigOption = DEFAULT_CONFIG, person: PersonOption = None, by: ByOption = None
) -> None:
    """Let what you did by hand about whom a list names be the list's: it is undone with it."""
    with opened(config) as desk, followed(desk, person) as following:
        done = following.hand_over(slug, operator(by), datetime.now(UTC))
        say(desk.words.say("cmd_blocklist.subscribe.handed", list=slug, n=done))


async def _read(desk: Desk, whose: "Blocklist") -> None:
    from bot.shield.running import now  # noqa: PLC0415 - as above
    from bot.store import subscriptions  # noqa: PLC0415 - as above
    from bot.subscribing.rounds import Rounds  # noqa: PLC0415 - as above
    from bot.subscribing.sources import sources  # noqa: PLC0415 - as above

    found = sources(desk.store, (), now, loopback=desk.config.network.allow_loopback)
    rounds = Rounds(desk.store, {}, found, now, lambda: None)
    with desk.store.reading() as connection:
        one = subscriptions.of_list(connection, whose.id)
    if one is not None:
        await rounds.look(one)


def _terms(apply: str, least: str, **more: object) -> "Terms":
    from msgspec import ValidationError, convert  # noqa: PLC0415 - as above

    from bot.blocklists.subscription import Apply, Terms  # noqa: PLC0415 - as above
    from bot.model.reason import LABELS  # noqa: PLC0415 - as above

    if apply not in set(Apply):
        raise ConfigError("--apply: write mute or block, or leave it out")
    if least not in LABELS[1:]:
        raise ConfigError("--least: write low, medium, high or urgent")
    try:
        return convert({"apply": apply, "least": LABELS.index(least), **more}, Terms)
    except ValidationError as error:
        raise ConfigError(f"this cannot be chosen: {error}") from error
