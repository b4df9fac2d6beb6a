"""The leak scan: everything that the bot can emit is searched for every piece of every value of a vault.

What an author wrote is theirs, and stands only in sealed exhibits of its own kinds; these alone are passed over. All
else is opened before it is searched: what is compressed, sealed, wrapped, or both.
"""

import gzip
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from bot.backups.restoring import restore
from bot.errors import KeyMissing
from bot.evidence.exhibit import unseal
from bot.signals.leaks.numbers import in_digits
from bot.signals.leaks.plain import Plain
from bot.store import dump, read
from bot.store.database import Store
from bot.store.migrate import migrate
from bot.store.schema import metadata

AUTHORED = frozenset({"mention", "aside", "captured", "event", "versions", "medium"})
"""Kinds of exhibits that hold what an author wrote, as it came."""
LETTERS, DIGITS = 4, 6
"""Of the shortest pieces that are searched for."""


def pieces(value: str) -> set[str]:
    """What must not be found: its words, its number's digits, and both without what parts them."""
    read_as = in_digits(Plain(value)).text.decode()
    words = set(re.findall(rf"[a-z]{{{LETTERS},}}", read_as)) - COMMON
    digits = re.sub(r"\D", "", read_as)
    runs = {digits[place : place + DIGITS] for place in range(len(digits) - DIGITS + 1)}
    whole = re.sub(r"[^a-z0-9]", "", read_as)
    says = len(whole) >= (DIGITS if whole.isdigit() else LETTERS)
    return words | runs | ({whole} if says else set())


NUMBER = re.compile(r"(?<![0-9a-z])\d(?:[ .\-/]?\d)+(?![0-9a-z])")
PRINTED = re.compile(rb"[\x20-\x7e]{6,}")
"""What is text within bytes that are none."""
LONGEST = 15
"""Digits of what may be a phone number; moments and sizes of files are longer, and digests are no numbers."""
COMMON = {"rue", "street", "avenue", "boulevard", "road", "ecole", "test", "exemple", "paris"}
"""Words that stand in other things, too."""


class LeakScan:
    """Looks for the pieces of some values in whatever it is shown."""

    def __init__(self, values: Iterable[str]) -> None:
        self.pieces = {piece for value in values for piece in pieces(value)}
        self.looked = 0

    def text(self, where: str, shown: str) -> None:
        """Nothing of it stands there, whatever parts it."""
        self.looked += len(shown)
        plain = in_digits(Plain(shown)).text.decode()
        glued = re.sub(r"[^a-z0-9]", "", plain)
        spelled = re.sub(r"[^a-z0-9]", "", Plain(shown).text.decode())
        self.numbers(where, plain)
        for piece in self.pieces:
            if not piece.isdigit():
                assert piece not in glued, f"a piece of a value in {where}"
                assert piece not in spelled, f"a piece of a value in {where}"

    def numbers(self, where: str, plain: str) -> None:
        """Digits of it, whatever parts them, in what may be a phone number."""
        digits = [re.sub(r"\D", "", number) for number in NUMBER.findall(plain)]
        short = [number for number in digits if len(number) <= LONGEST]
        for piece in self.pieces if short else ():
            if piece.isdigit():
                assert not any(piece in number for number in short), f"digits of a value in {where}"

    def raw(self, where: str, shown: bytes) -> None:
        """The same of bytes, whatever packs them: as text where they are text, else each word and number in them."""
        for number, opened in enumerate(unpacked(shown)):
            place = f"{where} ({number})"
            try:
                self.text(place, opened.decode())
            except UnicodeDecodeError:
                self.words(place, opened)
                for run in PRINTED.findall(opened):
                    self.numbers(place, run.decode("ascii"))

    def words(self, where: str, shown: bytes) -> None:
        """Words alone, of bytes that are no text: digits stand anywhere in them."""
        low = shown.lower()
        for piece in self.pieces:
            if not piece.isdigit():
                assert piece.encode() not in low, f"a piece of a value in {where}"
                assert piece.encode("utf-16-le") not in low, f"a piece of a value in {where}"

    def database(self, store: Store, *files: Path) -> None:
        """All rows of all tables, all that is sealed or wrapped in them, and the bytes of its files."""
        with store.reading() as connection:
            for table in metadata.tables:
                for row in dump.rows(connection, table):
                    self.row(f"table {table}", row)
            kinds = {row["id"]: row["what"] for row in dump.rows(connection, "exhibit")}
            for person in read.people(connection):
                for sealed in read.exhibits(connection, person):
                    if sealed.wrapped and kinds[sealed.id] not in AUTHORED:
                        self.raw(f"exhibit {kinds[sealed.id]}", unseal(sealed, store.master))
            for row in dump.rows(connection, "safe"):
                with suppress(KeyMissing):  # of another master key: nobody opens it
                    self.raw(f"safe {row['name']}", store.master.unwrap(f"safe:{row['name']}", row["box"]))
        for file in files:
            for one in file.parent.glob(f"{file.name}*"):
                self.raw(one.name, one.read_bytes())

    def backup(self, store: Store, file: Path, keys: Path) -> None:
        """A backup, opened with its keys: all rows that come back out of it; and its bytes as they are."""
        self.raw(file.name, file.read_bytes())
        self.raw(keys.name, keys.read_bytes())
        with tempfile.TemporaryDirectory() as folder:
            fresh = Store(f"sqlite:///{folder}/restored.db", store.master)
            try:
                migrate(fresh)
                restore(fresh, file, keys, {}, "scan", datetime.now(UTC))
                self.database(fresh)
            finally:
                fresh.close()

    def export(self, store: Store, file: Path) -> None:
        """An export: every file in it, but for what an author wrote."""
        with store.reading() as connection:
            authored = {row["id"] for row in dump.rows(connection, "exhibit") if row["what"] in AUTHORED}
        with zipfile.ZipFile(file) as opened:
            for name in opened.namelist():
                if name.endswith("contents.jsonl"):
                    for line in opened.read(name).splitlines():
                        if msgspec.json.decode(line)["exhibit"] not in authored:
                            self.raw(name, line)
                elif not any(one in name for one in authored):
                    self.raw(name, opened.read(name))

    def row(self, where: str, row: dict[str, Any]) -> None:
        """One row, as text and as bytes."""
        for name, value in row.items():
            if isinstance(value, bytes):
                self.raw(f"{where}.{name}", value)
            elif isinstance(value, str):
                self.text(f"{where}.{name}", value)

    def error(self, error: BaseException) -> None:
        """What an exception says, and what it was raised from, as far as a traceback shows it."""
        seen: list[BaseException] = []
        one: BaseException | None = error
        while one is not None and one not in seen:
            seen.append(one)
            self.text("an error", f"{one} {one!r}")
            one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


DEEP = 3
"""Times that something may be packed in something."""


def unpacked(shown: bytes, deep: int = DEEP) -> Iterator[bytes]:
    """The bytes, and what is in them where they are compressed, however often."""
    yield shown
    for opened in opening(shown) if deep else ():
        yield from unpacked(opened, deep - 1)


def opening(shown: bytes) -> Iterator[bytes]:
    """What is right in it, whatever packed it."""
    with suppress(zstandard.ZstdError):
        yield zstandard.ZstdDecompressor().decompressobj().decompress(shown)
    with suppress(zlib.error):
        yield zlib.decompress(shown)
    with suppress(OSError, EOFError, zlib.error):
        yield gzip.decompress(shown)
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(BytesIO(shown)) as opened:
        for name in opened.namelist():
            yield opened.read(name)
