"""Whether somebody reads a channel: a code goes out on it, and who gives it back confirms the channel.

A channel is known by its name and a keyed digest of its URL: with another URL it is another one, never confirmed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import choice, token_hex
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.alerts.port import Channel
from bot.alerts.trial import trial
from bot.errors import Gone
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.account import Protected
from bot.model.noun import Noun
from bot.model.shield import Contact
from bot.recording.names import Names
from bot.store import channels, write
from bot.store.database import Store

SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Those that nobody takes for one another."""
GROUP: Final = 4
VALID: Final = timedelta(days=1)
"""How long a code can be given back."""


class Reached(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How a channel stands."""

    name: str
    confirmed_at: datetime | None
    """When somebody gave back what came on it; None: never, with the URL that it has now."""
    dead_at: datetime | None
    """Since when it takes nothing."""


async def send_trial(
    store: Store, person: Protected, contact: Contact, channel: Channel, url: str, at: datetime
) -> None:
    """Send a code over a channel. Raises what the channel does where it was not taken."""
    code = await store.run(begin, store, person.name, contact.name, url, at)
    reader = replace(person, language=contact.language)
    await channel.send(trial(f"trial-{token_hex(6)}", reader, at, contact.name.partition("/")[2], code))


def begin(store: Store, person: str, name: str, url: str, at: datetime) -> str:
    """The code that confirms a channel with this URL, if it is given back in time."""
    code = "-".join("".join(choice(SIGNS) for _ in range(GROUP)) for _ in range(2))
    with store.writing() as connection:
        salt = write.salt(connection, store.master, person)
        stands, mark = channels.standing(connection, person, name), _mark(salt, name, url)
        if stands.mark != mark:
            stands = replace(stands, mark=mark, confirmed_at=None, confirmed_by="")
        channels.write(connection, person, replace(stands, code=_digest(salt, code), code_at=at))
    return code


def confirm(store: Store, people: Iterable[str], code: str, by: str, now: datetime) -> str:
    """Note that a channel of one of these people is read; its name. Raises Gone where no such code was sent lately."""
    with store.writing() as connection:
        for person in people:
            for one in channels.standings(connection, person).values():
                salt = write.salt(connection, store.master, person)
                lately = one.code_at is not None and now - one.code_at <= VALID
                if lately and compare_digest(one.code, _digest(salt, code)):
                    _confirmed(connection, store.master, person, one, by, now)
                    return one.name
    raise Gone("no channel was sent this code within a day; write it as it came, or run: rempart alerts test")


def vouch(store: Store, person: str, urls: Mapping[str, str], by: str, now: datetime) -> None:
    """Note that these channels, each by its name with its URL, are read: their codes came back before anything else of
    the person was kept.
    """
    with store.writing() as connection:
        salt = write.salt(connection, store.master, person)
        for name, url in urls.items():
            stands = replace(channels.standing(connection, person, name), mark=_mark(salt, name, url))
            _confirmed(connection, store.master, person, stands, by, now)


def _confirmed(
    connection: Connection, master: MasterKey, person: str, one: channels.Standing, by: str, now: datetime
) -> None:
    channels.write(connection, person, replace(one, confirmed_at=now, confirmed_by=by, code=b"", code_at=None))
    line = {"via": Names(connection, master).of(person, one.name), "by": by}
    write.append(connection, person, [(now, "channel:confirmed", line)])


def reached(connection: Connection, master: MasterKey, person: str, urls: Mapping[str, str]) -> tuple[Reached, ...]:
    """How these channels stand, each by its name, with its URL; empty where that is not known here."""
    known = channels.standings(connection, person)
    salt = write.salt(connection, master, person) if known else b""
    return tuple(_reached(known.get(name, channels.Standing(name=name)), salt, url) for name, url in urls.items())


def _reached(one: channels.Standing, salt: bytes, url: str) -> Reached:
    same = not url or one.mark == _mark(salt, one.name, url)
    return Reached(name=one.name, confirmed_at=one.confirmed_at if same else None, dead_at=one.dead_at)


def _mark(salt: bytes, name: str, url: str) -> bytes:
    return bytes.fromhex(pseudonym(salt, f"{name} {url}"))


def _digest(salt: bytes, code: str) -> bytes:
    plain = "".join(sign for sign in code.upper() if sign in SIGNS)
    return bytes.fromhex(pseudonym(salt, f"code {plain}"))
