"""Invented people and what they write: no word of it was ever said to anybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final

from bot.model.noun import Noun
from scripts.training.generated import generated

START: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)
HOSTS: Final = ("mastodon.test", "piaille.test", "social.test", "mamot.test", "toot.test")
FIRST: Final = ("camille", "nadia", "hugo", "ines", "lucas", "fatou", "marc", "sophie", "karim", "lea", "paul", "jade")
LAST: Final = ("martin", "moreau", "petit", "roux", "garnier", "faure", "blanc", "smith", "jones", "brown", "taylor")
WORK: Final = (
    "Enseignante, lectrice, marcheuse. Mes propos n'engagent que moi.",
    "Développeur le jour, cycliste le soir. Il/lui.",
    "Parent of two. Opinions are my own. She/her.",
    "Retired, gardener, reads too much news. 🌱",
    "",
)
ALPHABET: Final = "234567abcdefghijklmnopqrstuvwxyz"


class Writer(Noun, frozen=True, kw_only=True):
    """Somebody who writes."""

    number: int
    name: str
    host: str
    about: str
    since: datetime
    counts: tuple[int, int, int]
    """Followers, followed, posts."""
    count: int
    """By which a server numbers them."""
    did: str

    def place(self, home: str) -> str:
        """Where the server that shows their pictures has them."""
        where = "cache/accounts/" if self.number % 4 else "accounts/"
        return f"https://files.{home}/{where}" if self.number % 2 else f"https://{home}/system/{where}"


AGAIN: Final = 1 / 4
"""The part of what is written that a FEW write, so that their conduct counts."""
FEW: Final = 24


class Invention:
    """Draws people, texts and names, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the same records each time is what is wanted
        self.texts = sorted({one.text for one in generated()})
        self.random.shuffle(self.texts)
        self.at = START
        self.few = tuple(self.writers(FEW))

    def writer(self) -> Writer:
        """Who writes next."""
        return self.random.choice(self.few) if self.random.random() < AGAIN else next(self.writers(1))

    def text(self) -> str:
        """A sentence or two."""
        return " ".join(self.random.sample(self.texts, self.random.choice((1, 1, 2))))

    def moment(self) -> datetime:
        """A little later than the one before."""
        self.at += timedelta(milliseconds=self.random.randrange(9_000_000))
        return self.at

    def offset(self) -> int:
        """By how many seconds Paris is ahead of UTC: in summer, or in winter."""
        return self.random.choice((3600, 7200))

    def letters(self, count: int) -> str:
        """As identifiers have them."""
        return "".join(self.random.choices(ALPHABET, k=count))

    def writers(self, count: int) -> Iterator[Writer]:
        """So many people."""
        for _ in range(count):
            number = self.random.randrange(90)
            name = f"{self.random.choice(FIRST)}{self.random.choice(('', '_', '.'))}{self.random.choice(LAST)}"
            yield Writer(
                number=number,
                name=f"{name.replace('.', '')}{self.random.choice(('', number))}",
                host=self.random.choice(HOSTS),
                about=self.random.choice(WORK),
                since=START - timedelta(days=self.random.randrange(3_000)),
                counts=(self.random.randrange(900), self.random.randrange(900), self.random.randrange(20_000)),
                count=self.random.randrange(10**12),
                did=f"did:plc:{self.letters(24)}",
            )
