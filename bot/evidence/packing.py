"""How content is packed: as it is, by zstd alone, or with a dictionary of ours, what it says again written once."""

from functools import lru_cache
from importlib.resources import files
from threading import get_ident
from typing import Final

import zstandard

from bot.evidence.once import shortened, whole

STORED: Final = b"\x00"
ZSTD: Final = b"\x01"
DICTIONARIES: Final = {b"\x02": "records-1.zdict", b"\x03": "records-2.zdict", b"\x04": "records-3.zdict"}
"""Dictionaries by codec. They stand beside this file and never change, nor does their number: what was packed with one
is opened with it for ever. `scripts/train-dictionary` makes another, which then takes a number of its own."""
LATEST: Final = b"\x04"
"""The codec of what is packed now."""
SHORT: Final = b"\x04"
ONCE: Final = b"\x05"
"""SHORT of what is left of a content where what comes again is written once (see `once`)."""
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
    if WORTH <= len(content) <= LEARNT and len(short := shortened(content)) < len(content):
        codec, packed = _squeezed(short)
        if codec == SHORT:
            return ONCE, packed
    return _squeezed(content)


def _squeezed(content: bytes) -> tuple[bytes, bytes]:
    if len(content) < WORTH:
        return STORED, content
    codec = LATEST if len(content) <= LEARNT else ZSTD
    packed = _compressor(codec, get_ident()).compress(content)
    packed = packed.removeprefix(_MAGIC) if codec in DICTIONARIES else packed
    return (codec, packed) if len(packed) < len(content) else (STORED, content)


def unpack(codec: bytes, packed: bytes, size: int) -> bytes:
    """The content; ValueError or ZstdError where it is not of the recorded size, before any of it is unfolded."""
    if codec == ONCE:
        return _again(packed, size)
    if size_of(codec, packed) != size:
        raise ValueError("the content is not of the recorded size")
    return packed if codec == STORED else _decompressor(codec, get_ident()).decompress(_frame(codec, packed))


def _again(packed: bytes, size: int) -> bytes:
    short = size_of(SHORT, packed)
    if short < size:
        content = whole(unpack(SHORT, packed, short), size)
        if len(content) == size:
            return content
    raise ValueError("the content is not of the recorded size")


def size_of(codec: bytes, packed: bytes) -> int:
    """Of the content, as what is packed tells it."""
    return len(packed) if codec == STORED else zstandard.frame_content_size(_frame(codec, packed))


def fold(content: bytes) -> bytes:
    """Content with its codec, for what is no exhibit: it says little twice, and tells its size itself."""
    return b"".join(_squeezed(content))


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
