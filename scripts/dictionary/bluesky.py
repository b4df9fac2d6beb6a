"""Frames, notifications and profiles as Bluesky's servers write them, of invented people."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from bot.model.account import Account, Protected
from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.model.noun import micros
from scripts.dictionary.invented import Invention, Writer

ME: Final = "did:plc:camille2222222222222222"
KEY: Final = f"bluesky:{ME}"
PROTECTED: Final = {KEY: Protected(name="camille", accounts=(Account(platform="bluesky", id=ME),))}


def arrivals(invention: Invention, count: int) -> Iterator[Arrival]:
    """So many: frames of the stream, with the author's profile beside most of them, and notifications."""
    for number in range(count):
        at, writer, rkey = invention.moment(), invention.writer(), f"3l{invention.letters(11)}"
        cid, did = f"bafyrei{invention.letters(52)}", writer.did
        record = _record(invention, at)
        if number % 3:
            raw = _frame(did, rkey, cid, record, at)
            beside = _written(_profile(did, writer, invention)) if number % 5 else b""
            yield _arrival("bluesky/jetstream", Via.STREAM, at, raw, beside, str(micros(at)))
        else:
            raw = _listed(invention, did, rkey, cid, record, at, writer)
            yield _arrival(f"bluesky/notifications/{KEY}", Via.POLL, at, raw, b"", _stamp(at), KEY)


def _arrival(source: str, via: Via, at: datetime, raw: Any, beside: bytes, cursor: str, account: str = "") -> Arrival:
    return Arrival(
        source=source,
        platform="bluesky",
        via=via,
        at=at,
        raw=_written(raw),
        beside=beside,
        cursor=cursor,
        account=account,
    )


def _record(invention: Invention, at: datetime) -> dict[str, Any]:
    text = f"@camille.test {invention.text()}"
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": ME}
    record: dict[str, Any] = {
        "$type": "app.bsky.feed.post",
        "createdAt": _stamp(at),
        "facets": [
            {"$type": "app.bsky.richtext.facet", "features": [feature], "index": {"byteEnd": 13, "byteStart": 0}}
        ],
        "langs": [invention.random.choice(("fr", "en"))],
        "text": text,
    }
    if invention.random.random() < 1 / 2:
        post = {
            "cid": f"bafyrei{invention.letters(52)}",
            "uri": f"at://{ME}/app.bsky.feed.post/3l{invention.letters(11)}",
        }
        record["reply"] = {"parent": post, "root": post}
    return record


def _frame(did: str, rkey: str, cid: str, record: dict[str, Any], at: datetime) -> dict[str, Any]:
    commit = {"rev": rkey, "operation": "create", "collection": "app.bsky.feed.post", "rkey": rkey}
    return {"did": did, "time_us": micros(at), "kind": "commit", "commit": commit | {"record": record, "cid": cid}}


def _listed(
    invention: Invention, did: str, rkey: str, cid: str, record: dict[str, Any], at: datetime, writer: Writer
) -> dict[str, Any]:
    return {
        "uri": f"at://{did}/app.bsky.feed.post/{rkey}",
        "cid": cid,
        "author": _profile(did, writer, invention),
        "reason": "reply" if "reply" in record else "mention",
        "record": record,
        "isRead": False,
        "indexedAt": _stamp(at),
        "labels": [],
    }


def _profile(did: str, writer: Writer, invention: Invention) -> dict[str, Any]:
    followers, follows, posts = writer.counts
    return {
        "did": did,
        "handle": f"{writer.name.replace('_', '-')}.bsky.test",
        "displayName": writer.name.title(),
        "avatar": f"https://cdn.bsky.test/img/avatar/plain/{did}/bafkrei{invention.letters(52)}",
        "associated": {"lists": 0, "feedgens": 0, "starterPacks": 0, "labeler": False},
        "labels": [],
        "createdAt": _stamp(writer.since),
        "description": writer.about,
        "indexedAt": _stamp(writer.since),
        "followersCount": followers,
        "followsCount": follows,
        "postsCount": posts,
    }


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
