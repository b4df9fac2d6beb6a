"""What a PDF says: the text of its pages, and every string that no page shows (metadata, outline, attachments)."""

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import pypdfium2

from bot.dossier import der
from bot.errors import Refused

STREAM: Final = re.compile(rb"stream\r?\n")
LENGTH: Final = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
FILTER: Final = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
UNREAD: Final = re.compile(
    rb"/Encrypt\b|/JavaScript\b|/JS\b|/XFA\b|/RichMedia\b|/Launch\b|/Movie\b|/Sound\b|/FFilter\b|/Crypt\b"
)
"""What a dossier never has: we would not know what it says."""
IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
XML: Final = re.compile(rb"/Subtype\s*/XML\b")
TABLE: Final = re.compile(rb"/Type\s*/XRef\b")
OBJECTS: Final = re.compile(rb"/Type\s*/(?:ObjStm|CMap)\b")
GLYPHS: Final = re.compile(rb"/(?:FontFile[23]?|CIDSet|CIDToGIDMap)\s+(\d+)\s+\d+\s+R")
DRAWN: Final = re.compile(rb"/Contents\s*(\d+\s+\d+\s+R|\[[^\]]*\])|/(?:Subtype\s*/Form|PatternType)\b")
"""What draws pages names a stream, or several; or stands within one."""
NUMBER: Final = re.compile(rb"(\d+)\s+\d+\s+(?:R|obj)")
PROFILE: Final = (b"acsp", 36)
"""What a colour profile has, and where (ICC.1)."""
SHOWN: Final = re.compile(rb"\bBT\b.*?\bT[jJ]\b", re.DOTALL)
"""What pages show, in the numbers of a font; the page's own text says it."""
SPOKEN: Final = re.compile(rb"/(?:ActualText|Alt|E|Lang|T|Contents|Title)\s*(?=[(<])")
PARENTHESIS: Final = re.compile(rb"\\.|[()]", re.DOTALL)
HEXADECIMAL: Final = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{4,})>")
NAME: Final = re.compile(rb"/([A-Za-z0-9#._+\-]{6,})")
COMMENT: Final = re.compile(rb"(?:^|[\r\n])%([^\r\n]{4,})")
ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
MEANT: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
LARGEST: Final = 256 << 20
"""Bytes of one stream when it is unpacked."""
SHORTEST: Final = 3
"""Characters of a string that may say something; fonts have thousands of shorter ones."""
AHEAD: Final = 65_536
"""Bytes in which such a string ends."""
BROKEN: Final = "\ufffe"
"""What stands for a hyphen at which a line was broken."""
MARKS: Final = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le", b"\xef\xbb\xbf": "utf-8"}
"""How a string begins that says in what it is written."""
ITS_OWN: Final = dict(enumerate("•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", 0x80))
"""What PDF says otherwise than Latin-1."""
CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x17]")
"""What no text has."""
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


class _Stream(NamedTuple):
    number: int
    about: bytes
    begins: int
    ends: int


def parts(raw: bytes) -> Parts:
    """Everything else: a stream that is nothing we know is a file. Refused where it has what cannot be read."""
    streams = [(one, _unpacked(one.about, raw[one.begins : one.ends])) for one in _streams(raw)]
    ends = [0, *(one.ends for one, _ in streams)]
    begins = [*(one.begins for one, _ in streams), len(raw)]
    objects = [raw[end:begin] for end, begin in zip(ends, begins, strict=True)]
    objects += [said for one, said in streams if OBJECTS.search(one.about)]
    bare = b"\n".join(objects)
    if UNREAD.search(bare):  # not within what is packed, where chance writes it too
        raise Refused("this PDF has parts that cannot be read")
    glyphs = {int(number) for number in GLYPHS.findall(bare)}
    drawn = {int(number) for named in DRAWN.findall(bare) for number in NUMBER.findall(named)}
    strings = dict.fromkeys(_strings(bare))
    attached: list[bytes] = []
    for one, said in streams:
        if TABLE.search(one.about) or OBJECTS.search(one.about) or one.number in glyphs:
            continue
        if XML.search(one.about):
            strings[said.decode("utf-8", "replace")] = None
        elif one.number in drawn or DRAWN.search(one.about):
            strings.update(dict.fromkeys(_spoken(said)))
        elif not (IMAGE.search(one.about) or _is_profile(said)):
            attached.append(said)
    pictures = [said for one, said in streams if IMAGE.search(one.about) and b"/DCTDecode" in one.about]
    return Parts("\n".join(one for one in strings if len(one) >= SHORTEST), attached, pictures)


def _streams(raw: bytes) -> Iterator[_Stream]:
    place = 0
    while (match := STREAM.search(raw, place)) is not None:
        begins = match.end()
        about = raw[max(raw.rfind(b" obj", 0, match.start()) - 16, place, 0) : match.start()]
        numbers = NUMBER.findall(about.partition(b" obj")[0] + b" obj")
        length = LENGTH.search(about)
        ends = begins + int(length[1]) if length else raw.find(b"endstream", begins)
        if not numbers or not begins <= ends <= len(raw) or not raw[ends : ends + 12].lstrip().startswith(b"endstream"):
            raise Refused("this PDF has a stream without an end")
        yield _Stream(int(numbers[-1]), about, begins, ends)
        place = ends + len(b"endstream")


def _is_profile(said: bytes) -> bool:
    sign, place = PROFILE
    return said[place : place + len(sign)] == sign


def _unpacked(about: bytes, packed: bytes) -> bytes:
    match = FILTER.search(about)
    names = re.findall(rb"/(\w+)", match[1]) if match else []
    picture = IMAGE.search(about) is not None
    for name in names:
        if name == b"DCTDecode" and picture:
            return packed
        if name != b"FlateDecode" or (b"/Predictor" in about and not (picture or TABLE.search(about))):
            raise Refused("this PDF is packed in a way that cannot be read")
        unpacking = zlib.decompressobj()
        try:
            packed = unpacking.decompress(packed, LARGEST)
        except zlib.error:
            raise Refused("this PDF has a stream that cannot be unpacked") from None
        if unpacking.unconsumed_tail:
            raise Refused("this PDF has a stream that is too large to be read")
    return packed


def _spoken(said: bytes) -> Iterator[str]:
    """What a page says to who cannot see it; what it shows is drawn in the numbers of a font."""
    if not SHOWN.search(said):
        yield from _strings(said)
    for match in SPOKEN.finditer(said):
        yield from _strings(said[match.end() : match.end() + AHEAD].partition(b">>")[0])


def _strings(raw: bytes) -> Iterator[str]:
    for literal in _literals(raw):
        yield _text(ESCAPED.sub(_escaped, literal))
    for match in HEXADECIMAL.finditer(raw):
        digits = b"".join(match[1].split())
        yield _text(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
    for match in NAME.finditer(raw):
        yield re.sub(rb"#([0-9A-Fa-f]{2})", lambda one: bytes.fromhex(one[1].decode()), match[1]).decode(
            "utf-8", "replace"
        )
    for match in COMMENT.finditer(raw):
        yield from PRINTED.findall(match[1].decode("latin-1"))


def _literals(raw: bytes) -> Iterator[bytes]:
    """What stands in parentheses, those within it included; what has no end, to the end."""
    depth = start = 0
    for match in PARENTHESIS.finditer(raw):
        if match[0] == b"(":
            start = start if depth else match.end()
            depth += 1
        elif match[0] == b")" and depth:
            depth -= 1
            if not depth:
                yield raw[start : match.start()]
    if depth:
        yield raw[start:]


def _escaped(match: re.Match[bytes]) -> bytes:
    said = match[1]
    return bytes((int(said, 8) & 0xFF,)) if said.isdigit() and said < b"8" else MEANT.get(said, said)


def _text(raw: bytes) -> str:
    """What it says: a text string (ISO 32000, 7.9.2), or in whatever way it may be meant where it is none, as DER."""
    for mark, coding in MARKS.items():
        if raw.startswith(mark):
            return raw[len(mark) :].decode(coding, "replace")
    text = der.said(raw).translate(ITS_OWN)
    if len(raw) < 2 * SHORTEST or not CONTROL.search(raw):
        return text
    return "\n".join((text, *der.strings(raw), printed(raw)))


def printed(raw: bytes) -> str:
    """What can be read in bytes of which nobody knows what they are: in UTF-8, Latin-1, UTF-16."""
    read = [raw.decode("latin-1"), raw.decode("utf-8", "replace")]
    read += [raw[start:].decode(coding, "replace") for start in (0, 1) for coding in ("utf-16-be", "utf-16-le")]
    return "\n".join(dict.fromkeys(run for one in read for run in PRINTED.findall(one)))
