"""From raw frames and notifications to mentions; pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

import msgspec

from bot.errors import Malformed
from bot.model.account import Account, Protected
from bot.model.arrival import Arrival, Deleted, Event, Gesture, Identity
from bot.model.mention import Kind, Mention, Via
from bot.platforms.bluesky import frames, mending
from bot.platforms.bluesky.gesture import GESTURES, subject_of
from bot.platforms.bluesky.people import BLUESKY, account, key, moment
from bot.platforms.bluesky.post import POSTS, Post, authority, clean
from bot.platforms.bluesky.post import read as read_post

T = TypeVar("T")

DELETED = "deleted"
_LONGEST_LANGUAGE = 35
"""A BCP 47 tag is shorter."""
_REASONS = {"mention": Kind.MENTION, "reply": Kind.REPLY, "quote": Kind.QUOTE}


class Item(msgspec.Struct, frozen=True, rename="camel"):
    """A notification as `listNotifications` lists it."""

    uri: str
    cid: str
    reason: str
    author: msgspec.Raw = msgspec.Raw(b"{}")
    record: msgspec.Raw = msgspec.Raw(b"{}")
    reason_subject: str | None = None
    indexed_at: str = ""
    """Despite its name, the lesser of the author's `createdAt` and the AppView's time."""


class View(msgspec.Struct, frozen=True, rename="camel"):
    """A post as the AppView shows it, or (`value`) a record as a repository holds it; or that it is gone."""

    uri: str
    cid: str = ""
    author: msgspec.Raw = msgspec.Raw(b"{}")
    record: msgspec.Raw = msgspec.Raw()
    value: msgspec.Raw = msgspec.Raw()
    gone: str = ""
    """Of our own making, where a look found nothing: `deleted`, or what became of the account."""


class Version(msgspec.Struct, frozen=True):
    """One version of a post, with where it came from."""

    uri: str
    cid: str
    post: Post
    author: Account
    at: datetime
    via: Via
    edited: bool = False


def normalise(arrival: Arrival, protected: Mapping[str, Protected]) -> tuple[Event, ...]:
    """What an arrival turns out to be for the protected people; empty if it concerns none. Raises Malformed."""
    if arrival.platform != BLUESKY or not arrival.raw:
        return ()
    if arrival.via is Via.POLL:
        return tuple(_notified(arrival, protected))
    if arrival.via is Via.WATCH:
        return tuple(_viewed(arrival, protected))
    return tuple(_happened(arrival, protected))


def _happened(arrival: Arrival, protected: Mapping[str, Protected]) -> Iterator[Event]:
    happening = frames.read(arrival.raw)
    at = frames.at(happening.us) if happening.us else arrival.at
    who = key(happening.did)
    match happening.kind:
        case "commit":
            yield from _committed(happening, arrival, at, protected)
        case "identity" if happening.identity and happening.identity.handle:
            yield Identity(platform=BLUESKY, account=who, at=at, handle=clean(happening.identity.handle))
        case "account" if happening.account and not happening.account.active:
            gone = clean(happening.account.status or "") or "gone"
            yield Identity(platform=BLUESKY, account=who, at=at, gone=gone)


def _committed(
    happening: frames.Happening, arrival: Arrival, at: datetime, protected: Mapping[str, Protected]
) -> Iterator[Event]:
    commit = happening.commit
    if commit is not None and commit.collection in GESTURES and commit.operation == "create":
        yield from _gesture(happening.did, GESTURES[commit.collection], arrival.raw, at, protected)
    if commit is None or commit.collection != POSTS:
        return
    if commit.operation == "delete":
        yield Deleted(platform=BLUESKY, uri=_uri(happening.did, commit.rkey), at=at)
        return
    version = _version(happening, arrival)
    if version is None:
        if any(name.partition(":")[2].encode() in arrival.raw for name in protected):
            raise Malformed("A post that names a protected account cannot be read.")
        return
    for did in version.post.addressed():
        yield from _mention(version, did, version.post.kind_for(did), protected)


def written(arrival: Arrival) -> Version | None:
    """The version of a post that a frame tells of; None where it tells of something else. Raises Malformed."""
    return _version(frames.read(arrival.raw), arrival)


def _version(happening: frames.Happening, arrival: Arrival) -> Version | None:
    commit, post = happening.commit, happening.post
    if commit is None or post is None or commit.collection != POSTS or commit.operation == "delete":
        return None
    return Version(
        uri=_uri(happening.did, commit.rkey),
        cid=commit.cid,
        post=post,
        author=account(happening.did, arrival.beside),
        at=frames.at(happening.us) if happening.us else arrival.at,
        via=arrival.via,
        edited=commit.operation == "update",
    )


def _uri(did: str, rkey: str) -> str:
    return f"at://{did}/{POSTS}/{rkey}"


def _gesture(did: str, what: str, raw: bytes, at: datetime, protected: Mapping[str, Protected]) -> Iterator[Gesture]:
    """Somebody followed a protected account, or liked or shared what it wrote."""
    person = protected.get(key(subject_of(raw)))
    author = protected.get(key(did))
    if person is not None and (author is None or author.name != person.name):
        yield Gesture(platform=BLUESKY, person=person.name, account=key(did), what=what, at=at)


def _viewed(arrival: Arrival, protected: Mapping[str, Protected]) -> Iterator[Event]:
    found = viewed(arrival)
    if not isinstance(found, Version):
        yield from (found,) if found else ()
        return
    for other in found.post.addressed():
        yield from _mention(found, other, found.post.kind_for(other), protected)


def viewed(arrival: Arrival) -> Version | Deleted | Identity | None:
    """A post as it is shown, or that it is gone; None where that is said of no record. Raises Malformed."""
    view = _read(arrival.raw, View)
    did = authority(view.uri)
    if not did:
        return None
    if view.gone == DELETED:
        return Deleted(platform=BLUESKY, uri=clean(view.uri), at=arrival.at)
    if view.gone:
        return Identity(platform=BLUESKY, account=key(did), at=arrival.at, gone=clean(view.gone))
    post = read_post(bytes(view.record) or bytes(view.value))
    author = account(did, arrival.beside, bytes(view.author))
    return Version(uri=view.uri, cid=view.cid, post=post, author=author, at=arrival.at, via=arrival.via)


def _notified(arrival: Arrival, protected: Mapping[str, Protected]) -> Iterator[Event]:
    item = _read(arrival.raw, Item)
    did = authority(item.uri)
    if not did or item.reason not in _REASONS:
        return
    version = Version(
        uri=item.uri,
        cid=item.cid,
        post=read_post(item.record),
        author=account(did, arrival.beside, bytes(item.author)),
        at=arrival.at,
        via=arrival.via,
    )
    notified = arrival.account.partition(":")[2]
    told = version.post.kind_for(notified) or _REASONS[item.reason]
    yield from _mention(version, notified, told, protected)
    for other in version.post.addressed():
        if other != notified:
            yield from _mention(version, other, version.post.kind_for(other), protected)


def _read(raw: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.json.decode(mending.mend(raw), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as trouble:
        raise Malformed(f"What the AppView showed cannot be read ({type(trouble).__name__}).") from trouble


def _mention(version: Version, did: str, kind: Kind | None, protected: Mapping[str, Protected]) -> Iterator[Mention]:
    """The mention for one account, if it is protected and the author is somebody else."""
    person = protected.get(key(did))
    author = protected.get(version.author.key)
    if person is not None and kind is not None and (author is None or author.name != person.name):
        yield mention(version, person.name, did, kind)


def mention(version: Version, person: str, did: str, kind: Kind) -> Mention:
    """The version as it addresses an account."""
    post = version.post
    root, parent = post.answered
    lang = clean(post.langs[0])[:_LONGEST_LANGUAGE] if post.langs else ""
    return Mention(
        person=person,
        to=key(did),
        uri=version.uri,
        revision=version.cid,
        kind=kind,
        author=version.author,
        text=clean(post.text),
        received_at=version.at,
        claimed_at=moment(post.created),
        lang=lang or None,
        root=clean(root) if root else None,
        parent=clean(parent) if parent else None,
        quoted=tuple(map(clean, post.quoted)),
        media=post.media,
        answers=_answers(parent, did, version.author.id),
        others=tuple(clean(other) for other in post.mentioned if other != did),
        links=tuple(map(clean, post.links)),
        via=version.via,
        url=f"https://bsky.app/profile/{version.author.id}/post/{version.uri.rpartition('/')[2]}",
        edited=version.edited,
    )


def _answers(parent: str | None, did: str, author: str) -> str:
    """Whom it replies to, where that is somebody else than the person and its author."""
    answered = authority(parent) if parent else ""
    return "" if answered in {did, author} else clean(answered)
