"""Pairs of invented accounts, the first of which was muted or restricted, with the truth of whether one person has both.

`python -m tests.links.pairs` prints them, one a line. They were fixed before anything was tuned: a test holds their digest.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from random import Random
from typing import Any, Final

from tests.links import lookalikes, returns
from tests.links.making import Pair

SAME: Final[dict[str, Callable[[Random, str, int], Pair]]] = {
    "same avatar, new name": returns.same_avatar,
    "handle varied": returns.handle_varied,
    "declared move": returns.declared,
    "old account named in the bio": returns.named_in_bio,
    "new face, same style": returns.same_style,
    "same texts again": returns.same_texts,
    "soon after, same hours and style": returns.soon_after,
    "same bio": returns.same_bio,
    "other platform, same name": returns.other_platform,
    "during a ban, half disguised": returns.during_ban,
    "the sly one": returns.sly,
}
OTHERS: Final[dict[str, Callable[[Random, str, int], Pair]]] = {
    "fan with the campaign's picture": lookalikes.fans,
    "fan who imitates": lookalikes.imitator,
    "couple": lookalikes.couple,
    "colleagues": lookalikes.colleagues,
    "copy-paste brigade": lookalikes.brigade,
    "default avatar": lookalikes.default_avatar,
    "namesake": lookalikes.namesake,
    "parodies of one politician": lookalikes.parodies,
    "one region's dialect": lookalikes.dialect,
    "innocent newcomer after the mute": lookalikes.innocent,
    "witness who quotes": lookalikes.witness,
    "nothing in common": lookalikes.strangers,
}
EACH: Final = 12
"""Pairs of each kind: three of each language in each half."""


def pairs() -> Iterator[dict[str, Any]]:
    """All pairs, the same at every call."""
    for truth, made in ((True, SAME), (False, OTHERS)):
        for kind, make in made.items():
            for number in range(EACH):
                language, half = ("fr", "en")[number % 2], number // 2 % 2
                pair = make(Random(f"{kind} {number}"), language, half)
                yield {
                    "pair": f"{kind} {number}",
                    "kind": kind,
                    "language": language,
                    "half": ("tuning", "held-out")[half],
                    "same": truth,
                    "hard": not truth and kind != "nothing in common",
                    **pair,
                }


def lines() -> Iterator[str]:
    """Each pair as JSON."""
    return (json.dumps(pair, ensure_ascii=False, sort_keys=True) for pair in pairs())


def digest() -> str:
    """Of all of them."""
    return sha256("\n".join(lines()).encode()).hexdigest()


def moment(written: str) -> datetime:
    """A moment of a pair."""
    return datetime.fromisoformat(written)


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
