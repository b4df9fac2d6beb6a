"""Who begins to follow a list, changes what they chose, or leaves: written down, for the engine to carry out."""

import secrets
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.blocklists.blocklist import Blocklist
from bot.blocklists.follower import Choice, Consent, Follower, Phase
from bot.blocklists.identifier import GENESIS
from bot.evidence.master import MasterKey
from bot.evidence.pseudonym import pseudonym
from bot.model.account import Account
from bot.store import effects, followers, write
from bot.store.database import Store

JOINED: Final = "follower:joined"
CHANGED: Final = "follower:changed"
LEAVING: Final = "follower:leaving"
PAUSED: Final = "follower:paused"
RESUMED: Final = "follower:resumed"
LEFT: Final = "follower:left"


def enlist(
    connection: Connection,
    list_: Blocklist,
    account: Account,
    choice: Choice,
    consent: Consent,
    now: datetime,
    own: str = "",
) -> Follower:
    """Let an account follow a list from now on; one that does already goes on, with this choice.

    `own` is its `Account.key`, where it is an account of the person.
    """
    known = followers.of_account(connection, list_.id, account.home, account.id)
    one = Follower(
        id=known.id if known else secrets.token_hex(16),
        person=list_.person,
        list=list_.id,
        own=own,
        platform=account.platform,
        server=account.home,
        account=account.id,
        handle=account.handle,
        choice=choice,
        consent=consent,
        page=known.page if known else "",
        at=known.at if known else now,
        seen_at=known.seen_at if known else None,
        due_at=now,
    )
    followers.put(connection, one)
    return one


def choose(connection: Connection, one: Follower, choice: Choice, now: datetime) -> Follower:
    """Follow it by another choice: all of it is gone through again, and what no longer holds is undone."""
    changed = msgspec.structs.replace(one, choice=choice, phase=Phase.JOINING, why="", upto=GENESIS, due_at=now)
    followers.put(connection, changed)
    return changed


def leave(connection: Connection, one: Follower, now: datetime) -> Follower:
    """Follow it no longer: everything that the list did there is undone, and nothing else."""
    going = msgspec.structs.replace(one, phase=Phase.LEAVING, why="", look="", due_at=now)
    followers.put(connection, going)
    effects.leave(connection, one.id, now)
    return going


def note(connection: Connection, master: MasterKey, event: str, one: Follower, list_: Blocklist, now: datetime) -> None:
    """Say it in the chain of whose list it is: by a pseudonym, never by name."""
    line: dict[str, str | int] = {
        "about": pseudonym(write.salt(connection, master, one.person), one.key),
        "list": list_.slug,
        "deed": one.choice.deed.value,
        "floor": one.choice.floor.label,
        "text": one.consent.text,
    }
    write.append(connection, one.person, [(now, event, line)])


def token_name(one: Follower) -> str:
    """Under what name its token stands in the safe."""
    return f"follower:{one.id}"


def forget_token(store: Store, one: Follower) -> None:
    """Keep nothing any more that they gave."""
    with store.writing() as connection:
        write.drop(connection, token_name(one))
