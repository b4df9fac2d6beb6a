"""What everybody may fetch of lists: made once for each version, and handed out from then on."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

LARGEST: Final = 64 << 20
"""Bytes that are kept at hand; what is larger alone is made anew each time."""
FRESH: Final = 300
"""Seconds for which others may keep an answer without asking again."""


class Shelf:
    """The latest bodies by their marks. Can be shared by threads; one body is made at a time."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._making = threading.Lock()

    def body(self, mark: str, make: Callable[[], bytes]) -> bytes:
        """What goes by a mark, made where nobody has asked for it lately."""
        with self._making:
            found = self._bodies.get(mark)
            if found is None:
                found = make()
                self._keep(mark, found)
            else:
                self._bodies.move_to_end(mark)
            return found

    def _keep(self, mark: str, body: bytes) -> None:
        if len(body) > LARGEST:
            return
        self._bodies[mark] = body
        self._size += len(body)
        while self._size > LARGEST:
            self._size -= len(self._bodies.popitem(last=False)[1])


def marked(request: Request, mark: str, media_type: str, make: Callable[[], bytes], **headers: str) -> Response:
    """An answer that goes by a mark: 304, and nothing made, for who has it."""
    tag = f'"{mark}"'
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    shared = {"etag": tag, "cache-control": f"public, max-age={FRESH}", "vary": "Accept, Accept-Language", **headers}
    if tag in known or known == ["*"]:
        return Response(status_code=304, headers=shared)
    return Response(make(), media_type=media_type, headers=shared)


def mark_of(body: bytes) -> str:
    """The mark of a body that is small, and made each time."""
    return sha256(body).hexdigest()[:32]
