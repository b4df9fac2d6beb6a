"""The community of Ouest as tests need it: its shield, its desk, what is reported there, and what is open about whom.

What arrives is written as nouns alone, so that nothing here depends on what a server sends.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.evidence.master import MasterKey
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.community import Keeps
from bot.model.docket import Docket, Standing
from bot.model.flag import Flag
from bot.model.mention import Kind, Mention, Via
from bot.model.reason import Reason, Severity
from bot.model.shield import Budget, Contact, Shield
from bot.store import dockets
from bot.store import flags as filing
from bot.store.database import PassingStore, Store
from bot.store.migrate import migrate

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
OUEST = "ouest"
DESK = f"desk:{OUEST}"
HOME = "ouest.test"
FAR = "nord.test"
PLATFORM = "mastodon-desk"


def shield(name: str = OUEST, **more: Any) -> Shield:
    """That of a community, as its configuration gives it: nothing is kept but what is noticed, and its budget is small."""
    own = Account(platform="desk", id=name, handle=f"moderation@{name}.test")
    common: dict[str, Any] = {
        "desk": f"desk:{name}",
        "keeps": Keeps.NOTICED,
        "measures": frozenset({"limit", "sensitive", "resolve"}),
        "budget": Budget(hour=10, day=30, reserve_hour=0, reserve_day=0),
        "contacts": (Contact(name=f"{name}/1", above=Severity.HIGH),),
    }
    return Shield(protected=Protected(name=name, accounts=(own,)), **(common | more))


def store(folder: Path) -> Store:
    """A database of its own, which need not outlive the test."""
    made = PassingStore(f"sqlite:///{folder / 'ouest.db'}", MasterKey(bytes(32)))
    migrate(made)
    return made


def member(name: str, **more: Any) -> Account:
    """One of the community's own accounts."""
    return Account(platform="mastodon", id=name, home=HOME, handle=f"{name}@{HOME}", **more)


def stranger(name: str, **more: Any) -> Account:
    """Somebody on another server, as Ouest's server knows them."""
    return Account(platform="mastodon", id=name, home=HOME, handle=f"{name}@{FAR}", **more)


def flag(number: int = 1, **more: Any) -> Flag:
    """One report: somebody reports Hugo."""
    at = BEGIN + timedelta(minutes=number)
    common = {"person": OUEST, "id": str(number), "subject": stranger("hugo"), "reporter": member(f"m{number}").key}
    return Flag(**(common | {"reason": Reason.HARASSMENT_TARGETED, "at": at} | more))


def flags(count: int, **more: Any) -> list[Flag]:
    """So many reports about one account, each by another member, a minute apart."""
    return [flag(number, **more) for number in range(1, count + 1)]


def docket(number: int = 1, **more: Any) -> Docket:
    """What is open about one account."""
    at = BEGIN + timedelta(minutes=number)
    common: dict[str, Any] = {"person": OUEST, "subject": stranger(f"h{number}").key, "flags": 1, "reporters": 1}
    return Docket(**(common | {"severity": Severity.MEDIUM, "first_at": at, "last_at": at} | more))


def keep(connection: Connection, one: Flag, exhibit: str, **more: Any) -> None:
    """Keep a report as it stands since it was made; `more` holds of it as it is kept."""
    filing.keep(connection, OUEST, [filing.filed(one, exhibit, one.at)._replace(**more)])


def filed(into: Store, count: int, **more: Any) -> list[Docket]:
    """So many dockets, written with a report each; `more` holds of every docket."""
    made = [docket(number, **more) for number in range(1, count + 1)]
    with into.writing() as connection:
        dockets.join(connection, [dockets.Joined(one) for one in made])
        for number, one in enumerate(made, 1):
            about = stranger(one.subject.rpartition("/")[2])
            closed = one.standing is Standing.SETTLED
            keep(connection, flag(number, subject=about, open=not closed), f"{number:024x}")
    return made


def mention(text: str, author: Account, to: Account, number: int = 1, **more: Any) -> Mention:
    """What somebody wrote in public to a member."""
    at = more.pop("at", BEGIN + timedelta(seconds=number))
    common: dict[str, Any] = {"person": OUEST, "to": to.key, "desk": DESK, "kind": Kind.MENTION, "revision": "1"}
    uri = f"https://{FAR}/@{author.id}/{number}"
    return Mention(**(common | {"uri": uri, "author": author, "text": text, "received_at": at} | more))


def post(text: str, author: Account, number: int = 1, **more: Any) -> Mention:
    """A public post that was reported."""
    return mention(text, author, Account(platform="desk", id=OUEST), number, kind=Kind.POST, **more)


def sign_up(text: str, author: Account, number: int = 1, **more: Any) -> Mention:
    """Somebody asks for an account: names, what they say of themselves, why they come."""
    whole = {"kind": Kind.SIGN_UP, "uri": f"signup:{author.key}"} | more
    return mention(text, author, Account(platform="desk", id=OUEST), number, **whole)


class Brought(msgspec.Struct, omit_defaults=True):
    """What one arrival holds."""

    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()


def arrival(*events: Mention | Flag, at: datetime | None = None) -> Arrival:
    """These, as they arrive together: a report, and the public posts that came with it."""
    said = Brought(
        mentions=tuple(one for one in events if isinstance(one, Mention)),
        flags=tuple(one for one in events if isinstance(one, Flag)),
    )
    moments = [one.at if isinstance(one, Flag) else one.received_at for one in events]
    raw = msgspec.json.encode(said)
    when = at or max(moments)
    return Arrival(source=f"{DESK}/flags", platform=PLATFORM, via=Via.STREAM, at=when, raw=raw, account=DESK)


def normalise(one: Arrival, _: Mapping[str, Protected]) -> tuple[Mention | Flag, ...]:
    """What an arrival of these holds, flags first, as normalisers of desks give them."""
    read = _decoder().decode(one.raw)
    return *read.flags, *read.mentions


@cache
def _decoder() -> "msgspec.json.Decoder[Brought]":
    return msgspec.json.Decoder(Brought)


def each(*events: Mention | Flag) -> Iterator[Arrival]:
    """Each of them on its own."""
    return map(arrival, events)
