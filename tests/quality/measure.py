"""Measures the engine on the data folder's development texts and our own sentences, prints and keeps the tables."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.config.encoder import encoder
from bot.signals.second import Encoder
from bot.simulation.crew import processors
from tests.quality import leaks, report
from tests.quality.judged import Judged, end_to_end, judge, judged, mixed, speed
from tests.quality.texts import OWN, Row, baselines, development, own

OURS: Final = {"testimony": 0, "testimony_later": 0, "beside": 1, "beside_later": 1, "near": 0, "veiled": 1}
"""Our own sentences, measured as far as their files exist: what must be left alone, threats beside a quotation, harm that
no word says and what stands near it."""


class Counted:
    """An encoder, and how many texts it was asked about."""

    def __init__(self, encoder: Encoder) -> None:
        """Take the encoder."""
        self._encoder = encoder
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does."""
        self.asked += len(texts)
        return self._encoder.encode(texts)


def main(folder: Path) -> None:
    """Judge everything once, then write what was found."""
    second = encoder()
    doubting = Counted(second) if second else None
    asking = judge(doubting)
    sets = development(folder)
    found: dict[str, list[Judged]] = {name: judged(asking, rows) for name, rows in sets.items()}
    ours = {name: judged(asking, own(name, label)) for name, label in OURS.items()}
    rows = mixed(sets.values())
    before = doubting.asked if doubting else 0
    judged(asking, rows)
    asked = (doubting.asked - before) / len(rows) if doubting else 0.0
    ordinary = mixed([sets["fr/ordinary"], sets["en/ordinary"]])
    paces = {"all sets in equal parts": speed(asking, rows), "ordinary posts": speed(asking, ordinary)}
    paces["all sets, without a second opinion"] = speed(judge(None), rows)
    for jobs in sorted({1, processors()}):
        paces[f"all sets, end to end by the clock, {jobs} at once"] = end_to_end(rows, jobs)
    pace = report.speeds(paces, asked, there=bool(doubting))
    written = report.written(found, ours, baselines(folder), pace, private(folder, sets))
    (OWN / "README.md").write_text(written, encoding="utf-8")
    print(written)


def private(folder: Path, sets: Mapping[str, Sequence[Row]]) -> list[list[str]]:
    """What of private data is found, and what is wrongly found."""
    ordinary = [leaks.wrongly(name, rows) for name, rows in sets.items() if name.endswith("/ordinary")]
    return [*leaks.found(leaks.disclosures(folder)), *ordinary, *leaks.recognised(sets)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
