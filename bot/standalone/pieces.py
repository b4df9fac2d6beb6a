"""The originals of a dossier: each is what stands in an exhibit of the trail, to the byte, and an entry names that."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from bot.standalone.bag import Bag
from bot.standalone.packs import received
from bot.standalone.trail import Chain, Report, Trail

EMPTY = {"medium", "brought"}
"""What may be empty: a file that somebody sent so; of what a platform answered nothing is kept that is."""
ORIGINALS = "data/originals/"
SEALS = "data/seals/"


def pieces_of(value: Any) -> Iterator[dict[str, Any]]:
    """What names a file and its digest in a chronology, wherever it stands."""
    if isinstance(value, dict):
        if {"what", "file", "digest", "size", "at"} <= value.keys():  # what was received, not a picture drawn anew
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from pieces_of(each)


def check_pieces(bag: Bag, trail: Trail, chain: Chain, told: dict[str, Any], report: Report) -> None:
    """Every piece that the chronology names: it is there, as it is told, and as it was taken into custody."""
    opened = {one["id"]: one["file"] for one in trail.lines("exhibits.jsonl") if one["file"]}
    names, named, held = set(bag.names()), set(), 0
    for one in pieces_of(told):
        name = f"data/{one['file']}"
        named.add(name)
        faults = [f"{name} is missing"] if name not in names else list(_faults_of(one, name, bag, trail, chain, opened))
        for sentence in faults:
            report.fault(sentence)
        held += not faults
    for name in sorted(names - named):
        if name.startswith(ORIGINALS):
            report.fault(f"{name}: the chronology does not name it")
    report.say(f"{held} originals are, byte for byte, what the exhibits of the trail hold")


def _faults_of(
    one: dict[str, Any], name: str, bag: Bag, trail: Trail, chain: Chain, opened: dict[str, str]
) -> Iterator[str]:
    exhibit, number = one.get("exhibit", ""), one.get("entry", 0)
    if bag.digest(name) != one["digest"]:
        yield f"{name}: the chronology names another digest"
    if chain.entries.get(number, {}).get("payload", {}).get("exhibit") != exhibit or not exhibit:
        yield f"{name}: entry {number} of the trail does not name exhibit {exhibit}"
    if exhibit not in opened:
        yield f"{name}: the trail does not open exhibit {exhibit}, in which it is said to stand"
        return
    raw = bag.read(name)
    if raw != received(trail.read(opened[exhibit]), one["what"]) or not (raw or one["what"] in EMPTY):
        yield f"{name}: it is not what stands in exhibit {exhibit} of the trail"


def check_seals(bag: Bag, chain: Chain, told: dict[str, Any], report: Report) -> None:
    """The checkpoints that a dossier names, and what lies beside it of them, against the chain."""
    for one in told.get("seals", ()):
        number = one["number"]
        if chain.seals.get(number) != one["seal"]:
            report.fault(f"checkpoint {number}: the chronology names another seal than the trail has")
        for line in one.get("places", ()):
            if (number, line.rpartition(" ")[0]) not in chain.tokens:
                report.say(f"checkpoint {number}: up to its end the trail names no deposit: {line}")
    known = {*chain.notes.values(), *chain.tokens.values()}
    for name in bag.names():
        if name.startswith(SEALS) and sha256(bag.read(name)).hexdigest() not in known:
            report.say(f"{name}: up to its end the trail does not name it")
