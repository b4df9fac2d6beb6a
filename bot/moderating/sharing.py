"""What a member shows to the moderators of her community: public posts that she chose, as copies she can take back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from bot.config import Community, Person
from bot.erasure.unsharing import WITHDRAWN, take_back
from bot.errors import Refused
from bot.evidence.pseudonym import nickname, pseudonym
from bot.model.account import Account
from bot.model.community import desk_of
from bot.model.mention import Kind, Mention
from bot.model.noun import Noun
from bot.model.record import Record
from bot.model.seat import Grant, Seat
from bot.moderating.enrolling import enrolled, name_in
from bot.recording import records
from bot.store import read, rolls, shares, write
from bot.store.database import Store
from bot.store.read import Kept
from bot.store.shares import Share

SHARED: Final = "evidence:shared"
WHAT: Final = "shared"
"""What the copies are, among exhibits."""
OPEN: Final = frozenset({"public", "unlisted"})
ADDRESSED: Final = frozenset({Kind.MENTION, Kind.REPLY, Kind.QUOTE})


class Copy(Noun, frozen=True, kw_only=True):
    """What a community sees of it: the post, and nothing of what her shield knows, thinks or did."""

    mention: Mention
    """As hers, with the community in the place of her name."""
    digest: str
    """Of her exhibit, so that both can be known as one where she opens hers."""


class _Seen(msgspec.Struct):
    visibility: str | None = None
    status: "_Seen | None" = None


class Sharing:
    """What one person shows, by the hand of who sits beside her."""

    def __init__(self, store: Store, person: Person, seat: Seat) -> None:
        self.store = store
        self.person = person
        self.seat = seat

    def near(self, connection: Connection, communities: Iterable[Community], to: str) -> list[Community]:
        """The communities on whose roll the account stands that a mention addresses."""
        return [one for one in communities if self._enrolled(connection, one, to)]

    def share(self, kept: Kept, community: Community, now: datetime) -> str:
        """Give a copy of a post; its exhibit in the community's chain.

        Raises Refused where it is not public, she is not on the roll, or it is not theirs to give;
        KeyMissing or ChainBroken where it cannot be read any more.
        """
        self._must_hold(kept)
        with self.store.writing() as connection:
            known = self._known(connection, kept.exhibit, community.name)
            if known is not None and known.withdrawn_at is None:
                return known.given
            record = records.read(read.content(connection, self.store.master, kept.exhibit))
            if not public(record):
                raise Refused("only what everybody can read is shared; this was written to few")
            mention = record.facts.mention
            if not self._enrolled(connection, community, mention.to):
                raise Refused(f"this account is not on the roll of {community.name}")
            digest = read.sealed(connection, kept.exhibit).digest
            given = self._give(connection, Copy(mention=_given(mention, community), digest=digest), now)
            self._note(connection, SHARED, kept.uri, kept.exhibit, community.name, now)
            hers = Share(
                person=kept.person,
                exhibit=kept.exhibit,
                community=community.name,
                given=given,
                by=self.seat.name,
                at=now,
            )
            shares.put(connection, hers)
        return given

    def withdraw(self, kept: Kept, community: str, now: datetime) -> None:
        """Take a copy back: nobody can read it any more, and both chains hold. Raises Refused where there is none."""
        self._must_hold(kept)
        with self.store.writing() as connection:
            known = self._known(connection, kept.exhibit, community)
            if known is None or known.withdrawn_at is not None:
                raise Refused("this is not shared")
            take_back(connection, self.store.master, known, kept.uri, now)
            self._note(connection, WITHDRAWN, kept.uri, kept.exhibit, community, now)

    def _must_hold(self, kept: Kept) -> None:
        if not (self.seat.person == kept.person == self.person.name and self.seat.may(Grant.EXPORT)):
            raise Refused("only who may take evidence out can share it")
        if kept.kind not in ADDRESSED:
            raise Refused("only what everybody can read is shared; this was written to few")

    def _enrolled(self, connection: Connection, community: Community, to: str) -> bool:
        accounts = self._accounts(community, to)
        names = {name for one in accounts for name in (one.key, one.handle)}
        found = {name: rolls.one(connection, community.name, name) for name in names}
        roll = enrolled(community, {name: said for name, said in found.items() if said}, {})
        return any(roll.member(one) for one in accounts)

    def _accounts(self, community: Community, to: str) -> list[Account]:
        """The account of this key, by the handles that she wrote down for its platform."""
        platform, _, rest = to.partition(":")
        home, slash, id_ = rest.partition("/")
        here = Account(platform=platform, home=home if slash else "", id=id_ if slash else rest)
        handles = [name_in(community, one.handle) for one in self.person.accounts if one.platform == platform]
        return [msgspec.structs.replace(here, handle=handle) for handle in handles]

    def _known(self, connection: Connection, exhibit: str, community: str) -> Share | None:
        found = shares.of(connection, self.person.name, exhibit)
        return next((one for one in found if one.community == community), None)

    def _give(self, connection: Connection, copy: Copy, now: datetime) -> str:
        """Keep it for the community, with the entry of its chain."""
        community = copy.mention.person
        salt = write.salt(connection, self.store.master, community)
        (box,) = write.take(connection, self.store.master, community, WHAT, [(msgspec.msgpack.encode(copy), now)])
        line: dict[str, str | int] = {
            "exhibit": box.id,
            "digest": box.digest,
            "mention": pseudonym(salt, copy.mention.uri),
            "community": community,
            "by": nickname(salt, copy.mention.to),
        }
        write.append(connection, community, [(now, SHARED, line)])
        return box.id

    def _note(self, connection: Connection, event: str, uri: str, exhibit: str, community: str, now: datetime) -> None:
        """The entry of her own chain."""
        salt = write.salt(connection, self.store.master, self.person.name)
        line: dict[str, str | int] = {"exhibit": exhibit, "mention": pseudonym(salt, uri), "community": community}
        write.append(connection, self.person.name, [(now, event, line | {"by": self.seat.name})])


def public(record: Record) -> bool:
    """Whether everybody can read it. Where its server does not say so, it is not."""
    if record.facts.mention.kind not in ADDRESSED:
        return False
    if record.arrival.platform != "mastodon":
        return True
    try:
        seen = msgspec.json.decode(record.arrival.raw, type=_Seen)
    except msgspec.MsgspecError:
        return False
    return (seen.status or seen).visibility in OPEN


def _given(mention: Mention, community: Community) -> Mention:
    return msgspec.structs.replace(mention, person=community.name, desk=desk_of(community.name))
