"""A step of folding: one substitution, with what it writes in either reading."""

import re
from collections.abc import Callable
from typing import AnyStr, Generic, NamedTuple

Rewrite = Callable[[re.Match[bytes]], bytes]
"""What is written in the place of a match on the wire."""


class Step(NamedTuple, Generic[AnyStr]):
    """A linear pattern, what the plain reading writes where it matches, and what the other one does.

    A step on the wire that names signs has nothing to do where none of them is there.
    """

    pattern: re.Pattern[AnyStr]
    plainly: Callable[[re.Match[AnyStr]], AnyStr]
    otherwise: Callable[[re.Match[AnyStr]], AnyStr]
    signs: frozenset[int] = frozenset()
    even: bool = False
    """It writes a letter in the place of each; otherwise what it writes stands for all that it takes away."""


def same(match: re.Match[AnyStr]) -> AnyStr:
    """What was there."""
    return match[0]


def once(match: re.Match[bytes]) -> bytes:
    """The first letter of a stretch."""
    return match[0][:1]


def twice(match: re.Match[bytes]) -> bytes:
    """The first two letters of a stretch."""
    return match[0][:2]


def letters_in(wire: bytes) -> bytes:
    """The letters a to z."""
    return bytes(code for code in wire if ord("a") <= code <= ord("z"))
