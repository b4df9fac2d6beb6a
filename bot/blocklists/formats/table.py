"""Rows of a CSV file as people and servers really write them, and cells that no spreadsheet runs."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from bot.blocklists.formats.form import LONGEST, Faulty
from bot.blocklists.formats.lines import Lines, lines

TALLEST: Final = 100
"""Lines of one row: a quotation mark that is not closed by then is taken as left open."""
COMMAS: Final = re.compile(r"[\s,]*")
OPENING: Final = re.compile(r'(?:^|,)"')
CLOSING: Final = re.compile(r'[^"]*+(?:""[^"]*+)*+"')
FORMULA: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet would run, or what we have kept it from running: an apostrophe goes before it."""
HELD: Final = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
TRUE: Final = frozenset({"true", "t", "1", "y", "yes"})
FALSE: Final = frozenset({"", "false", "f", "0", "n", "no"})

Row = tuple[int, str] | Faulty
"""A row that is not yet cut into cells, with the number of its first line; or what is wrong there."""


def rows(chunks: Iterable[bytes]) -> Iterator[Row]:
    """The rows that hold anything; a comment in quotation marks may go over several lines."""
    for some in batches(chunks):
        if isinstance(some, Lines):
            yield from [line for line in enumerate(some.texts, some.first) if line[1]]
        else:
            yield from some


def batches(chunks: Iterable[bytes]) -> Iterator[Lines | list[Row]]:
    """The same, many at a time; as lines where each is a row, or empty."""
    waiting: list[tuple[int, str]] = []
    for some in lines(chunks):
        open_ = [text for text in some.texts if '"' in text and text.count('"') % 2]
        if waiting or open_ or max(map(len, some.texts), default=0) > LONGEST:
            yield [row for line in enumerate(some.texts, some.first) for row in _closely(waiting, line)]
        else:
            yield some
        if some.trouble:
            yield [Faulty(some.first, some.trouble)]
    yield [*_apart(waiting)]


def _closely(waiting: list[tuple[int, str]], line: tuple[int, str]) -> Iterator[Row]:
    """What comes of a line among some that are long, or have marks that are open at their end."""
    if waiting or line[1].count('"') % 2:
        yield from _quoted(waiting, line)
    elif len(line[1]) > LONGEST:
        yield Faulty(line[0], "too_long")
    elif line[1]:
        yield line


def cells(row: str) -> list[str]:
    """The cells of a row, as they were before they were kept from spreadsheets."""
    found = next(csv.reader((row,)), []) if '"' in row else row.split(",")
    return [bare(cell) for cell in found]


def bare(cell: str) -> str:
    """A cell as it was meant."""
    return cell[1:] if cell[:1] == "'" and HELD.match(cell) else cell


def written(row: Iterable[str], end: str = "\n", between: str = ",") -> bytes:
    """A row of a file; what a spreadsheet would take for a formula is kept from it."""
    out = StringIO()
    kept = [f"'{cell}" if FORMULA.match(cell) else cell for cell in row]
    csv.writer(out, lineterminator=end, delimiter=between).writerow(kept)
    return out.getvalue().encode("utf-8", "replace")


def _quoted(waiting: list[tuple[int, str]], line: tuple[int, str]) -> Iterator[Row]:
    """The row that ends with this line, if one does; else it waits for the next."""
    is_open = _stays_open(line[1], within=bool(waiting))
    waiting.append(line)
    long = sum(len(text) for _, text in waiting) > LONGEST if is_open or len(waiting) > 1 else len(line[1]) > LONGEST
    if long or len(waiting) > TALLEST:
        yield from _apart(waiting)
    elif not is_open:
        yield waiting[0][0], "\n".join(text for _, text in waiting)
        waiting.clear()


def _apart(waiting: list[tuple[int, str]]) -> Iterator[Row]:
    """The lines of a row that was never closed: the first is told, each of the others is a row of its own."""
    for number, text in waiting[1:]:
        if len(text) > LONGEST:
            yield Faulty(number, "too_long")
        elif text:
            yield number, text
    if waiting:
        yield Faulty(waiting[0][0], "too_long" if len(waiting[0][1]) > LONGEST else "open_quote")
    waiting.clear()


def _stays_open(text: str, *, within: bool) -> bool:
    """Whether a quotation mark is open at the end of a line."""
    opened = within
    place = 0
    while True:
        if not opened:
            found = OPENING.search(text, place)
            if found is None:
                return False
            place = found.end()
        closed = CLOSING.match(text, place)
        if closed is None:
            return True
        place, opened = closed.end(), False
