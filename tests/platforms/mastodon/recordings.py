"""The recorded responses of real servers, as bytes the way they came."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).parents[2] / "recordings"
ME = {"mastodon": "117020565966271181", "gts": "01JGYR6V3PDBE82NGVDN4F720K", "snac": "bfad77282ab336b60d5c3214552222e4"}
"""The account whose notifications were recorded, by recording."""


class Recorded(msgspec.Struct, kw_only=True):
    server: str
    method: str
    path: str
    status: int
    body: msgspec.Raw
    query: str = ""

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class _Line(msgspec.Struct):
    method: str
    path: str
    status: int
    body: msgspec.Raw
    query: str = ""


class _Asked(msgspec.Struct):
    method: str = "GET"
    path: str = ""


class _File(msgspec.Struct):
    status: int
    body: msgspec.Raw
    request: _Asked = msgspec.field(default_factory=_Asked)


def mastodon() -> Iterator[Recorded]:
    with gzip.open(FOLDER / "mastodon_responses.jsonl.gz") as lines:
        for line in lines:
            read = msgspec.json.decode(line, type=_Line)
            yield Recorded(server="mastodon", **{name: getattr(read, name) for name in read.__struct_fields__})


def others(server: str) -> Iterator[tuple[str, Recorded]]:
    """Of GoToSocial (`gts`) or snac: name of the file and response."""
    for path in sorted((FOLDER / server).glob("*.json")):
        if path.name != "ws_frames.json":
            read = msgspec.json.decode(path.read_bytes(), type=_File)
            asked = read.request
            yield (
                path.stem,
                Recorded(server=server, method=asked.method, path=asked.path, status=read.status, body=read.body),
            )


def streams() -> list[bytes]:
    """The server-sent events of Mastodon, a whole connection each."""
    return [
        str(one.json).encode()
        for one in mastodon()
        if one.path.startswith("/api/v1/streaming/") and "health" not in one.path
    ]


def frames() -> list[bytes]:
    """GoToSocial's WebSocket messages."""
    found = json.loads((FOLDER / "gts" / "ws_frames.json").read_text())
    return [json.dumps(one, ensure_ascii=False).encode() for one in found]
