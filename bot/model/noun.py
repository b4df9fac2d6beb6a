"""The base of every noun."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Noun(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A value: immutable, comparable, and small when written as JSON.

    The cycle collector leaves it alone: what cannot change cannot hold itself. That is a tenth of handling a mention.
    """


@lru_cache(maxsize=64)
def micros(moment: datetime) -> int:
    """Microseconds since 1970 UTC; remembered for a while, since a mention's moments are asked for a dozen times."""
    return (moment - EPOCH) // MICROSECOND


def utc(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC, to the microsecond where it has any: `2026-01-02T12:00:00Z`."""
    written: str = msgspec.to_builtins(moment.astimezone(UTC))  # ten times as fast as isoformat
    return written


def learn() -> None:
    """Have msgspec learn every struct there is so far, in this thread alone; some 10 ms, and nothing the second time.

    It learns a struct when the first is read, and lets another thread use what is half learnt, which ends the process
    (0.22.0, a segmentation fault in one of three tries with four threads). So learn before a second thread reads.
    """
    for kind in _below(msgspec.Struct):
        with suppress(NameError, TypeError):  # what it cannot learn nobody reads
            msgspec.msgpack.Decoder(kind)


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
