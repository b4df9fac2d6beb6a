"""The firehose of a real PDS, read as a Jetstream reads it: every event from the first, through every cut."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import libipld
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

Json = dict[str, Any]
Publish = Callable[[str, str, Json], Awaitable[object]]
KINDS = {"identity", "account", "sync"}
CIDS = (b"\x01\x71", b"\x01\x55")  # version 1; dag-cbor or raw


def cid_text(cid: bytes) -> str:
    return "b" + base64.b32encode(cid).decode().lower().rstrip("=")


def to_json(value: Any) -> Any:
    """DAG-CBOR as libipld gives it → the JSON data model of AT Protocol."""
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, bytes):
        is_cid = len(value) == 36 and value[:2] in CIDS
        return {"$link": cid_text(value)} if is_cid else {"$bytes": base64.b64encode(value).decode().rstrip("=")}
    return value


def commit(rev: str, operation: Json, blocks: dict[bytes, Any]) -> Json:
    """One operation of a commit, as Jetstream tells it."""
    collection, _, key = operation["path"].partition("/")
    body = {"rev": rev, "operation": operation["action"], "collection": collection, "rkey": key}
    if operation["cid"] is None:
        return body
    return body | {"record": to_json(blocks.get(operation["cid"])), "cid": cid_text(operation["cid"])}


class Firehose:
    """Remembers the last event it took, so that a PDS may restart under it."""

    def __init__(self, pds: str) -> None:
        """`pds`: its http address."""
        self._address = pds.replace("http", "ws", 1) + "/xrpc/com.atproto.sync.subscribeRepos"
        self._taken = 0

    async def follow(self, publish: Publish) -> None:
        """Hands every event on, until cancelled."""
        while True:
            try:
                address = f"{self._address}?cursor={self._taken}"
                async with connect(address, max_size=None, compression=None) as firehose:
                    async for frame in firehose:
                        await self._take(*libipld.decode_dag_cbor_multi(frame), publish)
            except (OSError, WebSocketException):
                pass  # cut, or the PDS is down: again, from the last one taken
            await asyncio.sleep(0.1)

    async def _take(self, head: Json, body: Json, publish: Publish) -> None:
        kind = head.get("t", "").removeprefix("#")
        if kind == "commit":
            blocks = libipld.decode_car(body["blocks"])[1] if body["blocks"] else {}
            for operation in body["ops"]:
                await publish(body["repo"], kind, commit(body["rev"], operation, blocks))
        elif kind in KINDS:
            await publish(body["did"], kind, to_json(body))
        self._taken = body.get("seq", self._taken)
