"""How the content of an exhibit is packed: as it is, by zstd alone, or by zstd with a dictionary of our own."""

from functools import lru_cache
from importlib.resources import files
from threading import get_ident
from typing import Final

import zstandard

STORED: Final = b"\x00"
ZSTD: Final = b"\x01"
DICTIONARIES: Final = {b"\x02": "records-1.zdict", b"\x03": "records-2.zdict"}
"""Dictionaries by codec. They stand beside this file and never change, nor does their number: what was packed with one
is opened with it for ever. `scripts/train-dictionary` makes another, which then takes a number of its own."""
LATEST: Final = b"\x03"
"""The codec of what is packed now."""
LEVEL: Final = 5
"""A tenth smaller than 3 for 15 µs; 6 takes 20 µs more for a twentieth, and a raid waits for every one of them."""
WORTH: Final = 96
"""Bytes below which nothing is gained."""
LARGEST: Final = 64 * 2**20
"""Bytes that are ever unfolded of anything."""
LEARNT: Final = 64 * 1024
"""Bytes up to which a dictionary is of use; what is larger is another kind of thing, such as a picture."""
_MAGIC: Final = b"\x28\xb5\x2f\xfd"
"""The first bytes of every zstd frame; left out where a codec of ours says so already."""


def pack(content: bytes) -> tuple[bytes, bytes]:
    """Codec and content in it, by whichever is the shortest."""
    if len(content) < WORTH:
        return STORED, content
    codec = LATEST if len(content) <= LEARNT else ZSTD
    packed = _compressor(codec, get_ident()).compress(content)
    packed = packed.removeprefix(_MAGIC) if codec in DICTIONARIES else packed
    return (codec, packed) if len(packed) < len(content) else (STORED, content)


def unpack(codec: bytes, packed: bytes, size: int) -> bytes:
    """The content; ValueError or ZstdError where it is not of the recorded size, before any of it is unfolded."""
    if size_of(codec, packed) != size:
        raise ValueError("the content is not of the recorded size")
    return packed if codec == STORED else _decompressor(codec, get_ident()).decompress(_frame(codec, packed))


def size_of(codec: bytes, packed: bytes) -> int:
    """Of the content, as what is packed tells it."""
    return len(packed) if codec == STORED else zstandard.frame_content_size(_frame(codec, packed))


def fold(content: bytes) -> bytes:
    """Content with its codec, for what is no exhibit."""
    return b"".join(pack(content))


def unfold(folded: bytes) -> bytes:
    """The inverse of `fold`; raises as `unpack`, and for more than LARGEST bytes."""
    codec, packed = folded[:1], folded[1:]
    return unpack(codec, packed, min(size_of(codec, packed), LARGEST))


def _frame(codec: bytes, packed: bytes) -> bytes:
    return _MAGIC + packed if codec in DICTIONARIES else packed


# zstd contexts are costly to make and must not be used by two threads at once: one for each thread, made when first
# needed. An evicted one lives on for as long as its thread uses it.
@lru_cache(maxsize=16)
def _compressor(codec: bytes, _thread: int) -> zstandard.ZstdCompressor:
    if codec == ZSTD:
        return zstandard.ZstdCompressor(level=1)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_dictionary(codec), write_dict_id=False)


@lru_cache(maxsize=16)
def _decompressor(codec: bytes, _thread: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=None if codec == ZSTD else _dictionary(codec))


@lru_cache(maxsize=4)
def _dictionary(codec: bytes) -> zstandard.ZstdCompressionDict:
    """Ready for use by any thread. ValueError for a codec that this release does not know."""
    if codec not in DICTIONARIES:
        raise ValueError("the content is packed in a way that a later release knows")
    dictionary = zstandard.ZstdCompressionDict(files("bot.evidence").joinpath(DICTIONARIES[codec]).read_bytes())
    dictionary.precompute_compress(level=LEVEL)
    return dictionary
