"""Which of a stream's frames may concern us, told from their bytes before anything is decoded."""

from collections.abc import Callable, Iterable
from functools import partial

from ahocorasick_rs import BytesAhoCorasick

FEW = 6
"""Up to so many names, searching each in turn is faster than one automaton for all."""
_SMALL = 1_024
"""Errors and infos are short."""

Found = Callable[[bytes], bool]


def sieve(dids: Iterable[str]) -> Found:
    """Whether any of the DIDs stands in a frame."""
    names = tuple(sorted({did.encode() for did in dids if did}))
    if len(names) == 1:
        return partial(_one, names[0])
    return partial(_some, names) if len(names) <= FEW else partial(_many, BytesAhoCorasick(list(names)))


def _one(name: bytes, frame: bytes) -> bool:
    return name in frame


def _some(names: tuple[bytes, ...], frame: bytes) -> bool:
    return any(name in frame for name in names)


def _many(automaton: BytesAhoCorasick, frame: bytes) -> bool:
    return bool(automaton.find_matches_as_indexes(frame))


def may_be_control(frame: bytes) -> bool:
    """Whether it may be an error or an info of the stream itself."""
    return len(frame) < _SMALL and (b'"error"' in frame or b"#info" in frame)


def may_be_change(frame: bytes) -> bool:
    """Whether it may be the end of a post, or something about an account."""
    return b'"delete"' in frame or b'identity"' in frame or b'account"' in frame
