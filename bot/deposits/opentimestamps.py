"""Checkpoints left with an OpenTimestamps calendar: it gathers digests, and commits to them in Bitcoin within hours."""

from collections.abc import Mapping
from hashlib import sha256
from secrets import token_bytes
from typing import Final

from bot.deposits.http import ask
from bot.deposits.port import Proof, Token
from bot.errors import ChainBroken, Gone, Malformed, Refused, TryLater
from bot.evidence.opentimestamps import (
    APPEND,
    EASIEST,
    PENDING,
    SHA256,
    Node,
    Step,
    attested,
    grafted,
    parse,
    parse_node,
    walk,
    write,
)

KIND: Final = "opentimestamps"
MOST: Final = 10_000
"""Bytes of an answer."""
NONCE: Final = 16
"""Bytes beside the digest, so that the calendar learns nothing even of who has the note."""
HEADERS: Final = {"Accept": "application/vnd.opentimestamps.v1", "Content-Type": "application/octet-stream"}


class OpenTimestamps:
    """One calendar."""

    kind = KIND

    def __init__(self, name: str, url: str, *, loopback: bool = False) -> None:
        self.name = name
        self._url = url.rstrip("/")
        self._loopback = loopback

    async def leave(self, note: bytes) -> Token:
        """As the port; done hours later."""
        digest, nonce = sha256(note).digest(), token_bytes(NONCE)
        commitment = sha256(digest + nonce).digest()
        answer = await ask(
            "POST",
            f"{self._url}/digest",
            body=commitment,
            headers=HEADERS,
            most=MOST,
            loopback=self._loopback,
        )
        hashed = Step(operation=SHA256, node=self._read(commitment, answer))
        return _token(digest, Node(steps=(Step(operation=APPEND, argument=nonce, node=Node(steps=(hashed,))),)))

    async def complete(self, token: bytes) -> Token:
        """As the port; TryLater while no block holds it."""
        digest, node = parse(token)
        waiting = [at for at, one in walk(digest, node) if one.tag == PENDING]
        for commitment in waiting:
            try:
                answer = await ask(
                    "GET",
                    f"{self._url}/timestamp/{commitment.hex()}",
                    headers=HEADERS,
                    most=MOST,
                    loopback=self._loopback,
                )
            except Gone:
                raise TryLater(f"{self.name}: no block holds it yet") from None
            node = grafted(digest, node, commitment, self._read(commitment, answer))
        return _token(digest, node)

    def _read(self, commitment: bytes, answer: bytes) -> Node:
        """A tree whose every step can be taken. Raises Refused for anything else."""
        try:
            node = parse_node(answer)
            usable = any(one.height or one.calendar for _, one in walk(commitment, node))
        except Malformed as error:
            raise Refused(f"{self.name}: its answer cannot be used: {error}") from error
        if not usable:
            raise Refused(f"{self.name}: its answer attests nothing")
        return node


def examine(token: bytes, note: bytes, headers: Mapping[int, bytes], easiest: int = EASIEST) -> Proof:
    """What a proof shows about a note, by the block headers at hand (by height). ChainBroken where it does not hold."""
    try:
        digest, node = parse(token)
        found = list(walk(digest, node))
        blocks = sorted((one.height, message) for message, one in found if one.height)
        calendars = dict.fromkeys(one.calendar for _, one in found if one.calendar)
    except Malformed as error:
        raise ChainBroken(f"the proof cannot be read: {error}") from error
    if digest != sha256(note).digest():
        raise ChainBroken("the proof is about something else")
    for height, message in blocks:
        if height in headers:
            return Proof(at=attested(message, headers[height], easiest), by=f"Bitcoin block {height}")
    if blocks:
        return Proof(by=f"Bitcoin block {blocks[0][0]}", needs=blocks[0][0])
    if not calendars:
        raise ChainBroken("the proof attests nothing")
    return Proof(by=" ".join(calendars))


def _token(digest: bytes, node: Node) -> Token:
    """The proof as it is kept: one that can be read again."""
    data = write(digest, node)
    try:
        parse(data)
    except Malformed as error:
        raise Refused(f"the proof cannot be kept: {error}") from error
    return Token(data=data, done=any(one.height for _, one in walk(digest, node)))
