"""OpenTimestamps proofs: steps that lead from a digest to what a calendar or a Bitcoin block attests.

The format is that of opentimestamps.org, version 1: a magic, the kind of digest, the digest, then a tree. At each node
stand attestations (0x00, a tag of 8 bytes, a payload) and steps (an operation, its argument if it takes one, the node
it leads to); all but the last of a node are preceded by 0xff.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from hashlib import sha1, sha256
from typing import Final

from msgspec.structs import replace

from bot.errors import ChainBroken, Malformed
from bot.model.noun import EPOCH, Noun

MAGIC: Final = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
VERSION: Final = 1
SHA256: Final = 0x08
APPEND: Final = 0xF0
PREPEND: Final = 0xF1
BITCOIN: Final = bytes.fromhex("0588960d73d71901")
PENDING: Final = bytes.fromhex("83dfe30d2ef90c8e")
LONGEST: Final = 4096
"""Bytes of a message between two steps at most, and of an argument."""
DEEPEST: Final = 250
MOST: Final = 2000
"""Nodes of one proof at most; real ones have about 60."""
HEADER: Final = 80
"""Bytes of a Bitcoin block's header."""
EASIEST: Final = 2**190
"""The easiest target of a block that is believed: a hundred times easier than any since 2016, and still 2^66 hashes."""

_MORE: Final = 0xFF
_ATTESTED: Final = 0x00
_ARGUED: Final = frozenset({APPEND, PREPEND})
_OPERATIONS: Final[Mapping[int, Callable[[bytes, bytes], bytes]]] = {
    0x02: lambda message, _: sha1(message, usedforsecurity=False).digest(),
    SHA256: lambda message, _: sha256(message).digest(),
    APPEND: lambda message, argument: message + argument,
    PREPEND: lambda message, argument: argument + message,
    0xF2: lambda message, _: message[::-1],
    0xF3: lambda message, _: message.hex().encode(),
}


class Attestation(Noun, frozen=True, kw_only=True):
    """Who says that a message existed."""

    tag: bytes
    payload: bytes

    @property
    def calendar(self) -> str:
        """The address of the calendar that will know more; empty for other attestations."""
        if self.tag != PENDING:
            return ""
        return _Reading(self.payload).block().decode("ascii", "replace")

    @property
    def height(self) -> int:
        """The Bitcoin block whose Merkle root the message is; 0 for other attestations."""
        return _Reading(self.payload).number() if self.tag == BITCOIN else 0


class Node(Noun, frozen=True, kw_only=True):
    """What follows from a message."""

    attestations: tuple[Attestation, ...] = ()
    steps: "tuple[Step, ...]" = ()


class Step(Noun, frozen=True, kw_only=True):
    """An operation on a message, and what follows from its result."""

    operation: int
    argument: bytes = b""
    node: Node

    def of(self, message: bytes) -> bytes:
        """The result. Malformed where it grows too long."""
        result = _OPERATIONS[self.operation](message, self.argument)
        if len(result) > LONGEST:
            raise Malformed("a step of the proof gives more bytes than one may")
        return result


def parse(proof: bytes) -> tuple[bytes, Node]:
    """The SHA-256 that a proof begins at, and its tree. Raises Malformed."""
    reading = _Reading(proof)
    if reading.take(len(MAGIC)) != MAGIC or reading.number() != VERSION or reading.take(1)[0] != SHA256:
        raise Malformed("this is no OpenTimestamps proof of a SHA-256, version 1")
    digest = reading.take(sha256().digest_size)
    return digest, reading.rest()


def parse_node(answer: bytes) -> Node:
    """What a calendar answers: a tree alone. Raises Malformed."""
    return _Reading(answer).rest()


def write(digest: bytes, node: Node) -> bytes:
    """The proof; the inverse of `parse`."""
    return MAGIC + _number(VERSION) + bytes([SHA256]) + digest + _node(node)


def walk(message: bytes, node: Node) -> Iterator[tuple[bytes, Attestation]]:
    """Every attestation, with what it attests. Malformed where a step cannot be taken."""
    for attestation in node.attestations:
        yield message, attestation
    for step in node.steps:
        yield from walk(step.of(message), step.node)


def grafted(message: bytes, node: Node, onto: bytes, more: Node) -> Node:
    """The same tree with `more` at the node whose message is `onto`; its pending attestations have had their day."""
    if message == onto:
        kept = tuple(one for one in node.attestations if one.tag != PENDING)
        return Node(attestations=kept + more.attestations, steps=node.steps + more.steps)
    steps = tuple(replace(step, node=grafted(step.of(message), step.node, onto, more)) for step in node.steps)
    return replace(node, steps=steps)


def attested(message: bytes, header: bytes, easiest: int = EASIEST) -> datetime:
    """The time of the block of which this is the header and the message the Merkle root. ChainBroken where it isn't,
    or where the block cost less work than any of Bitcoin's: that the block is of the chain, others can say.
    """
    if len(header) != HEADER or header[36:68] != message:
        raise ChainBroken("the block's header has another Merkle root than the proof leads to")
    bits = int.from_bytes(header[72:76], "little")
    target = (bits & 0x7FFFFF) << 8 * max(0, (bits >> 24) - 3)
    if int.from_bytes(sha256(sha256(header).digest()).digest(), "little") > min(target, easiest):
        raise ChainBroken("the block's header shows too little work: it is not one of Bitcoin's")
    return EPOCH + timedelta(seconds=int.from_bytes(header[68:72], "little"))


class _Reading:
    """One pass over the bytes of a proof."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._nodes = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise Malformed("the proof ends too early")
        self._at += count
        return taken

    def number(self) -> int:
        """An unsigned LEB128 number of at most 9 bytes."""
        value = 0
        for shift in range(0, 63, 7):
            (byte,) = self.take(1)
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follow
                return value
        raise Malformed("a number of the proof is too large")

    def block(self) -> bytes:
        """Bytes with their length before them."""
        length = self.number()
        if length > LONGEST:
            raise Malformed("a part of the proof is too long")
        return self.take(length)

    def rest(self) -> Node:
        """The tree that fills what is left."""
        node = self._node(0)
        if self._at != len(self._data):
            raise Malformed("something follows the end of the proof")
        return node

    def _node(self, depth: int) -> Node:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST:
            raise Malformed("the proof is larger than any real one")
        attestations: list[Attestation] = []
        steps: list[Step] = []
        more = True
        while more:
            (kind,) = self.take(1)
            more = kind == _MORE
            if more:
                (kind,) = self.take(1)
            if kind == _ATTESTED:
                attestations.append(Attestation(tag=self.take(8), payload=self.block()))
            else:
                steps.append(self._step(kind, depth))
        return Node(attestations=tuple(attestations), steps=tuple(steps))

    def _step(self, operation: int, depth: int) -> Step:
        if operation not in _OPERATIONS:
            raise Malformed(f"the proof has a step that is not known: {operation:#04x}")
        argument = self.block() if operation in _ARGUED else b""
        return Step(operation=operation, argument=argument, node=self._node(depth + 1))


def _node(node: Node) -> bytes:
    parts = [bytes([_ATTESTED]) + one.tag + _block(one.payload) for one in node.attestations]
    parts += [
        bytes([step.operation]) + (_block(step.argument) if step.operation in _ARGUED else b"") + _node(step.node)
        for step in node.steps
    ]
    return b"".join(bytes([_MORE]) + part for part in parts[:-1]) + parts[-1]


def _block(data: bytes) -> bytes:
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    written = bytearray()
    while value >= 0x80:  # noqa: PLR2004 - as above
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])
