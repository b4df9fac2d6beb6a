"""What others carry for us for a while: they can neither read, alter nor make it, and later it is worth nothing."""

from datetime import datetime
from typing import Final

from bot.errors import KeyMissing, Unproven
from bot.evidence.master import MasterKey
from bot.model.noun import micros

_UNTIL: Final = 8
"""Bytes that say until when it is good."""


class Seal:
    """Seals under a key that ends with it. Nothing is remembered of what is out, so that nobody can push it out."""

    def __init__(self) -> None:
        self._key = MasterKey.new()

    def close(self, what: str, content: bytes, until: datetime) -> bytes:
        """Seal it for one use, named `what`; no two are equal. 36 bytes longer than the content."""
        return self._key.wrap(what, micros(until).to_bytes(_UNTIL) + content)

    def open(self, what: str, sealed: bytes, now: datetime) -> bytes:
        """What was sealed for this use. Raises Unproven for what was not, or is too old."""
        try:
            opened = self._key.unwrap(what, sealed)
        except KeyMissing:
            raise Unproven("this was not sealed here") from None
        if int.from_bytes(opened[:_UNTIL]) <= micros(now):
            raise Unproven("this was good until earlier")
        return opened[_UNTIL:]
