"""What everybody may fetch of lists: made once for each version, and handed out from then on."""

import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

LARGEST: Final = 64 << 20
"""Bytes that are kept at hand; what is larger alone is made anew each time."""
FRESH: Final = 300
"""Seconds for which others may keep an answer without asking again."""
PIECE: Final = 65_536
"""Bytes that are sent at once: who reads slowly holds no more of our memory than that."""


class Shelf:
    """The latest bodies by their marks. Can be shared by threads; one body is made at a time."""

    def __init__(self, largest: int = LARGEST) -> None:
        """`largest`: bytes that it holds."""
        self._largest = largest
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._making = threading.Lock()

    def at_hand(self, mark: str) -> bytes | None:
        """What goes by a mark; None where it has to be made."""
        with self._lock:
            if mark in self._bodies:
                self._bodies.move_to_end(mark)
            return self._bodies.get(mark)

    def body(self, mark: str, make: Callable[[], bytes]) -> bytes:
        """What goes by a mark, made where nobody has asked for it lately."""
        with self._making:
            found = self.at_hand(mark)
            if found is None:
                found = make()
                self._keep(mark, found)
            return found

    def _keep(self, mark: str, body: bytes) -> None:
        if len(body) > self._largest:
            return
        with self._lock:
            self._bodies[mark] = body
            self._size += len(body)
            while self._size > self._largest:
                self._size -= len(self._bodies.popitem(last=False)[1])


class Wanted(NamedTuple):
    """What somebody asks for, which is not made yet."""

    mark: str
    shelf: Shelf
    """Where it may stand already."""
    media_type: str
    make: Callable[[], bytes]
    headers: Mapping[str, str] = MappingProxyType({})


def has(request: Request, wanted: Wanted) -> bool:
    """Whether who asks has it already."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return _tag(wanted) in known or known == ["*"]


def unchanged(wanted: Wanted) -> Response:
    """The answer to who has it."""
    return Response(status_code=304, headers=_shared(wanted))


def handed(wanted: Wanted, body: bytes) -> Response:
    """The answer to who has not."""
    headers = _shared(wanted) | {"content-length": str(len(body))}
    return StreamingResponse(_pieces(body), media_type=wanted.media_type, headers=headers)


def mark_of(*parts: object) -> str:
    """The mark of what is made of these parts, and of nothing else."""
    return sha256(msgspec.json.encode(parts)).hexdigest()[:32]


def _tag(wanted: Wanted) -> str:
    return f'"{wanted.mark}"'


def _shared(wanted: Wanted) -> dict[str, str]:
    fresh = f"public, max-age={FRESH}"
    return {"etag": _tag(wanted), "cache-control": fresh, "vary": "Accept, Accept-Language", **wanted.headers}


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]
