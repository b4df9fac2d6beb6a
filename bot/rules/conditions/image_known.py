"""A picture of the mention is one of these, resized, compressed anew or mirrored as may be."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BeforeValidator, Field

from bot.model.facts import Facts
from bot.rules.conditions.base import BaseCondition, Verdict, no, unknown, yes
from bot.rules.conditions.pattern import one_or_more
from bot.signals.reading import Reading

HASH: Final = re.compile(r"[0-9a-fA-F]{16}")
BITS: Final = 64
PLAIN: Final = 8
"""With fewer bits set, or fewer not set, a hash is that of an evenly coloured picture, which resembles any other."""
WITHOUT_PICTURE: Final = frozenset({"audio"})
ROWS: Final = tuple(range(0, BITS, 8))


def _recognisable(written: str) -> str:
    if not HASH.fullmatch(written):
        raise ValueError("has what is no perceptual hash of 64 bits; write 16 hexadecimal digits")
    if not PLAIN <= int(written, 16).bit_count() <= BITS - PLAIN:
        raise ValueError("has the hash of a plain picture, which too many others resemble; leave it out")
    return written.lower()


class ImageKnown(BaseCondition):
    """Compared by difference hash (dHash: 8 rows of 8 bits, left against right), which alone is known of a picture.

    `distance` is how many of the 64 bits may differ; unrelated pictures differ in some 32. Unknown where a picture has
    no hash and no other is a known one.
    """

    name: ClassVar[str] = "image_known"
    example: ClassVar[str] = '{ image_known = ["f0e1d2c3b4a59687"], distance = 6 }'
    of_act: ClassVar[bool] = True
    image_known: Annotated[
        tuple[Annotated[str, AfterValidator(_recognisable)], ...], BeforeValidator(one_or_more), Field(min_length=1)
    ]
    distance: Annotated[int, Field(strict=True, ge=0, le=12)] = 6

    @cached_property
    def _known(self) -> tuple[int, ...]:
        """Each picture and its mirror image."""
        every = [int(written, 16) for written in self.image_known]
        return (*every, *map(mirrored, every))

    def judge(self, facts: Facts, reading: Reading) -> Verdict:  # noqa: ARG002 - every condition is asked alike
        """Yes with how near it comes, no or unknown."""
        pictures = [media for media in facts.mention.media if media.kind not in WITHOUT_PICTURE]
        hashes = [int(media.phash, 16) for media in pictures if media.phash and HASH.fullmatch(media.phash)]
        nearest = min(self._distances(hashes), default=BITS)
        if nearest <= self.distance:
            return yes(f"a known picture, {nearest} bits off")
        if len(hashes) < len(pictures):
            return unknown("a picture has no perceptual hash")
        return no("none of its pictures is known" if pictures else "without a picture")

    def _distances(self, hashes: Iterable[int]) -> Iterable[int]:
        return ((one ^ known).bit_count() for one in hashes for known in self._known)


def mirrored(dhash: int) -> int:
    """The difference hash of the mirror image: each row backwards, brighter for darker."""
    return sum(_backwards(~dhash >> row & 0xFF) << row for row in ROWS)


def _backwards(row: int) -> int:
    return int(f"{row:08b}"[::-1], 2)
