"""One pair of invented accounts: what the platform shows of each, and what they posted before and after the measure."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.links.personas import BANK, START, Persona

Pair = dict[str, Any]
SIGNS = "._-"


def account(
    rng: Random, who: Persona, age: timedelta | None = None, platform: str = "bluesky", **given: Any
) -> dict[str, Any]:
    """The account as a platform shows it; `age` is its age at its first post, years if not given."""
    handle = (
        given.get("handle")
        or rng.choice(
            (
                f"{who.word}{rng.randint(10, 999)}",
                f"{who.first}_{who.last}",
                f"{who.word}{SIGNS[rng.randrange(3)]}{who.last[:4]}",
            )
        ).lower()
    )
    bio = given.get("bio", rng.choice((who.bio, who.bio, rng.choice(BANK[who.language]["common_bios"]))))
    return {
        "platform": platform,
        "id": f"did:plc:{rng.getrandbits(60):x}",
        "handle": handle,
        "display_name": given.get("name", rng.choice((f"{who.first} {who.last}", who.word.title()))),
        "bio": bio,
        "avatar": given.get("avatar", who.avatar),
        "age": (age or days_of(rng, 60, 2000)).total_seconds(),
    }


def pair(
    rng: Random,
    one: Persona,
    old: dict[str, Any],
    other: Persona,
    new: dict[str, Any],
    *,
    posts: int,
    hours: timedelta,
    tone: str = "insistent",
    shared: int = 0,
    before: bool = False,
    gap: float = 20.0,
) -> Pair:
    """The known account's posts, the measure against it, and the newcomer's; `before`: there before the measure."""
    known = one.posts(
        START + timedelta(days=rng.randint(0, 200), hours=rng.randint(0, 23)), rng.randint(6, 12), "insistent"
    )
    last = datetime.fromisoformat(known[-1]["at"])
    measured = last + timedelta(minutes=rng.randint(1, 30))
    first = measured - timedelta(days=rng.uniform(3, 12)) if before else measured + hours
    coming = other.posts(first, posts, tone, gap)
    for account, said in ((old, known), (new, coming)):
        age = account.pop("age")
        account["created_at"] = (datetime.fromisoformat(said[0]["at"]) - timedelta(seconds=age)).isoformat()
    return {
        "known": {"account": old, "posts": known},
        "measure": {"kind": "mute", "at": measured.isoformat()},
        "new": {"account": new, "posts": coming},
        "avatar_shared_by": shared,
        "texts_shared_by": 0,
    }


def days_of(rng: Random, least: int, most: int) -> timedelta:
    return timedelta(days=rng.uniform(least, most))


def hours_of(rng: Random, least: int, most: int) -> timedelta:
    return timedelta(hours=rng.uniform(least, most))
