"""What a Jetstream says on its two wires, without the sockets: events, subscriptions, cursors, the zstd dictionary.

Facts from the public wire contract of Jetstream (v1 `/subscribe`, v2 `network.bsky.jetstream.subscribeEvents`).
"""

import json
import re
import struct
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import zstandard

NSID = "network.bsky.jetstream.subscribeEvents"
V1_PATH = "/subscribe"
V2_PATH = f"/xrpc/{NSID}"
DICTIONARY_PATH = "/xrpc/network.bsky.jetstream.getZstdDictionary"
KINDS = {"commit", "identity", "account", "sync"}
FIRST_TIME_CURSOR = 10**15  # a cursor below is a sequence number, from here on unix microseconds
COLLECTION = re.compile(r"[a-zA-Z][a-zA-Z0-9-]{0,62}(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+\.[a-zA-Z]\w{0,62}")
DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")

Json = dict[str, Any]
Query = dict[str, list[str]]


class Refusal(Exception):
    """What the server answers instead of a stream."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name, self.message = name, message


def dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Event:
    """One event as both wires write it; v1 has no sync events."""

    seq: int
    time_us: int
    did: str
    kind: str
    collection: str
    v1: str | None
    v2: str


def event(seq: int, time_us: int, did: str, kind: str, body: Json) -> Event:
    """`body`: for a commit rev, operation, collection, rkey, record, cid; else the event of the firehose."""
    moment = (
        datetime.fromtimestamp(time_us // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{time_us % 10**6:06d}Z"
    )
    v1 = {"did": did, "time_us": time_us, "cursor": seq, "kind": kind, kind: body}
    inside = body if kind == "commit" else {kind: body}
    v2 = {"$type": "message", "payload": {"$type": f"{NSID}#{kind}", "seq": seq, "did": did, "time": moment, **inside}}
    collection = body.get("collection", "") if kind == "commit" else ""
    return Event(seq, time_us, did, kind, collection, None if kind == "sync" else dump(v1), dump(v2))


def info_frame(name: str, message: str) -> str:
    return dump({"$type": "message", "payload": {"$type": f"{NSID}#info", "name": name, "message": message}})


def error_frame(name: str, message: str) -> str:
    return dump({"$type": "error", "error": name, "message": message})


@dataclass(frozen=True)
class Wanted:
    """A subscriber's filter; empty sets filter nothing, and only commits are filtered by collection."""

    dids: frozenset[str]
    collections: frozenset[str]
    prefixes: tuple[str, ...]
    kinds: frozenset[str]
    longest: int

    def lets_through(self, item: Event, body: str) -> bool:
        if (self.kinds and item.kind not in self.kinds) or (self.dids and item.did not in self.dids):
            return False
        if self.longest and len(body.encode()) > self.longest:
            return False
        if item.kind != "commit" or not (self.collections or self.prefixes):
            return True
        return item.collection in self.collections or item.collection.startswith(self.prefixes or ("\0",))


def wanted(dids: list[str], collections: list[str], kinds: list[str], longest: int) -> Wanted:
    for did in dids:
        if not DID.fullmatch(did):
            raise Refusal("InvalidRequest", f"invalid DID: {did}")
    prefixes = tuple(name[:-1] for name in collections if name.endswith(".*"))
    full = frozenset(name for name in collections if not name.endswith(".*"))
    for name in full:
        if not COLLECTION.fullmatch(name):
            raise Refusal("InvalidRequest", f"invalid collection: {name}")
    if len(full) + len(prefixes) > 100:
        raise Refusal("InvalidRequest", "too many wanted collections")
    if len(set(dids)) > 10_000:
        raise Refusal("InvalidRequest", f"too many wanted DIDs: {len(set(dids))} > 10000")
    return Wanted(frozenset(dids), full, prefixes, frozenset(kinds), longest)


def wanted_v1(query: Query) -> Wanted:
    longest = query.get("maxMessageSizeBytes", ["0"])[0]
    size = int(longest) if longest.isdigit() else 0
    return wanted(query.get("wantedDids", []), query.get("wantedCollections", []), [], size)


def as_query(payload: Json) -> Query:
    """The payload of an options_update, as if it had come in the address."""
    lists = {name: payload.get(name) or [] for name in ("wantedDids", "wantedCollections")}
    return {**lists, "maxMessageSizeBytes": [str(payload.get("maxMessageSizeBytes", 0))]}


def wanted_v2(query: Query) -> Wanted:
    for legacy in {"wantedDids", "wantedCollections", "requireHello"} & query.keys():
        raise Refusal("InvalidRequest", f"{legacy} is a parameter of the legacy /subscribe")
    kinds, collections = query.get("kinds", []), query.get("collections", [])
    if not set(kinds) <= KINDS:
        raise Refusal("InvalidRequest", "unknown kind")
    if collections and kinds and "commit" not in kinds:
        raise Refusal("InvalidRequest", "collections filter can never apply: kinds excludes commit")
    return wanted(query.get("dids", []), collections, kinds, int(query.get("maxMessageSizeBytes", ["0"])[0]))


@dataclass(frozen=True)
class Subscription:
    """What one connection asked for."""

    v2: bool
    zstd: bool
    wanted: Wanted
    cursor: str
    waits_for_hello: bool


def subscription(target: str, headers: Any, dictionary: int) -> Subscription:
    """The request line and headers of a WebSocket handshake → what to send on it; else Refusal."""
    parts = urlsplit(target)
    query = parse_qs(parts.query, keep_blank_values=True)
    cursor = query.get("cursor", [""])[0]
    asks_v1_zstd = query.get("compress") == ["true"] or "zstd" in headers.get("Socket-Encoding", "")
    if parts.path == V1_PATH:
        if asks_v1_zstd and "permessage-deflate" in headers.get("Sec-WebSocket-Extensions", ""):
            raise Refusal("InvalidRequest", "choose one compression scheme")
        return Subscription(False, asks_v1_zstd, wanted_v1(query), cursor, query.get("requireHello") == ["true"])
    if asks_v1_zstd:
        raise Refusal("InvalidRequest", "compress=true is the /subscribe (v1) opt-in; use zstdDictionary")
    asked = query.get("zstdDictionary", [""])[0]
    if asked and asked != str(dictionary):
        raise Refusal("UnknownZstdDictionary", f"unknown dictionary id {asked}; the current one is {dictionary}")
    return Subscription(True, bool(asked), wanted_v2(query), cursor, False)


def first_to_send(asked: Subscription, log: list[Event], floor: int) -> tuple[int, str]:
    """The sequence number to start at and, on v2, what to say about it first (or nothing)."""
    following = log[-1].seq + 1 if log else 1
    if not asked.cursor:
        return following, ""
    if not asked.cursor.lstrip("-").isdigit() or asked.cursor.startswith("-"):
        raise Refusal("InvalidRequest", f"invalid cursor: {asked.cursor!r}")
    cursor = int(asked.cursor)
    if cursor >= FIRST_TIME_CURSOR:
        return first_since(cursor, asked, log, floor)
    if cursor > following:
        return following, info_frame("FutureCursor", f"cursor {cursor} is beyond {following}") if asked.v2 else ""
    if cursor < floor and asked.v2:
        raise Refusal("CursorTooOld", f"cursor {cursor} is below the lookback floor {floor}")
    return max(cursor, floor, 1), ""


def first_since(time_us: int, asked: Subscription, log: list[Event], floor: int) -> tuple[int, str]:
    following = log[-1].seq + 1 if log else 1
    if time_us > time.time() * 1e6:
        return following, ""
    start = next((item.seq for item in log if item.time_us >= time_us), following)
    too_old = start < floor or bool(log and time_us < log[0].time_us)
    start = max(start, floor)
    return start, info_frame("OutdatedCursor", f"starting at seq {start}") if asked.v2 and too_old else ""


class Dictionary:
    """A zstd dictionary of our own making; the real ones are not ours to copy."""

    def __init__(self, number: int = 20261121) -> None:
        self.number = number
        trained = zstandard.train_dictionary(4096, [sample(i) for i in range(600)], dict_id=number).as_bytes()
        self.raw = trained[:4] + struct.pack("<I", number) + trained[8:]
        self._compressor = zstandard.ZstdCompressor(level=1, dict_data=zstandard.ZstdCompressionDict(self.raw))

    def compress(self, body: str) -> bytes:
        return self._compressor.compress(body.encode())


def sample(number: int) -> bytes:
    """An event that looks like the others, to train on."""
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": f"did:plc:{number * 31:024d}"}
    record = {
        "$type": "app.bsky.feed.post",
        "createdAt": "2026-11-21T00:00:00.000Z",
        "langs": ["fr"],
        "text": f"message numéro {number * 7919 % 1000} @quelqu.un",
        "facets": [{"index": {"byteStart": 0, "byteEnd": 9}, "features": [mention]}],
    }
    key, cid = f"3l{number:011d}", f"bafyrei{number:052d}"
    body = {"rev": key, "operation": "create", "collection": record["$type"], "rkey": key, "record": record, "cid": cid}
    return event(number, 1_790_000_000_000_000 + number, f"did:plc:{number:024d}", "commit", body).v2.encode()
