"""Sentences of our own, made from the templates beside this file: always the same ones for the same seed."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from scripts.training.rows import OWN, Example

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("fr", "en")
SEED: Final = 20261121
CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
SLOT: Final = re.compile(r"\{(\w+)\}")
EACH: Final = 130
"""Sentences made of one template at most; twice the same is kept once."""
FEWER: Final = {"identite": 60, "identite_haie": 60, "vulgaire": 80, "temoignage": 80, "testimony": 80}
"""The same for kinds with many slots or templates, so that they don't drown others; chosen with sources left out."""
TOGETHER: Final = 6_000
"""Texts of two sentences, for each language: abuse beside what is fair is abuse."""


def generated() -> Iterator[Example]:
    """Every sentence of both languages, then pairs of them."""
    for language in LANGUAGES:
        random = Random(f"{SEED} {language}")  # noqa: S311 - the same sentences each time is what is wanted
        made = list(_sentences(language, random))
        yield from made
        yield from _pairs(made, language, random)


def _sentences(language: str, random: Random) -> Iterator[Example]:
    written = tomllib.loads((HERE / f"sentences_{language}.toml").read_text(encoding="utf-8"))
    for label, part in ((1, "abuse"), (0, "fair")):
        for kind, templates in written[part].items():
            for template in templates:
                each = range(FEWER.get(kind, EACH))
                texts = dict.fromkeys(filled(template, written["slots"], random) for _ in each)
                yield from (Example(text, label, language, f"{OWN}{kind}", template) for text in texts)


def _pairs(made: list[Example], language: str, random: Random) -> Iterator[Example]:
    for _ in range(TOGETHER):
        one, other = random.choice(made), random.choice(made)
        label = max(one.label, other.label)
        yield Example(f"{one.text} {other.text}", label, language, f"{OWN}pair", one.group)


def filled(template: str, slots: dict[str, Any], random: Random) -> str:
    """One sentence: choices and slots are filled, from the inside out, until there are none."""
    text = template
    while True:
        chosen = CHOICE.sub(lambda match: random.choice(match[1].split("|")), text)
        chosen = SLOT.sub(lambda match: str(random.choice(slots[match[1]])), chosen)
        if chosen == text:
            return " ".join(text.split())
        text = chosen
