"""Handles and names, reduced to what the eye takes them for, and how far apart two of them are."""

from functools import lru_cache
from typing import Final

from bot.signals.text import fold

LONGEST: Final = 40
"""Letters of a name that are looked at."""
SHORTEST: Final = 4
"""Names of fewer letters resemble too many others."""
GRAM: Final = 3
DOMAINS: Final = frozenset(
    [
        "test",
        "social",
        "com",
        "org",
        "net",
        "fr",
        "eu",
        "app",
        "blog",
        "me",
        "io",
        "uk",
        "be",
        "ch",
        "ca",
        "dev",
        "info",
    ]
)
"""With what a handle that is a domain mostly ends; any other ending is part of the name."""


@lru_cache(maxsize=4096)
def skeleton(handle: str) -> str:
    """A handle without its server, its figures at either end and its signs, as folding reads it."""
    local, at, _ = handle.lstrip("@").lower().partition("@")
    labels = local.removesuffix(".bsky.social").split(".")
    local = "".join(labels[:-1] if len(labels) > 1 and not at and labels[-1] in DOMAINS else labels)
    return fold(local.strip("0123456789._-")).text.replace(" ", "").strip("0123456789")[:LONGEST]


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A display name as folding reads it, its words in the order of the alphabet."""
    return " ".join(sorted(fold(name).text.split()))[:LONGEST]


def resemblance(one: str, other: str, least: float = 0.0) -> float:
    """From 0 to 1: how much of the longer one is left when it is edited into the other; 0 where that is under `least`.

    Letters that the other has not at all are counted first, since most names differ by more than that allows.
    """
    longest = max(len(one), len(other))
    room = (1 - least) * longest
    if not longest or abs(len(one) - len(other)) > room or max(len({*one} - {*other}), len({*other} - {*one})) > room:
        return 0.0
    return 1 - distance(one, other) / longest


def holds(one: str, other: str) -> bool:
    """Whether the shorter one stands in the longer one, and is most of it."""
    short, long = sorted((one, other), key=len)
    return len(short) > SHORTEST and short in long and 2 * len(short) > len(long)


def distance(one: str, other: str) -> int:
    """Insertions, deletions and substitutions from one to the other (Myers's bit-parallel algorithm)."""
    if not one or not other:
        return len(one) + len(other)
    places: dict[str, int] = {}
    for place, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << place
    every, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    more, less, score = every, 0, len(one)
    for char in other:
        same = places.get(char, 0)
        across = (((same & more) + more) ^ more) | same | less
        up, down = less | ~(across | more), more & across
        score += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        vertical = same | less
        more, less = (down | ~(vertical | up)) & every, up & vertical & every
    return score


def grams(name: str) -> frozenset[str]:
    """Its runs of three letters, edges included."""
    edged = f"^{name}$"
    return frozenset(edged[place : place + GRAM] for place in range(len(edged) - GRAM + 1))
