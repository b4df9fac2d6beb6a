"""From a scenario's lines, as the simulated servers send them, to events."""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from bot.errors import ConfigError, Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Deleted, Event, Identity
from bot.model.mention import Kind, Media, Mention, Via
from bot.model.noun import utc
from bot.platforms.simulated.parse import parse_event
from bot.platforms.simulated.scenario import Author, DeleteEvent, EditEvent, IdentityEvent, MentionEvent, ScenarioEvent

MOST: Final = 2**63 - 1
NOTHING: Final[Mapping[bytes, ScenarioEvent]] = MappingProxyType({})
LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def normalise(
    arrival: Arrival, people: Mapping[str, Protected], known: Mapping[bytes, ScenarioEvent] = NOTHING
) -> tuple[Event, ...]:
    """What a frame turns out to be for the person whose account it reached; `known`: what was read already of such
    bytes. Raises Malformed.
    """
    person = people.get(arrival.account)
    if person is None:
        return ()
    match known.get(arrival.raw) or _event(arrival.raw):
        case MentionEvent() as event:
            return (_mention(arrival, person, event, None),)
        case EditEvent(at=at):
            shown = known.get(arrival.beside) or _event(arrival.beside)
            return (_mention(arrival, person, shown, at),) if isinstance(shown, MentionEvent) else ()
        case DeleteEvent(uri=uri):
            return (Deleted(platform=arrival.platform, uri=uri, at=arrival.at),)
        case IdentityEvent() as event:
            account = Account(platform=event.platform, id=event.id).key
            gone, handle = event.gone or "", event.handle or ""
            return (Identity(platform=event.platform, account=account, at=arrival.at, handle=handle, gone=gone),)
        case _:
            return ()


def account_of(platform: str, author: Author) -> Account:
    """The noun for an author."""
    return Account(
        platform=platform,
        id=author.id,
        handle=author.handle,
        display_name=author.display_name or "",
        bio=author.bio or "",
        created_at=author.created_at,
        followers=_counted(author.followers),
        following=_counted(author.following),
        posts=_counted(author.posts),
        avatar=author.avatar,
        moved_to=author.moved_to,
        also_known_as=author.also_known_as,
    )


def _counted(number: int | None) -> int | None:
    """A count as far as records hold one; JSON has no largest number."""
    return None if number is None else min(number, MOST)


def _event(raw: bytes) -> object:
    try:
        return parse_event(raw)
    except ConfigError as error:
        raise Malformed("a frame of the simulated platform is no event of a scenario") from error


def _mention(arrival: Arrival, person: Protected, event: MentionEvent, edited_at: datetime | None) -> Mention:
    mastodon = event.platform == "mastodon"
    return Mention(
        person=person.name,
        to=arrival.account,
        uri=event.uri,
        revision=_revision(event, edited_at),
        kind=Kind(event.kind),
        author=account_of(event.platform, event.author),
        text=event.text,
        received_at=arrival.at,
        claimed_at=event.created_at,
        lang=event.lang,
        root=event.root,
        parent=event.parent,
        quoted=event.quoted,
        media=tuple(Media(kind=m.kind, alt=m.alt or "", phash=m.phash) for m in event.media),
        others=event.mentions,
        links=tuple(LINK.findall(event.text)),
        via=arrival.via,
        native=event.uri if mastodon else "",
        notification=event.uri if mastodon and arrival.via is not Via.WATCH else "",
        edited=edited_at is not None,
    )


def _revision(event: MentionEvent, edited_at: datetime | None) -> str:
    """A name for the content, as a CID is, whenever it comes; an edit back to an earlier text is a new version."""
    edition = utc(edited_at) if edited_at else ""
    return sha256(f"{event.uri}\0{edition}\0{event.text}".encode()).hexdigest()[:32]
