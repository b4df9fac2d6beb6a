"""Measures the engine on the data folder's development texts and our own sentences, prints and keeps the tables."""

import sys
from pathlib import Path
from typing import Final

from tests.quality import report
from tests.quality.judged import Judged, judge, judged, speed
from tests.quality.texts import OWN, baselines, development, own

OURS: Final = {"testimony": 0, "beside": 1}
"""Our own sentences, measured as far as their files exist: what must be left alone, and threats beside a quotation."""


def main(folder: Path) -> None:
    """Judge everything once, then write what was found."""
    asking = judge()
    sets = development(folder)
    found: dict[str, list[Judged]] = {name: judged(asking, rows) for name, rows in sets.items()}
    ours = {name: judged(asking, own(name, label)) for name, label in OURS.items()}
    written = report.written(found, ours, baselines(folder), speed(asking, list(sets.values())))
    (OWN / "README.md").write_text(written, encoding="utf-8")
    print(written)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
