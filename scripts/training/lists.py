"""The word lists of the data folder as what the classifier keeps of them: hashes of terms, and marks."""

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.signals.classifier import MARKS
from bot.signals.grams import WORDS, term_hash
from bot.signals.language import STOP_WORDS
from bot.signals.text import fold

Row = Mapping[str, str]
ENDINGS: Final = ("", "s", "x")
SHORTEST: Final = 2
"""Letters of a term."""
LISTS: Final[dict[str, Callable[[Row], str]]] = {
    "ldnoobw_fr": lambda _: "fr strong",
    "ldnoobw_en": lambda _: "en strong",
    "french_badwords": lambda _: "fr broad",
    "cuss_fr": lambda row: "fr strong" if row["sureness"] == "2" else "fr weak",
    "cuss_en": lambda row: {"2": "en strong", "1": "en weak"}.get(row["sureness"], ""),
    "surge_profanity_en": lambda row: f"en {min(3, max(1, round(float(row['severity']))))}",
}
"""What a row of each list is marked with; with nothing, it is left out."""


def marked_terms(folder: Path) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """Hashes of folded terms, ascending, and the marks of each as bits in the order of MARKS."""
    bits: dict[int, int] = {}
    for term, mark in _marked(folder):
        hashed = int(term_hash(term))
        bits[hashed] = bits.get(hashed, 0) | 1 << MARKS.index(mark)
    hashes = np.array(sorted(bits), np.uint32)
    return hashes, np.array([bits[int(hashed)] for hashed in hashes], np.uint16)


def _marked(folder: Path) -> Iterator[tuple[str, str]]:
    for name, rule in LISTS.items():
        with (folder / "lexicons" / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                term, mark = fold(row["term"]).text, rule(row)
                if mark and len(term.replace(" ", "")) >= SHORTEST and term.count(" ") < WORDS:
                    yield from ((term + ending, mark) for ending in ENDINGS)
    for language, words in STOP_WORDS.items():
        yield from ((word, f"{language} common") for word in sorted(words))
