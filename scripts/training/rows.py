"""The training texts of the data folder, each with its label, language and source."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

TRUST: Final = {"ftr": 2.0, "mlma_fr": 0.7, "toxifrench_agreement": 3.0, "mlma_en": 0.5, "own_templates_fr": 2.0}
"""How much a text counts where that is not once: by how carefully a source is labelled, and how many texts it has."""
OFFENSIVE: Final = 6_000
"""Texts taken of Davidson's `offensive`, which were collected by keyword and are biased against a dialect."""
NARROW: Final = frozenset({"ftr", "mlma_fr", "mlma_en"})
"""Sources whose label 0 means `not of the kind sought`, so that coarse texts among them are of unknown label."""
OWN: Final = "own/"


class Example(NamedTuple):
    """One text to learn from."""

    text: str
    label: int
    language: str
    source: str
    group: str
    """Texts of one group are made alike; none may be learnt from while another is measured."""

    @property
    def own(self) -> bool:
        """Whether it is a sentence of ours."""
        return self.source.startswith(OWN)


def examples(folder: Path) -> list[Example]:
    """All of `train_*`, never of `dev_*`, in the order of the files."""
    rows = list(_rows(folder))
    offensive = [row["id"] for _, row in rows if row["source"] == "davidson" and row["cat"] == "offensive"]
    left = set(Random(0).sample(offensive, max(len(offensive) - OFFENSIVE, 0)))  # noqa: S311 - must be the same again
    return [
        Example(row["text"], row["label"], language, row["source"], row["id"])
        for language, row in rows
        if row["id"] not in left
    ]


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / "text").glob("*/train_*.jsonl*")):
        raw = path.read_bytes()
        for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines():
            yield path.parent.name, json.loads(line)
