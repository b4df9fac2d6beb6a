"""The tree of a repository (a Merkle search tree): what stands under a key, or that nothing does.

A key lies at the layer that its SHA-256 gives: half the number of the zero bits it begins with. The form of a node is
that of https://atproto.com/specs/repository.
"""

import re
from collections.abc import Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Any, Final

from bot.errors import Unproven
from bot.evidence.cbor import decode
from bot.evidence.cid import Cid
from bot.model.noun import Noun

LONGEST: Final = 1024
_KEY: Final = re.compile(rb"[a-zA-Z0-9_~.:-]+/[a-zA-Z0-9_~.:-]+")
_BITS: Final = 256


class _Node(Noun, frozen=True, kw_only=True):
    keys: tuple[bytes, ...]
    values: tuple[Cid, ...]
    below: tuple[Cid | None, ...]
    """One more than keys: what lies before, between and after them."""


def find(blocks: Mapping[Cid, bytes], root: Cid, key: str) -> Cid | None:
    """What stands under `collection/rkey`; None where the path proves that nothing does.

    Raises Unproven where the path is not there, or is not one of a well-formed tree. It ends: layers only go down.
    """
    sought, low, high = key.encode(), b"", b"\xff"
    if not _valid(sought):
        raise Unproven("the record has a name that no repository holds")
    node = _node(blocks, root)
    if not node.keys:
        _require_empty(node)
        return None
    layer = depth(node.keys[0])
    while True:
        _require_fit(node, layer, low, high)
        if sought in node.keys:
            return node.values[node.keys.index(sought)]
        place = sum(one < sought for one in node.keys)
        below = node.below[place]
        if below is None or depth(sought) >= layer:
            return None
        low = node.keys[place - 1] if place else low
        high = node.keys[place] if place < len(node.keys) else high
        node, layer = _node(blocks, below), layer - 1


def depth(key: bytes) -> int:
    """The layer at which a key lies."""
    return (_BITS - int.from_bytes(sha256(key).digest(), "big").bit_length()) // 2


def _require_empty(node: _Node) -> None:
    """That a top without keys has nothing below it either."""
    if node.below != (None,):
        raise Unproven("the top of the tree is an empty node")


def _require_fit(node: _Node, layer: int, low: bytes, high: bytes) -> None:
    """That the node belongs at this layer, between these keys."""
    if any(depth(one) != layer for one in node.keys):
        raise Unproven("a key of the tree lies at the wrong layer")
    around = (low, *node.keys, high)
    if any(left >= right for left, right in pairwise(around)):
        raise Unproven("the keys of the tree are not in order")
    hangs = any(one is not None for one in node.below)
    if (not node.keys and not hangs) or (hangs and layer == 0):
        raise Unproven("a node of the tree is empty, or lies below the last layer")


def _node(blocks: Mapping[Cid, bytes], name: Cid) -> _Node:
    if name not in blocks:
        raise Unproven("the path through the tree is cut off")
    said = decode(blocks[name])
    if not isinstance(said, dict) or set(said) != {"e", "l"} or not isinstance(said["e"], list):
        raise Unproven("a block on the path is no node of a tree")
    keys: list[bytes] = []
    values: list[Cid] = []
    below = [_pointer(said["l"])]
    for entry in said["e"]:
        if not isinstance(entry, dict) or set(entry) != {"k", "p", "t", "v"} or not isinstance(entry["v"], Cid):
            raise Unproven("an entry of the tree is malformed")
        keys.append(_key(entry, keys[-1] if keys else b""))
        values.append(entry["v"])
        below.append(_pointer(entry["t"]))
    return _Node(keys=tuple(keys), values=tuple(values), below=tuple(below))


def _key(entry: Mapping[str, Any], before: bytes) -> bytes:
    """The whole key of an entry, which says only what differs from the one before it."""
    shared, rest = entry["p"], entry["k"]
    if type(shared) is not int or not isinstance(rest, bytes) or not 0 <= shared <= len(before):
        raise Unproven("an entry of the tree is malformed")
    key = before[:shared] + rest
    if not _valid(key) or _shared(before, key) != shared:
        raise Unproven("a key of the tree is malformed")
    return key


def _shared(one: bytes, other: bytes) -> int:
    """With how many bytes both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _valid(key: bytes) -> bool:
    return len(key) <= LONGEST and _KEY.fullmatch(key) is not None


def _pointer(value: Any) -> Cid | None:
    if value is not None and not isinstance(value, Cid):
        raise Unproven("an entry of the tree is malformed")
    return value
