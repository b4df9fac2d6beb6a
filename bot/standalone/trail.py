"""The export, its chain and its exhibits: every line against the one before it, every content against its digest."""

import csv
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.standalone.tokens import Bad

UNREADABLE = (
    *(ValueError, LookupError, TypeError, AttributeError, OverflowError, RuntimeError, EOFError),
    *(csv.Error, struct.error, zlib.error),
)
"""What comes of reading what is not as it should be."""


class Trail:
    """An export: a zip file or a folder."""

    def __init__(self, place: Path) -> None:
        self.zip = None if place.is_dir() else zipfile.ZipFile(place)
        self.folder = place

    def read(self, name: str) -> bytes:
        """A file of it; Bad where it is missing."""
        try:
            return self.zip.read(name) if self.zip else (self.folder / name).read_bytes()
        except (KeyError, OSError) as error:
            raise Bad(f"{name} is missing") from error

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The lines of a file, one by one."""
        with self.zip.open(name) if self.zip else (self.folder / name).open("rb") as file:
            yield from map(json.loads, file)

    def names(self, folder: str) -> list[str]:
        """The files in a folder of it."""
        every = self.zip.namelist() if self.zip else [f"{folder}/{one.name}" for one in self.folder.glob(f"{folder}/*")]
        return [name.removeprefix(f"{folder}/") for name in every if name.startswith(f"{folder}/") and name[-1] != "/"]


class Report:
    """What holds, and what does not."""

    def __init__(self) -> None:
        self.faults = 0
        self.said: list[str] = []

    def fault(self, sentence: str) -> None:
        """Tell what does not hold."""
        self.faults += 1
        sys.stdout.write(f"✗ {sentence}\n")

    def say(self, sentence: str) -> None:
        """Remember what holds, to be told at the end."""
        self.said.append(sentence)


class Chain:
    """The chain, read once, with what the rest is compared with."""

    def __init__(self, trail: Trail, report: Report, wanted: set[int]) -> None:
        """Read it; `wanted` are the numbers of the entries that will be asked for."""
        self.number, self.seal, self.intact = 0, "0" * 64, 0
        self.seals: dict[int, str] = {}
        self.entries: dict[int, dict[str, Any]] = {}
        self.certificates: dict[str, int] = {}
        """Those with which dossiers are signed, by the hex SHA-256 of each, and the entry that names it."""
        self.exhibits: dict[str, str] = {}
        self.erased: set[str] = set()
        self.notes: dict[int, str] = {}
        self.tokens: dict[tuple[int, str], str] = {}
        person, count = None, 0
        for entry in trail.lines("entries.jsonl"):
            person = person or entry["person"]
            for sentence in self._faults(entry, person):
                report.fault(f"entry {entry['number']} {sentence}")
            self.number, self.seal = entry["number"], entry["seal"]
            count += 1
            self.intact += not report.faults
            if self.number in wanted:
                self.seals[self.number] = self.seal
                self.entries[self.number] = entry
            self._remember(entry["event"], entry["payload"], report)
        if not count:
            report.fault("the chain is empty: nothing was sealed, and nothing is proven")
        report.say(f"{self.intact} of {count} entries hold, from the first; the last is {self.number}:{self.seal}")

    def _faults(self, entry: dict[str, Any], person: str) -> Iterator[str]:
        if entry["number"] != self.number + 1:
            yield f"follows entry {self.number}: something is missing or was moved"
        if entry["previous"] != self.seal or entry["person"] != person:
            yield "does not follow the entry before it"
        content = [entry[key] for key in ("person", "number", "at", "event", "payload", "previous")]
        if sha256(canonical(content)).hexdigest() != entry["seal"]:
            yield "is not what was sealed"

    def _remember(self, event: str, payload: dict[str, Any], report: Report) -> None:
        if "exhibit" in payload and "digest" in payload:
            if self.exhibits.setdefault(payload["exhibit"], payload["digest"]) != payload["digest"]:
                report.fault(f"exhibit {payload['exhibit']}: two entries give it different digests")
        elif event == "signature:made":
            self.certificates[payload["certificate"]] = self.number
        elif event == "erased":
            self.erased.update(payload.get("exhibits", "").split())
        elif event == "checkpoint":
            self.notes[payload["number"]] = payload["note"]
        elif event == "deposit":
            self.tokens[payload["number"], payload["place"]] = payload["token"]


def canonical(value: list[Any]) -> bytes:
    """RFC 8785: keys sorted by UTF-16, no spaces; our values are strings and whole numbers."""
    value[4] = dict(sorted(value[4].items(), key=lambda pair: pair[0].encode("utf-16-be")))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def check_exhibits(trail: Trail, chain: Chain, report: Report) -> None:
    """Every exhibit against the entry that names it, and its content, where it is there, against its digest."""
    missing, opened, erased, closed = dict(chain.exhibits), 0, 0, 0
    for one in trail.lines("exhibits.jsonl"):
        named = missing.pop(one["id"], None)
        if named != one["digest"]:
            report.fault(f"exhibit {one['id']}: {'no entry names it' if named is None else 'its digest was altered'}")
        if not one["file"]:
            erased += one["id"] in chain.erased
            closed += one["id"] not in chain.erased
            continue
        opened += 1
        try:
            if sha256(bytes.fromhex(one["salt"]) + trail.read(one["file"])).hexdigest() != one["digest"]:
                report.fault(f"exhibit {one['id']}: its content was altered")
        except Bad as error:
            report.fault(f"exhibit {one['id']}: {error}")
    for name in missing:
        report.fault(f"exhibit {name}: the chain names it, but it is not there")
    report.say(
        f"{opened} exhibits were opened and compared; of {erased} the chain says that they were erased; {closed} were "
        "not handed out: their digests stand"
    )
