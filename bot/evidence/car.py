"""Archives of blocks (CAR, version 1), each block proven to be what its identifier says."""

from typing import Final

from bot.errors import Unproven
from bot.evidence.cbor import decode
from bot.evidence.cid import LENGTH, Cid, cid_of
from bot.model.noun import Noun

LARGEST: Final = 2 * 2**20
"""Bytes of an archive that are read at all; a commit holds no more, and a path with one record a hundredth."""
_VARINT: Final = 4
"""Bytes of a length; LARGEST needs no more."""


class Archive(Noun, frozen=True, kw_only=True):
    """What an archive holds."""

    root: Cid
    blocks: dict[Cid, bytes]
    """Each is DAG-CBOR by its identifier, and has the digest that stands in it."""


def archive(raw: bytes) -> Archive:
    """The archive in these bytes. Raises Unproven unless all of it holds, to its last byte."""
    if len(raw) > LARGEST:
        raise Unproven(f"the archive is larger than {LARGEST} bytes")
    header, at = _section(raw, 0)
    root = _root(header)
    blocks: dict[Cid, bytes] = {}
    while at < len(raw):
        section, at = _section(raw, at)
        name, block = Cid(raw=section[:LENGTH]), section[LENGTH:]
        if cid_of(block) != name:
            raise Unproven(f"block {len(blocks) + 1} of the archive is not what its identifier says")
        blocks[name] = block
    if root not in blocks:
        raise Unproven("the archive lacks the block that it is about")
    return Archive(root=root, blocks=blocks)


def _root(header: bytes) -> Cid:
    said = decode(header)
    if not isinstance(said, dict) or set(said) != {"roots", "version"} or type(said["version"]) is not int:
        raise Unproven("the header of the archive is not that of a CAR")
    roots = said["roots"]
    if said["version"] != 1 or not isinstance(roots, list) or len(roots) != 1 or not isinstance(roots[0], Cid):
        raise Unproven("the archive is not a CAR of version 1 with one root")
    return roots[0]


def _section(raw: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of the section that begins here, and where the next one does."""
    size = 0
    for place, byte in enumerate(raw[at : at + _VARINT]):
        size |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the last byte of a varint
            begin = at + place + 1
            if (byte == 0 and place) or not 0 < size <= len(raw) - begin:
                break
            return raw[begin : begin + size], begin + size
    raise Unproven("the archive is cut off, or a length in it is wrong")
