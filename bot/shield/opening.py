"""From what a person wrote of an account to the platform that serves it: with desks.py the only one that names them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from bot.config import BlueskyAccount, Config, MastodonAccount, Person
from bot.config.accounts import AtProtocol, OnMastodon
from bot.errors import PlatformError
from bot.model.account import Account
from bot.platforms.hand import Hand, Handed
from bot.platforms.port import Normalise, Platform, Safe

if TYPE_CHECKING:
    from bot.platforms.bluesky.options import Options as BlueskyOptions
    from bot.platforms.mastodon.options import Options as MastodonOptions

Clock = Callable[[], datetime]
Reached = AtProtocol | OnMastodon
"""An account as it is written, a protected one or a moderator's."""
Written = BlueskyAccount | MastodonAccount
Found = tuple[Person, Written, Account]


class Opened(msgspec.Struct, frozen=True):
    """A protected account with its platform."""

    person: str
    account: Account
    platform: Platform


class Shared(msgspec.Struct, frozen=True):
    """What one stream for all Bluesky accounts has to know: DIDs."""

    shielded: frozenset[str]
    known: frozenset[str]


async def identify(written: Reached, safe: Safe, config: Config, clock: Clock) -> Account:
    """Who stands behind a handle. The network is asked once; afterwards the safe knows."""
    platform = "mastodon" if isinstance(written, OnMastodon) else "bluesky"
    name = f"account/{platform}/{written.server}/{written.handle}"
    kept = safe.get(name)
    if kept is not None:
        return msgspec.json.decode(kept, type=Account)
    account = await _ask(written, safe, config, clock)
    safe.put(name, msgspec.json.encode(account))
    return account


async def identify_all(config: Config, safe: Safe, clock: Clock) -> tuple[list[Found], list[PlatformError]]:
    """All accounts that can be reached, and what was wrong with the others."""
    found, troubles = [], []
    for person in config.people:
        for written in person.accounts:
            try:
                found.append((person, written, await identify(written, safe, config, clock)))
            except PlatformError as trouble:
                troubles.append(type(trouble)(f"{person.name}, {written.handle}: {trouble}"))
    return found, troubles


def shared(found: Sequence[Found], members: frozenset[str] = frozenset(), known: Iterable[str] = ()) -> Shared:
    """What the stream brings: what is written to these accounts and to `members` (DIDs) of communities, and when whose
    keys are `known`, authors on record, delete something or are called otherwise."""
    own = frozenset(account.id for _, written, account in found if isinstance(written, BlueskyAccount))
    authors = frozenset(key.removeprefix("bluesky:") for key in known if key.startswith("bluesky:"))
    return Shared(shielded=own | members, known=authors)


def open_all(found: Sequence[Found], stream: Shared, safe: Safe, config: Config, clock: Clock) -> list[Opened]:
    """Their platforms; nothing is contacted yet."""
    return [
        Opened(person.name, account, _open(written, account, stream, safe, config, clock))
        for person, written, account in found
    ]


def hands(opened: Sequence[Opened]) -> dict[str, Callable[[], Hand]]:
    """What carries lists out on the person's own accounts, by `Account.key`, where their platform can."""
    return {one.account.key: one.platform.hand for one in opened if isinstance(one.platform, Handed)}


def reached_by(config: Config) -> Callable[[str], "MastodonOptions"]:
    """How the servers of those are reached who follow a list."""
    from bot.platforms.mastodon.options import Options  # noqa: PLC0415 - as below

    return lambda server: Options(server=server, allow_loopback=config.network.allow_loopback)


def normalisers() -> Mapping[str, Normalise]:
    """How each platform's arrivals are read."""
    from bot.platforms.bluesky.normalise import normalise as bluesky  # noqa: PLC0415 - platforms load when used
    from bot.platforms.mastodon.normalise import normalise as mastodon  # noqa: PLC0415 - as above

    return {"bluesky": bluesky, "mastodon": mastodon}


async def _ask(written: Reached, safe: Safe, config: Config, clock: Clock) -> Account:
    secret = written.secret.reveal()
    if isinstance(written, OnMastodon):
        from bot.platforms.mastodon import platform as mastodon  # noqa: PLC0415 - as above

        return await mastodon.whoami(secret, clock, on_mastodon(written, config))
    from bot.platforms.bluesky import platform as bluesky  # noqa: PLC0415 - as above

    return await bluesky.identify(written.handle, secret, safe=safe, clock=clock, service=written.server)


def _open(written: Written, account: Account, stream: Shared, safe: Safe, config: Config, clock: Clock) -> Platform:
    secret = written.secret.reveal()
    match written:
        case BlueskyAccount():
            from bot.platforms.bluesky.platform import Bluesky  # noqa: PLC0415 - as above

            options = on_bluesky(written, written.labeler or "", stream, config)
            return Bluesky(account, secret, safe=safe, clock=clock, service=written.server, options=options)
        case MastodonAccount():
            from bot.platforms.mastodon.platform import Mastodon  # noqa: PLC0415 - as above

            return Mastodon(account, secret, clock, on_mastodon(written, config))


def on_bluesky(written: AtProtocol, labeler: str, stream: Shared, config: Config) -> "BlueskyOptions":
    """How the network is reached with an account, and what of its one stream concerns somebody."""
    from bot.platforms.bluesky.options import PUBLIC_JETSTREAMS, Options, Wire  # noqa: PLC0415 - as above

    return Options(
        jetstream=PUBLIC_JETSTREAMS if written.jetstream is None else written.jetstream,
        wire=Wire(written.wire),
        shielded=stream.shielded,
        known=stream.known,
        poll=written.poll.total_seconds(),
        labeler=labeler,
        plc=written.plc,
        appview=written.appview,
        origins=config.network.asking(),
    )


def on_mastodon(written: OnMastodon, config: Config) -> "MastodonOptions":
    """How a server is reached with an account, and what a protected one asks of it."""
    from bot.platforms.mastodon.options import Options  # noqa: PLC0415 - as above

    options = Options(
        server=written.server, allow_loopback=config.network.allow_loopback, origins=config.network.asking()
    )
    if not isinstance(written, MastodonAccount):
        return options
    return msgspec.structs.replace(
        options,
        poll_beside_stream=written.poll.total_seconds(),
        poll_alone=written.poll_alone.total_seconds(),
        rule_ids=written.report_rules,
        without_mute=written.without_mute,
    )
