"""What of private data is found in the data folder's invented disclosures, and what is wrongly found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.signals.leaks.find import find
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.secret import Vault
from tests.quality.texts import Row
from tests.signals.leaks.forms import WRITTEN, Written

KEYED: Final = Keyed([bytes(range(32))])
KINDS: Final = {
    "ADDR": ("address", "≥ .90"),
    "PHONE": ("phone", "≥ .97"),
    "EMAIL": ("email", "–"),
    "IBAN": ("document", "≥ .97"),
    "NIR": ("document", "–"),
    "PLATE": ("plate", "≥ .97"),
    "GPS": ("place", "–"),
    "SCHOOL": ("place", "–"),
    "CODE": ("address", "–"),
}
"""What the data folder calls it, what we call it, and how much of it is to be found."""


class Disclosure(msgspec.Struct, frozen=True):
    """One invented text; `spans` tell where private data stand in it."""

    text: str
    label: int
    lang: str
    spans: tuple[tuple[int, int, str], ...]


def disclosures(folder: Path) -> list[Disclosure]:
    """All of them; `label` is 1 where something is disclosed."""
    lines = (folder / "doxxing" / "doxx_dev.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Disclosure) for line in lines]


def found(every: Sequence[Disclosure]) -> Iterator[list[str]]:
    """A line for each kind and language, then one for what is wrongly found."""
    there: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for one in every:
        leaks = find(one.text)
        for start, end, kind in one.spans:
            if kind in KINDS:
                there[kind, one.lang] += 1
                called, _ = KINDS[kind]
                seen[kind, one.lang] += any(
                    leak.kind == called and leak.span[0] < end and start < leak.span[1] for leak in leaks
                )
    for kind, language in sorted(there):
        total = there[kind, language]
        yield [kind, language, str(total), f"{seen[kind, language] / total:.3f}", KINDS[kind][1]]
    innocent = [one for one in every if not one.label]
    alarms = sum(bool(find(one.text)) for one in innocent)
    yield ["false alarms", "both", str(len(innocent)), f"{alarms / len(innocent):.3f}", "≤ .02"]


def kept_ones() -> Vault:
    """A vault with all invented values of our own tests."""
    return Vault([kept(f"v{number}", one.kind, one.value, KEYED) for number, one in enumerate(WRITTEN)], KEYED)


def recognised(sets: Mapping[str, Sequence[Row]]) -> Iterator[list[str]]:
    """Of each kind in the vault, how many forms are recognised; then what of it is wrongly found in these texts."""
    for kind in dict.fromkeys(one.kind for one in WRITTEN):
        forms = [(one, form) for one in WRITTEN if one.kind == kind for form in one.forms]
        right = sum(kind in {leak.kind for leak in _alone(one).find(form).leaks} for one, form in forms)
        yield [f"vault: {kind.value}", "both", str(len(forms)), f"{right / len(forms):.3f}", "≥ .98"]
    rows = [row for every in sets.values() for row in every]
    vault = kept_ones()
    alarms = sum(bool(vault.find(row.text).leaks) for row in rows)
    yield ["vault: false alarms, all sets", "both", str(len(rows)), f"{alarms / len(rows):.6f}", "≤ .0001"]


def _alone(one: Written) -> Vault:
    return Vault([kept("v", one.kind, one.value, KEYED)], KEYED)


def wrongly(name: str, rows: Sequence[Row]) -> list[str]:
    """What is found in ordinary posts."""
    kinds = Counter(leak.kind.value for row in rows for leak in find(row.text))
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "nothing"
    return [f"ordinary posts: {told}", name[:2], str(len(rows)), f"{sum(kinds.values()) / len(rows):.4f}", "–"]
