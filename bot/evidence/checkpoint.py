"""Checkpoints: how far a chain has come, signed, in a form that can be left with others and read by anybody.

The form is C2SP's signed note (https://c2sp.org/signed-note) with the three lines of a checkpoint
(https://c2sp.org/tlog-checkpoint): origin, size, root. Our chain is a line, not a tree: the size is the number of its
last entry, the root is the seal of that entry, which stands for all before it.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.errors import ChainBroken
from bot.evidence.chain import Head
from bot.model.noun import Noun

SEED: Final = 32
"""Bytes of a private key, as RFC 8032 has it."""
LARGEST: Final = 16 * 1024
"""Bytes of a note at most; ours have some 300."""
MOST: Final = 16
"""Signatures of a note at most, the least that C2SP asks of who reads one."""
LINES: Final = 3

KEY_EVENTS: Final = ("key:made", "key:rotated")
"""Entries that say which key signs; each names it as `verifier`."""

_ED25519: Final = b"\x01"
_ID: Final = 4
_NAME: Final = re.compile(r"[!-*,-~]{1,200}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,14}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNED: Final = "— "


class Verifier(Noun, frozen=True, kw_only=True):
    """The public side of a key that signs checkpoints."""

    name: str
    """Of the installation, as `installation` makes it; printable ASCII without spaces and +."""
    public: bytes
    """32 bytes, Ed25519."""

    @property
    def id(self) -> str:
        """C2SP's key id: 8 hex digits, which tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).hexdigest()[: 2 * _ID]

    def __str__(self) -> str:
        """As C2SP writes it for verifiers: name+id+base64."""
        return f"{self.name}+{self.id}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """The inverse of `str`; ValueError for anything else."""
        name, _, rest = written.strip().partition("+")
        key_id, _, key = rest.partition("+")
        data = _decoded(key)
        if not _NAME.fullmatch(name) or data[:1] != _ED25519 or len(data) != 1 + SEED:
            raise ValueError("is no key of a verifier; write it as `rempart key show` prints it: name+id+base64")
        found = cls(name=name, public=data[1:])
        if found.id != key_id:
            raise ValueError("is no key of a verifier: its id is not that of its key; copy it again, whole")
        return found


class Signer:
    """A key that signs checkpoints; can be shared by threads."""

    __slots__ = ("_key", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name=name, public=self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signature line of a text, without its end."""
        signature = bytes.fromhex(self.verifier.id) + self._key.sign(text.encode())
        return f"{_SIGNED}{self.verifier.name} {b64encode(signature).decode()}"


class Signature(Noun, frozen=True, kw_only=True):
    """One signature line of a note."""

    name: str
    id: str
    """Of the key: 8 hex digits."""
    value: bytes


class Note(Noun, frozen=True, kw_only=True):
    """A checkpoint as it was signed."""

    origin: str
    """Names this installation and a pseudonym of the person, never the person."""
    head: Head
    text: str
    """What the signatures cover."""
    signatures: tuple[Signature, ...]


def installation(first: bytes) -> str:
    """The name of an installation, from the public key that it made first: it stays when the key is rotated."""
    return f"rempart/{sha256(first).hexdigest()[:16]}"


def sign(origin: str, head: Head, signers: Sequence[Signer]) -> str:
    """The note that says how far the chain of `origin` has come, signed by all of them, in their order."""
    root = b64encode(bytes.fromhex(head.seal)).decode()
    text = f"{origin}\n{head.number}\n{root}\n"
    note = "\n".join([text, *(signer.sign(text) for signer in signers), ""])
    parse(note)  # what cannot be read strictly is never handed out
    return note


def parse(note: str) -> Note:
    """Read a note strictly: one spelling only. ChainBroken for anything else; no signature is verified yet."""
    text, blank, signed = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(note) > LARGEST or _CONTROL.search(note) or len(lines) != LINES:
        raise ChainBroken("it is not a checkpoint: three lines, an empty one, and signatures are wanted")
    origin, number, root = lines
    seal = _decoded(root)
    if not _NAME.fullmatch(origin) or not _NUMBER.fullmatch(number) or len(seal) != sha256().digest_size:
        raise ChainBroken("it is not a checkpoint: its lines must be origin, number and base64 of a seal")
    *signatures, rest = signed.split("\n")
    if rest or not 0 < len(signatures) <= MOST:
        raise ChainBroken(f"it is not a checkpoint: it must end with 1 to {MOST} lines of signatures")
    head = Head(number=int(number), seal=seal.hex())
    return Note(origin=origin, head=head, text=text + "\n", signatures=tuple(map(_signature, signatures)))


def verify(note: Note, verifiers: Iterable[Verifier]) -> tuple[Verifier, ...]:
    """Those among the known keys that signed it, in the order of the lines; signatures by others are passed over.

    ChainBroken where none did, or where a signature in the name of one of them does not hold.
    """
    known = {(one.name, one.id): one for one in verifiers}
    found = [(known[line.name, line.id], line) for line in note.signatures if (line.name, line.id) in known]
    for verifier, line in found:
        try:
            Ed25519PublicKey.from_public_bytes(verifier.public).verify(line.value, note.text.encode())
        except (InvalidSignature, ValueError) as error:
            raise ChainBroken(
                f"its signature by the key {verifier.id} does not hold: one of the two was altered"
            ) from error
    if not found:
        raise ChainBroken("no key that is known signed it")
    return tuple(verifier for verifier, _ in found)


def _signature(line: str) -> Signature:
    name, _, value = line.removeprefix(_SIGNED).partition(" ")
    data = _decoded(value)
    if not line.startswith(_SIGNED) or not _NAME.fullmatch(name) or len(data) <= _ID:
        raise ChainBroken("it is not a checkpoint: a signature is a dash, a name and base64")
    return Signature(name=name, id=data[:_ID].hex(), value=data[_ID:])


def _decoded(written: str) -> bytes:
    """Base64 in its one spelling; empty for any other."""
    try:
        data = b64decode(written, validate=True)
    except (Error, ValueError):
        return b""
    return data if b64encode(data).decode() == written else b""
