"""The leak scan: everything that the bot can emit is searched for every piece of every value of a vault.

What an author wrote is theirs, and stands only in sealed exhibits of its own kinds; these alone are passed over. All
else is opened before it is searched: what is compressed, sealed, wrapped, or both.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import zstandard

from bot.evidence.exhibit import unseal
from bot.signals.leaks.numbers import in_digits
from bot.signals.leaks.plain import Plain
from bot.store import dump, read
from bot.store.database import Store
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
    return words | runs | {re.sub(r"[^a-z0-9]", "", read_as)}


NUMBER = re.compile(r"(?<![0-9a-z])\d(?:[ .\-/]?\d)+(?![0-9a-z])")
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
        numbers = NUMBER.findall(plain)
        digits = [re.sub(r"\D", "", number) for number in numbers]
        for piece in self.pieces:
            if piece.isdigit():
                assert not any(piece in number and len(number) <= LONGEST for number in digits), (
                    f"digits of a value in {where}"
                )
            else:
                assert piece not in glued, f"a piece of a value in {where}"
                assert piece not in spelled, f"a piece of a value in {where}"

    def raw(self, where: str, shown: bytes) -> None:
        """The same of bytes, whatever packs them: each letter of it stands there as such, or it does not."""
        for number, opened in enumerate(unpacked(shown)):
            self.words(f"{where} ({number})", opened)

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
                self.raw(f"safe {row['name']}", store.master.unwrap(f"safe:{row['name']}", row["box"]))
        for file in files:
            for one in file.parent.glob(f"{file.name}*"):
                self.raw(one.name, one.read_bytes())

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


def unpacked(shown: bytes) -> Iterator[bytes]:
    """The bytes, and what is in them where they are compressed."""
    yield shown
    with suppress(zstandard.ZstdError):
        yield zstandard.ZstdDecompressor().decompress(shown, max_output_size=1 << 26)
    with suppress(zlib.error):
        yield zlib.decompress(shown)
