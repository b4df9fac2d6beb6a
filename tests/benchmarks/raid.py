"""A raid as a Mastodon server writes it, and as many rules as are wanted, with words of their own."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bot.model.arrival import Arrival
from bot.model.mention import Via
from bot.rules.policy import Rule
from tests.doubles import mastodon_shapes as shapes
from tests.doubles.mastodon_world import World
from tests.rules.parsed import parse_rules

BATCH = 500
RULES, TERMS = 50, 20
AUTHORS = 2_000
RUDE = 0.05
"""The share of mentions that hold a rule's word."""
chance = random.Random(20261121)
ABUSE = [
    "tu es une ordure,",
    "ferme ta gueule,",
    "espèce de connard,",
    "t'es vraiment une conne,",
    "je sais où tu habites, je vais te retrouver,",
]
SYLLABLES = ["ba", "cou", "di", "fro", "gli", "jeu", "lon", "mi", "nar", "pou", "ri", "sou", "ta", "vi", "zo"]
FILLER = [
    "je",
    "voulais",
    "te",
    "dire",
    "que",
    "ton",
    "article",
    "de",
    "ce",
    "matin",
    "était",
    "vraiment",
    "intéressant",
    "merci",
    "pour",
    "tout",
    "ce",
    "travail",
]


def word(number: int) -> str:
    """A word of its own for each number."""
    letters = ""
    for _ in range(5):
        number, rest = divmod(number, len(SYLLABLES))
        letters += SYLLABLES[rest]
    return letters


def rules(count: int) -> tuple[Rule, ...]:
    return parse_rules(
        [
            {
                "name": f"règle {number}",
                "reason": "harassment_targeted",
                "severity": "medium",
                "all": [{"words": [word(number * TERMS + term) for term in range(TERMS)]}],
                "then": ["mute"],
            }
            for number in range(count)
        ]
    )


def usual(rude: float = 0) -> str:
    """What anybody says; a share of it holds a rule's word."""
    words = chance.sample(FILLER, 12)
    if chance.random() < rude:
        words[5] = word(chance.randrange(RULES * TERMS))
    return " ".join(words)


def abusive() -> str:
    """What the rules that everybody has find in a raid."""
    return f"{chance.choice(ABUSE)} {' '.join(chance.sample(FILLER, 8))}"


def written(told: dict[str, Any]) -> bytes:
    """As a server on the net writes it."""
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return raw.replace("http://", "https://").encode()


class Stream:
    """Mentions as a Mastodon server writes them, each by one of many authors."""

    def __init__(self) -> None:
        world = World(host="social.test")
        self.me = world.join("figure")
        self.shapes: list[dict[str, Any]] = []
        world.on_event = lambda to, event, what: self.shapes.append(shapes.notification(world, what))
        for number in range(AUTHORS):
            author = world.join(f"author{number}")
            world.post(author.username, "@figure ~")
            del world.people[author.id]  # so that the double need not look through all of them
        self.count = 0

    def raw(self, said: str) -> bytes:
        """One more, by anybody, with spaces and escapes as no server writes: that takes longer to read."""
        return json.dumps(self.told(said)).encode()

    def told(self, said: str) -> dict[str, Any]:
        """One more, by anybody, as an object."""
        self.count += 1
        one = chance.choice(self.shapes)
        status = one["status"]
        number = int(status["id"]) + self.count
        new = {
            "id": str(number),
            "uri": f"{status['uri'].rpartition('/')[0]}/{number}",
            "url": f"{status['url'].rpartition('/')[0]}/{number}",
            "content": status["content"].replace("~", said),
        }
        return one | {"id": str(self.count), "status": status | new}

    def bring(self, count: int, say: Callable[[], str] = lambda: usual(RUDE)) -> list[Arrival]:
        """So many, each saying something."""
        account = f"mastodon:social.test/{self.me.id}"
        now = datetime.now(UTC)
        return [
            Arrival(
                source="m",
                platform="mastodon",
                via=Via.STREAM,
                at=now,
                raw=self.raw(say()),
                account=account,
                cursor=str(n),
            )
            for n in range(count)
        ]
