"""Invented people with habits of writing: what they do to a sentence, when they write, and what they show of themselves."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

BANK: Final[dict[str, dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "bank.toml").read_text("utf-8"))
START: Final = datetime.fromisoformat("2025-03-03T00:00:00+00:00")
HABITS: Final = {
    "case": ("plain", "plain", "low", "low", "shout", "title"),
    "end": (".", "", "...", " !", "!!", "!!!", " !!!", "..", " ?!", "…"),
    "comma": (", ", ", ", " , ", " ", "... ", ",", " - ", " / "),
    "apostrophe": ("'", "'", "’", "", " "),
    "short": ("none", "none", "some", "all"),
    "slip": ("none", "none", "a", "b", "c"),
    "stretch": ("none", "none", "none", "some"),
    "accents": ("kept", "kept", "dropped"),
    "opener": ("none", "none", 0, 1, 2, 3, 4, 5, 6, 7),
    "closer": ("none", "none", "none", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
}
SHORT: Final = {
    "fr": {
        "vous": "vs",
        "beaucoup": "bcp",
        "toujours": "tjs",
        "quand": "qd",
        "pour": "pr",
        "tout": "tt",
        "parce que": "pck",
        "c'est": "c",
    },
    "en": {
        "you": "u",
        "your": "ur",
        "are": "r",
        "because": "cuz",
        "though": "tho",
        "please": "pls",
        "people": "ppl",
        "about": "abt",
    },
}
SLIPS: Final = {
    "fr": {"a": {"ça": "sa", "cela": "sela", "ces": "ses"}, "b": {"répondu": "répondue", "parler": "parlé", "écrit": "écris", "comme": "come"}, "c": {"personne": "personnes", "même": "meme", "encore": "encor", "jour": "jours"}},
    "en": {"a": {"your": "you're", "their": "there", "its": "it's"}, "b": {"have been": "of been", "about": "abowt", "really": "realy", "answer": "anser"}, "c": {"nobody": "noone", "always": "allways", "before": "befor", "every": "evry"}},
}  # fmt: skip
PLAIN: Final = str.maketrans("éèêëàâîïôûùçÉÀ", "eeeeaaiiouucEA")


class Persona:
    """One invented human being, whatever accounts they use."""

    def __init__(self, rng: Random, language: str, half: int) -> None:
        bank = BANK[language]
        self.rng, self.language, self.half = rng, language, half
        self.first, self.last = rng.choice(bank["first"][half::2]), rng.choice(bank["last"][half::2])
        self.word, self.bio = rng.choice(bank["words"][half::2]), rng.choice(bank["bios"][half::2])
        self.habits: dict[str, Any] = {name: rng.choice(of) for name, of in HABITS.items()}
        self.hours = sorted(rng.sample((0, 6, 8, 12, 17, 18, 20, 21, 22, 23), 2))
        self.avatar = face(rng)
        self.dialect = False
        self.used: set[str] = set()

    def disguised(self, share: float) -> "Persona":
        """Like this one, but for a share of the habits."""
        other = Persona(self.rng, self.language, self.half)
        other.habits = {k: other.habits[k] if self.rng.random() < share else v for k, v in self.habits.items()}
        other.hours, other.used = self.hours, self.used
        return other

    def say(self, tone: str, thing: str = "") -> str:
        """A sentence of the bank that was not said yet, as this person writes it."""
        bank = BANK[self.language]
        left = [one for one in bank[tone][self.half :: 2] if one not in self.used] or bank[tone][self.half :: 2]
        sentence = self.rng.choice(left)
        self.used.add(sentence)
        said = sentence.replace("{topic}", thing or self.rng.choice(bank["topics"][self.half :: 2]))
        said = said.replace("de le ", "du ")
        return said if tone == "brigade" else self.write(said)

    def write(self, said: str) -> str:
        """The sentence with what the hand does to it; not all of it each time."""
        bank, habits, often = BANK[self.language], self.habits, lambda p: self.rng.random() < p
        if self.dialect:
            for plain, spoken in bank["dialect"]:
                said = said.replace(plain, spoken) if often(0.9) else said
        for right, slip in SLIPS[self.language].get(habits["slip"], {}).items():
            said = f" {said} ".replace(f" {right} ", f" {slip} ").strip() if often(0.85) else said
        share = {"none": 0.0, "some": 0.4, "all": 0.9}[habits["short"]]
        for full, short in SHORT[self.language].items():
            said = f" {said} ".replace(f" {full} ", f" {short} ").strip() if often(share) else said
        if habits["opener"] != "none" and often(0.45):
            said = bank["openers"][habits["opener"]] + said
        said = said.replace("'", habits["apostrophe"]).replace(", ", habits["comma"])
        if habits["accents"] == "dropped":
            said = said.translate(PLAIN)
        if habits["stretch"] == "some" and often(0.5):
            said = said.replace("ou", "ouuu", 1)
        said = _cased(said, habits["case"], self.rng)
        if habits["closer"] != "none" and often(0.5):
            closers = bank["closers"]
            said += closers[habits["closer"] % len(closers)]
        return said + (habits["end"] if often(0.85) else "")

    def posts(self, since: datetime, number: int, tone: str, gap: float = 20.0) -> list[dict[str, str]]:
        """What they write from a moment on, about so many hours apart, mostly at their own times of day."""
        made, at = [], since
        for _ in range(number):
            made.append({"at": at.isoformat(), "text": self.say(tone)})
            at += timedelta(hours=self.rng.uniform(gap * 0.2, gap * 1.8))
            hour = self.rng.choice(self.hours) if self.rng.random() < 0.8 else self.rng.randrange(24)
            moved = at.replace(hour=hour, minute=self.rng.randrange(60))
            at = moved if moved > at - timedelta(hours=4) else moved + timedelta(days=1)
        return made


def face(rng: Random) -> str:
    """The perceptual hash of a picture."""
    return f"{rng.getrandbits(64):016x}"


def nearly(avatar: str, rng: Random, bits: int) -> str:
    """The same picture after another compression or crop: so many bits differ."""
    value = int(avatar, 16)
    for place in rng.sample(range(64), bits):
        value ^= 1 << place
    return f"{value:016x}"


def _cased(said: str, case: str, rng: Random) -> str:
    if case == "shout":
        return " ".join(word.upper() if len(word) > 4 and rng.random() < 0.25 else word for word in said.split(" "))
    if case == "low":
        return said[0].lower() + said[1:]
    return said.title() if case == "title" and rng.random() < 0.3 else said[0].upper() + said[1:]
