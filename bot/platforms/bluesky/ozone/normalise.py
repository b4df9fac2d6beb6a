"""From reports at a labeler, and from what is written to a community's members, to flags and mentions; pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Event
from bot.model.community import DESK, desk_of
from bot.model.flag import Flag
from bot.model.mention import Kind, Mention, Via
from bot.platforms.bluesky.normalise import Version, mention, viewed, written
from bot.platforms.bluesky.ozone.told import RESOLVED, Told, read
from bot.platforms.bluesky.people import BLUESKY, account, key, moment
from bot.platforms.bluesky.post import POSTS, authority, clean
from bot.platforms.desk import Roll
from bot.platforms.port import Normalise

OZONE: Final = "ozone"
"""The platform of all that a labeler's desk is brought."""
NOTHING: Final = b"{}"


class Beside(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was fetched to understand a report; with what `people.Beside` has of who was reported."""

    author: msgspec.Raw = msgspec.Raw(b"{}")
    created: str = ""
    post: msgspec.Raw = msgspec.Raw(NOTHING)
    """What was reported, as it is shown, or as its author's repository holds it; nothing where it is no post."""
    settles: tuple[Told, ...] = ()
    """The reports that an event settles."""


def normaliser(rolls: Mapping[str, Roll]) -> Normalise:
    """What reads arrivals for the communities of these rolls, by name."""

    def normalise(arrival: Arrival, protected: Mapping[str, Protected]) -> tuple[Event, ...]:  # noqa: ARG001 - the port
        community = arrival.account.removeprefix(DESK)
        roll = rolls.get(community)
        if roll is None or arrival.platform != OZONE or not arrival.raw:
            return ()
        match arrival.via:
            case Via.POLL:
                return tuple(_reported(arrival, community, roll))
            case Via.STREAM:
                version = written(arrival)
                return tuple(_addressed(version, community, roll)) if version else ()
            case Via.WATCH:
                found = viewed(arrival)
                if isinstance(found, Version):
                    return (_mention(found, community, roll),)
                return (found,) if found else ()

    return normalise


def members(version: Version, roll: Roll) -> Iterator[str]:
    """The DIDs of those whom a post addresses and the roll names; nobody addresses themselves."""
    for did in version.post.addressed():
        if did != version.author.id and roll.member(Account(platform=BLUESKY, id=did)):
            yield did


def _addressed(version: Version, community: str, roll: Roll) -> Iterator[Mention]:
    if next(members(version, roll), ""):
        yield _mention(version, community, roll)


def _mention(version: Version, community: str, roll: Roll) -> Mention:
    """The post as it addresses the first of the members, or as one that addresses none."""
    desk, first = desk_of(community), next(members(version, roll), "")
    kind = version.post.kind_for(first) if first else None
    made = mention(version, community, first, kind or Kind.POST)
    inside = roll.own(version.author)
    return msgspec.structs.replace(made, to=key(first) if first else desk, desk=desk, inside=inside)


def _reported(arrival: Arrival, community: str, roll: Roll) -> Iterator[Event]:
    told = read(arrival.raw)
    if told is None:
        raise Malformed("An event of the labeler is none of those that are read.")
    beside = _beside(arrival.beside)
    for settled in beside.settles:
        if settled.subject_did == told.subject_did and settled.appeal is (told.kind == RESOLVED):
            yield _flag(settled, arrival, community, roll, stands=False)
    if not told.report:
        return
    yield _flag(told, arrival, community, roll, stands=True)
    shown = _shown(arrival, bytes(beside.post))
    if shown is not None and shown.uri == told.subject.uri:
        yield _mention(shown, community, roll)


def _shown(arrival: Arrival, post: bytes) -> Version | None:
    """What was reported; None where it is not to be read, which takes nothing from the report."""
    try:
        found = viewed(msgspec.structs.replace(arrival, raw=post)) if post != NOTHING else None
    except Malformed:
        return None
    return found if isinstance(found, Version) else None


def _flag(told: Told, arrival: Arrival, community: str, roll: Roll, *, stands: bool) -> Flag:
    did, uri = told.subject_did, told.subject.uri
    subject = account(did, arrival.beside)
    if not subject.handle:
        subject = msgspec.structs.replace(subject, handle=clean(told.subject_handle))
    return Flag(
        person=community,
        id=str(told.id),
        subject=subject,
        reporter=key(told.created_by),
        reason=told.reason,
        posts=(uri,) if f"/{POSTS}/" in uri and authority(uri) == did else (),
        at=_at(told.created_at, arrival.at),
        open=stands,
        inside=roll.own(subject),
        appeal=told.appeal,
    )


def _at(written_: str, otherwise: datetime) -> datetime:
    return moment(written_) or otherwise


def _beside(raw: bytes) -> Beside:
    try:
        return msgspec.json.decode(raw or NOTHING, type=Beside)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Beside()
