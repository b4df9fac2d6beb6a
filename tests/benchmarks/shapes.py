"""Courses of events of every shape, as long as wanted: invented people, always the same for the same shape."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.platforms.simulated.parse import Scenario
from tests.benchmarks.raid import FILLER
from tests.links.scenes import AGAIN, HIS
from tests.raids.days import FIRST, HOSTILE, MINE, NEWS, SUPPORT
from tests.scenarios.scenes import scenario

BEGIN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
MONTHS = timedelta(days=240)
MINUTES = timedelta(minutes=10)
Event = dict[str, Any]
WISHES = "Félicitations {0} pour {1} , {2} bien mérité , {3} et à très vite {4}"
SYLLABLES = ("ba", "cou", "dri", "fro", "gli", "jeu", "lon", "mi", "nar", "pou", "ri", "sou", "ta", "vi", "zo", "ke")


class Drawn:
    """Draws people, sentences and moments."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def person(self, number: int) -> Event:
        """One of many, whose profile resembles nobody's."""
        chance = random.Random(f"person {number}")
        name = "".join(chance.choices(SYLLABLES, k=5))
        made = BEGIN - timedelta(days=chance.randrange(30, 3000))
        return {
            "id": f"did:plc:{name}{number}",
            "handle": f"{name}{number}.test",
            "display_name": f"{name[:4]} {name[4:]}".title(),
            "bio": " ".join(chance.sample(FILLER, 7)),
            "created_at": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "followers": chance.randrange(2000),
            "avatar": f"{chance.getrandbits(64):016x}",
        }

    def said(self) -> str:
        """What anybody says."""
        invented = "".join(self.random.choices(SYLLABLES, k=3))
        return " ".join([*self.random.sample(FILLER, self.random.randrange(5, 15)), invented])

    def mention(self, at: datetime, who: Event, text: str, **more: Any) -> Event:
        self.count += 1
        base = {"event": "mention", "at": written(at), "platform": "bluesky", "kind": "reply", "author": who}
        uri = f"at://{who['id']}/app.bsky.feed.post/{self.count}"
        return base | {"uri": uri, "text": text, "root": MINE, "parent": MINE} | more


def written(at: datetime) -> str:
    """As scenarios have it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def stalker(count: int) -> Iterator[Event]:
    """Over months one man under one name after another, a message in ten; the rest is everyday life."""
    drawn = Drawn("stalker")
    for number in range(count):
        at = BEGIN + MONTHS * number / count
        if number % 10:
            yield drawn.mention(at, drawn.person(drawn.random.randrange(count // 4)), drawn.said())
            continue
        account = 8 * number // count
        he = {"id": f"did:plc:il{account}", "handle": f"vigie{account}.test", "display_name": "Vigie"}
        said = drawn.random.choice(HIS + AGAIN)
        yield drawn.mention(at, he | {"avatar": "a1b2c3d4e5f60718"}, f"{said} {number}")
        if not number % (count // 16) and number:
            yield drawn.mention(at, he, "Je vais te retrouver et te tuer")


def raid(count: int) -> Iterator[Event]:
    """Newcomers within minutes, three in four of them hostile."""
    drawn = Drawn("raid")
    for number in range(count):
        texts = HOSTILE if number % 4 else NEWS + SUPPORT
        text = f"{drawn.random.choice(texts)} {drawn.said() if number % 3 else ''}".strip()
        yield drawn.mention(BEGIN + MINUTES * number / count, drawn.person(number), text)


def joy(count: int) -> Iterator[Event]:
    """Everybody congratulates within a day, nearly in the same words."""
    drawn = Drawn("joy")
    words = (("Camille", "madame", "chère Camille", ""), ("ton prix", "ce prix", "le prix"), ("c'est", "tellement"))
    more = (("bravo", "encore bravo", "mille bravos"), ("!", "!!", "…", "🎉"))
    for number in range(count):
        text = WISHES.format(*(drawn.random.choice(some) for some in (*words, *more)))
        yield drawn.mention(BEGIN + timedelta(days=1) * number / count, drawn.person(number), text)


def talkers(count: int) -> Iterator[Event]:
    """Ten accounts that write all day, for weeks; two of them unkindly."""
    drawn = Drawn("talkers")
    for number in range(count):
        who = number % 10
        text = f"{drawn.random.choice(HOSTILE)} {drawn.said()}" if who > 7 and not number % 3 else drawn.said()
        yield drawn.mention(BEGIN + timedelta(days=60) * number / count, drawn.person(who), text)


def mixed(count: int) -> Iterator[Event]:
    """A month with everything in it: edits, deletions, reviews, outages, restarts, follows, two platforms."""
    drawn = Drawn("mixed")
    lately: list[Event] = []
    for number in range(count):
        at = BEGIN + timedelta(days=30) * number / count
        kind = number % 20
        if lately and kind in OTHERS:
            yield {"at": written(at)} | OTHERS[kind](drawn, drawn.random.choice(lately[-50:]))
        elif number % 1000 == 999:
            until = written(at + timedelta(minutes=30))
            yield {"event": "outage", "at": written(at), "until": until, "platform": "bluesky"}
        else:
            who = drawn.person(drawn.random.randrange(count // 3))
            text = f"{drawn.random.choice(HOSTILE)} {drawn.said()}" if not number % 9 else drawn.said()
            platform = "mastodon" if who["followers"] % 2 else "bluesky"
            lately.append(drawn.mention(at, who, text, platform=platform))
            yield lately[-1]


def _review(drawn: Drawn, one: Event) -> Event:
    return {"event": "review", "by": "lea", "trust": one["author"]["id"]}


OTHERS: Final[Mapping[int, Callable[[Drawn, Event], Event]]] = {
    3: lambda drawn, one: {
        "event": "edit",
        "uri": one["uri"],
        "text": f"{drawn.random.choice(HOSTILE)} {drawn.said()}",
    },
    7: lambda _, one: {"event": "edit", "uri": one["uri"], "text": one["text"] + "."},
    11: lambda _, one: {"event": "delete", "uri": one["uri"]},
    15: _review,
    17: lambda _, one: {"event": "follow", "platform": one["platform"], "id": one["author"]["id"]},
    19: lambda drawn, one: {
        "event": "identity",
        "platform": one["platform"],
        "id": one["author"]["id"],
        "handle": f"x{drawn.random.randrange(10**6)}.test",
    },
}
"""What else happens, of twenty events, by their place."""
SHAPES: Final[Mapping[str, Callable[[int], Iterator[Event]]]] = {
    one.__name__: one for one in (stalker, raid, joy, talkers, mixed)
}


def shaped(shape: str, count: int) -> Scenario:
    """A scenario of this shape, of so many events."""
    events = list(SHAPES[shape](count))
    return scenario(*events[:count], first=FIRST | {"scenario": shape})
