"""What a PDF says: the text of its pages, and every string that no page shows (metadata, outline, attachments)."""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import pypdfium2

from bot.errors import Refused

STREAM: Final = re.compile(rb"stream\r?\n")
LENGTH: Final = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
FILTER: Final = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
UNREAD: Final = re.compile(
    rb"/Encrypt\b|/JavaScript\b|/JS\b|/XFA\b|/RichMedia\b|/Launch\b|/Movie\b|/Sound\b|/F\s*\(|/FFilter\b|/Crypt\b"
)
"""What a dossier never has: we would not know what it says."""
NO_TEXT: Final = re.compile(
    rb"/Type\s*/XRef\b|/Length1\b|/Subtype\s*/(?:CIDFontType0C|OpenType|Type1C)\b|/N\s+[134]\b(?!.*/ObjStm)", re.DOTALL
)
"""Fonts, colour profiles, tables of offsets."""
SHOWN: Final = re.compile(rb"\bBT\b.*?\bT[jJ]\b", re.DOTALL)
"""What pages show, in the numbers of a font; the page's own text says it."""
SPOKEN: Final = re.compile(rb"/(?:ActualText|Alt|E|Lang|T|Contents|Title)\s*(?=[(<])")
LITERAL: Final = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*)\)", re.DOTALL)
HEXADECIMAL: Final = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{4,})>")
NAME: Final = re.compile(rb"/([A-Za-z0-9#._+\-]{6,})")
COMMENT: Final = re.compile(rb"(?:^|[\r\n])%([^\r\n]{4,})")
ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
MEANT: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
LARGEST: Final = 256 << 20
"""Bytes of one stream when it is unpacked."""
BROKEN: Final = "\ufffe"
"""What stands for a hyphen at which a line was broken."""
PRINTED: Final = re.compile(r"[\x20-\x7e\xa0-\uffff]{4,}")


class Parts(NamedTuple):
    """What is in a PDF besides its pages."""

    strings: str
    """One a line."""
    attached: Sequence[bytes]
    pictures: Sequence[bytes]
    """As files, where they are JPEG; others are pixels alone."""


def pages(raw: bytes) -> list[str]:
    """The text of each page, in lines; BROKEN where a hyphen parted a word. Refused for what is no readable PDF."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError:
        raise Refused("this PDF cannot be read") from None
    found: list[str] = []
    try:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
    finally:
        document.close()
    return found


def parts(raw: bytes) -> Parts:
    """Everything else. Refused where it has what cannot be read."""
    if UNREAD.search(raw):
        raise Refused("this PDF has parts that cannot be read")
    strings: dict[str, None] = {}
    attached: list[bytes] = []
    pictures: list[bytes] = []
    bare: list[bytes] = []
    end = 0
    for about, begins, ends in _streams(raw):
        bare.append(raw[end:begins])
        end = ends
        said = _unpacked(about, raw[begins:ends])
        if b"/EmbeddedFile" in about:
            attached.append(said)
        elif re.search(rb"/Subtype\s*/Image\b", about):
            pictures += [said] if b"/DCTDecode" in about else []
        elif not NO_TEXT.search(about):
            strings.update(dict.fromkeys(_of_stream(said, about)))
    bare.append(raw[end:])
    strings.update(dict.fromkeys(_strings(b"\n".join(bare))))
    return Parts("\n".join(strings), attached, pictures)


def _streams(raw: bytes) -> Iterator[tuple[bytes, int, int]]:
    """What is said about each stream, and where its bytes begin and end."""
    place = 0
    while (match := STREAM.search(raw, place)) is not None:
        begins = match.end()
        about = raw[max(raw.rfind(b" obj", 0, match.start()), place, 0) : match.start()]
        length = LENGTH.search(about)
        ends = begins + int(length[1]) if length else raw.find(b"endstream", begins)
        if not begins <= ends <= len(raw) or not raw[ends : ends + 12].lstrip().startswith(b"endstream"):
            raise Refused("this PDF has a stream without an end")
        yield about, begins, ends
        place = ends + len(b"endstream")


def _unpacked(about: bytes, packed: bytes) -> bytes:
    match = FILTER.search(about)
    names = re.findall(rb"/(\w+)", match[1]) if match else []
    picture = re.search(rb"/Subtype\s*/Image\b", about) is not None
    for name in names:
        if name == b"DCTDecode" and picture:
            return packed
        if name != b"FlateDecode" or (b"/Predictor" in about and not (picture or b"/XRef" in about)):
            raise Refused("this PDF is packed in a way that cannot be read")
        unpacking = zlib.decompressobj()
        try:
            packed = unpacking.decompress(packed, LARGEST)
        except zlib.error:
            raise Refused("this PDF has a stream that cannot be unpacked") from None
        if unpacking.unconsumed_tail:
            raise Refused("this PDF has a stream that is too large to be read")
    return packed


def _of_stream(said: bytes, about: bytes) -> Iterator[str]:
    if re.search(rb"/Subtype\s*/XML\b", about):
        yield said.decode("utf-8", "replace")
    elif SHOWN.search(said):
        for match in SPOKEN.finditer(said):
            yield from _strings(said[match.end() : match.end() + 4096].partition(b">>")[0])
    else:
        yield from _strings(said)


def _strings(raw: bytes) -> Iterator[str]:
    for match in LITERAL.finditer(raw):
        yield _text(ESCAPED.sub(_escaped, match[1]))
    for match in HEXADECIMAL.finditer(raw):
        digits = b"".join(match[1].split())
        yield _text(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
    for match in NAME.finditer(raw):
        yield re.sub(rb"#([0-9A-Fa-f]{2})", lambda one: bytes.fromhex(one[1].decode()), match[1]).decode(
            "utf-8", "replace"
        )
    for match in COMMENT.finditer(raw):
        yield from PRINTED.findall(match[1].decode("latin-1"))


def _escaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes((int(said, 8) & 0xFF,)) if said.isdigit() and said < b"8" else MEANT.get(said, said)


def _text(raw: bytes) -> str:
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    try:
        return raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        return "\n".join(PRINTED.findall(raw.decode("latin-1")))
