"""Lists in JSON: held once, entry by entry, so that one bad entry spoils no other."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import msgspec

from bot.blocklists.change import Change
from bot.blocklists.formats.form import LARGEST_JSON, Faulty, Listed, Read
from bot.blocklists.formats.lines import TooLarge, encoding, pieces
from bot.errors import Malformed

Shape = TypeVar("Shape")
Entry = TypeVar("Entry")
ENTRIES: Final = msgspec.json.Decoder(list[msgspec.Raw])
WHERE: Final = re.compile(r"\(byte (\d+)\)")


class Unreadable(Malformed):
    """A list that is none, as one trouble."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.fault = Faulty(line, what)


def held(chunks: Iterable[bytes]) -> bytearray:
    """All of it in UTF-8; Unreadable where that is too much."""
    data = bytearray()
    try:
        for piece in pieces(chunks, LARGEST_JSON):
            data += piece
    except TooLarge as error:
        raise Unreadable(1, "too_large") from error
    mark, name = encoding(bytes(data[:4]))
    if name != "utf-8":
        return bytearray(data[mark:].decode(name, "replace").encode("utf-8", "replace"))
    del data[:mark]
    return data


def decoded(data: bytes | bytearray, decoder: "msgspec.json.Decoder[Shape]") -> Shape:
    """A document of this shape; Unreadable for others."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        raise Unreadable(1, "not_this") from error
    except (msgspec.DecodeError, RecursionError) as error:
        if data.lstrip().startswith(b"<"):
            raise Unreadable(1, "seems_html") from error
        place = WHERE.search(str(error))
        raise Unreadable(1 + data.count(b"\n", 0, int(place[1]) if place else 0), "not_json") from error


def entries(raws: Iterable[Entry], understand: Callable[[Entry], Iterator[Change | str]]) -> Iterator[Read]:
    """What each entry comes to, by its number: a change, and what is wrong with it by name."""
    for number, raw in enumerate(raws, 1):
        try:
            for one in understand(raw):
                yield Faulty(number, one) if isinstance(one, str) else Listed(number, one)
        except msgspec.ValidationError:
            yield Faulty(number, "not_this")
        except (msgspec.DecodeError, RecursionError):
            yield Faulty(number, "not_json")
        except Malformed:
            yield Faulty(number, "no_domain")


def moment(written: Any, otherwise: datetime) -> datetime:
    """A moment in UTC; the other where it is none."""
    try:
        found = msgspec.convert(written, datetime)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (msgspec.ValidationError, OverflowError, ValueError):
        return otherwise


def array(entries_: Iterable[Any], before: bytes = b"[\n", after: bytes = b"\n]\n") -> Iterator[bytes]:
    """A document with these entries, one a line."""
    yield before
    for number, one in enumerate(entries_):
        yield (b",\n" if number else b"") + msgspec.json.encode(one)
    yield after
