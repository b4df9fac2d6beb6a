"""An OpenTimestamps calendar on this machine, with a chain of blocks of its own that takes no work."""

import struct
from hashlib import sha256

from aiohttp import web

from bot.evidence.opentimestamps import APPEND, BITCOIN, PENDING, PREPEND, SHA256

EASY = 0x207FFFFF
"""Bits of a block that every other hash satisfies."""
ANYTHING = 2**256


class Calendar:
    """Takes digests, and commits to them when `mine` is called; `faults` come instead, one for each request."""

    def __init__(self) -> None:
        self.taken: dict[bytes, int] = {}
        self.headers: dict[int, bytes] = {}
        self.faults: list[bytes | int] = []

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/digest", self._take)
        app.router.add_get("/timestamp/{commitment}", self._tell)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def mine(self, height: int) -> None:
        """Put what was taken into blocks, one each from this height on."""
        for commitment, found in self.taken.items():
            if not found:
                self.taken[commitment] = height
                self.headers[height] = header(_root(commitment))
                height += 1

    async def _take(self, request: web.Request) -> web.Response:
        digest = await request.read()
        if self.faults:
            return _fault(self.faults.pop(0))
        assert len(digest) == 32
        self.taken.setdefault(sha256(digest + b"salt").digest(), 0)
        pending = b"\x00" + PENDING + _block(_block(self.url.encode()))
        return web.Response(body=bytes([APPEND]) + _block(b"salt") + bytes([SHA256]) + pending)

    async def _tell(self, request: web.Request) -> web.Response:
        if self.faults:
            return _fault(self.faults.pop(0))
        commitment = bytes.fromhex(request.match_info["commitment"])
        height = self.taken.get(commitment, 0)
        if not height:
            return web.Response(status=404, text="Pending confirmation in Bitcoin blockchain")
        attested = b"\x00" + BITCOIN + _block(_number(height))
        return web.Response(body=bytes([PREPEND]) + _block(b"left") + bytes([SHA256, SHA256]) + attested)


def header(root: bytes) -> bytes:
    """A block's header with this Merkle root, and as much work as EASY asks for."""
    for nonce in range(1000):
        made = struct.pack("<i32s32sIII", 2, bytes(32), root, 1_790_000_000, EASY, nonce)
        if sha256(sha256(made).digest()).digest()[31] < 0x7F:
            return made
    raise AssertionError("no such luck")


def _root(commitment: bytes) -> bytes:
    return sha256(sha256(b"left" + commitment).digest()).digest()


def _fault(kind: bytes | int) -> web.Response:
    return web.Response(status=kind) if isinstance(kind, int) else web.Response(body=kind)


def _block(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    return bytes([value & 0x7F | 0x80]) + _number(value >> 7) if value >= 0x80 else bytes([value])
