"""The development texts of the data folder and our own sentences, as rows; nothing of them is ever written."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

OWN: Final = Path(__file__).parent
RATE: Final = {"fr": 0.025, "en": 0.056}
"""False alarms allowed on ordinary posts, by language."""


class Row(msgspec.Struct, frozen=True):
    """One text; `label` is 1 where it is abusive."""

    id: str
    text: str
    label: int
    cat: str = ""
    source: str = ""


def development(folder: Path) -> dict[str, list[Row]]:
    """Every development set by its name in the baselines' results: `fr/ordinary`, `fr/mhc_fr`, `en/hatecheck`…"""
    sets: dict[str, list[Row]] = {}
    for path in sorted((folder / "text").glob("*/dev_*.jsonl*")):
        for row in _rows(path):
            source = "ordinary" if "sentiment" in row.source else row.source
            sets.setdefault(f"{path.parent.name}/{source}", []).append(row)
    return sets


def own(name: str, label: int) -> list[Row]:
    """Sentences of ours beside this file, all of one label; none where the file is not there."""
    path = OWN / f"{name}.jsonl"
    if not path.exists():
        return []
    made = (msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip())
    return [_own(name, number, label, one) for number, one in enumerate(made, 1)]


def baselines(folder: Path) -> dict[str, dict[str, Any]]:
    """The results of each baseline by its name."""
    found: dict[str, dict[str, Any]] = msgspec.json.decode((folder / "baseline/dev_results.json").read_bytes())
    return found


def _own(name: str, number: int, label: int, one: dict[str, Any]) -> Row:
    return Row(id=str(one.get("id") or f"{name}/{number}"), text=one["text"], label=label)


def _rows(path: Path) -> Iterator[Row]:
    raw = path.read_bytes()
    for line in (gzip.decompress(raw) if path.suffix == ".gz" else raw).splitlines():
        yield msgspec.json.decode(line, type=Row)
