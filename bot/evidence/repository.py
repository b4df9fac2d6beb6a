"""One repository of the AT Protocol, as far as the answer to `com.atproto.sync.getRecord` shows it.

The form of a commit is that of https://atproto.com/specs/repository, version 3.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from bot.errors import Unproven
from bot.evidence.car import archive
from bot.evidence.cbor import decode, encode
from bot.evidence.cid import Cid
from bot.evidence.didkey import signed
from bot.evidence.mst import find
from bot.model.noun import EPOCH, MICROSECOND, Noun

VERSION: Final = 3
_FIELDS: Final = {"did", "version", "data", "rev", "prev", "sig"}
_TID: Final = re.compile(r"[2-7a-j][2-7a-z]{12}")
_DIGITS: Final = "234567abcdefghijklmnopqrstuvwxyz"


class Commit(Noun, frozen=True, kw_only=True):
    """A state of a repository, as it was signed."""

    cid: str
    did: str
    data: Cid
    """The top of its tree."""
    rev: str
    message: bytes
    """What the signature covers: the commit without it."""
    signature: bytes

    @property
    def at(self) -> datetime:
        """When the server says that it was made, which `rev` counts in microseconds."""
        number = 0
        for sign in self.rev:
            number = number << 5 | _DIGITS.index(sign)
        return EPOCH + (number >> 10) * MICROSECOND


class Shown(Noun, frozen=True, kw_only=True):
    """What an archive shows of one record, if the commit is signed by the right key."""

    commit: Commit
    cid: str
    """Of the record; empty where the commit's tree holds none under that key."""
    content: bytes
    """The record, DAG-CBOR."""


def shown(raw: bytes, did: str, key: str) -> Shown:
    """What an archive shows of the record `key` (collection/rkey) of an account; its signature is not yet looked at.

    Raises Unproven where anything in it does not hold, or it is of another account.
    """
    found = archive(raw)
    commit = _commit(found.blocks[found.root], found.root)
    if commit.did != did:
        raise Unproven("the archive is of another account's repository")
    record = find(found.blocks, commit.data, key)
    if record is None:
        return Shown(commit=commit, cid="", content=b"")
    if record not in found.blocks:
        raise Unproven("the archive lacks the record itself")
    return Shown(commit=commit, cid=str(record), content=found.blocks[record])


def signer(commit: Commit, keys: Iterable[str]) -> str:
    """The first of these keys (`did:key:…`) that signed the commit. Raises Unproven if none did."""
    for key in keys:
        if signed(key, commit.message, commit.signature):
            return key
    raise Unproven("the commit is not signed by a key of the account")


def _commit(block: bytes, name: Cid) -> Commit:
    said = decode(block)
    if not isinstance(said, dict) or set(said) != _FIELDS or said["version"] != VERSION:
        raise Unproven(f"the archive's root is no commit of version {VERSION}")
    did, rev, data, signature = said["did"], said["rev"], said["data"], said["sig"]
    if not isinstance(did, str) or not isinstance(rev, str) or not _TID.fullmatch(rev):
        raise Unproven("the commit does not say whose it is, or which")
    if not isinstance(data, Cid) or not isinstance(said["prev"], Cid | None) or not isinstance(signature, bytes):
        raise Unproven("the commit is malformed")
    message = encode({key: value for key, value in said.items() if key != "sig"})
    return Commit(cid=str(name), did=did, data=data, rev=rev, message=message, signature=signature)
