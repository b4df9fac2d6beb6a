"""Folding: a text reduced to what it says, whatever it is dressed in, with the way back to what was written."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import repeat
from typing import AnyStr, Final

from bot.model.decision import Span
from bot.signals.letters import BEYOND_LATIN, HEXADECIMAL, LATIN, LONGER, READ, UNSEEN, text_of
from bot.signals.posing import POSED
from bot.signals.spelled import STRETCH
from bot.signals.step import Step, same
from bot.signals.steps import ADDRESSED_WAY, PARTED, USUAL_WAY, WireSteps, ways
from bot.signals.trace import Trace, Way, trace
from bot.signals.vocabulary import Vocabulary
from bot.signals.written import HANDLES, TURN, TURNING, WRITTEN

HEAD: Final = 65_536
TAIL: Final = 8_192
"""Code points read of a text: the first HEAD and, beyond them, the last TAIL. No platform we know takes 65,536; what is
longer is meant to wear a reader out, and has what it wants to be read at its ends."""

SPACED: Final = bytes(code if bytes((code,)).isalnum() or code in HEXADECIMAL else 0x20 for code in range(256))
"""From the wire to words and what parts them."""
SPACED_LATIN: Final = READ.translate(SPACED)
UNSIGNED: Final = bytes(
    code
    for code, read in enumerate(READ)
    if bytes((read,)).isalpha() or read in b" ')"
    if code not in HEXADECIMAL and code not in UNSEEN and bytes((code,)) not in LONGER
)
"""Latin-1 that no step looks for."""
USUAL: Final = UNSIGNED + b".-!"
"""What needs no closer look unless it stands before a letter."""
POINTED: Final = re.compile(rb"\.(?=[A-Za-z0-9\x80-\xff])")
EXCLAIMED: Final = re.compile(rb"!(?=[A-Za-z0-9\x80-\xff])")
HYPHENED: Final = re.compile(rb"-[eEnN\xc8-\xcb\xd1\xe8-\xeb\xf1]")
BESIDE: Final = ((0x2E, POINTED), (0x21, EXCLAIMED), (0x2D, HYPHENED))
DIGITS: Final = frozenset(b"0123456789")
NUMBERED: Final = re.compile(rb"[0-9](?:[A-Za-z!@$|\x80-\xff]|(?<=[A-Za-z!@$|\x80-\xff].))", re.DOTALL)
"""A digit beside what may be a letter."""
CONTROLS: Final = {code: LATIN[code].decode() for code in HEXADECIMAL}
SHORT_CODES: Final = bytes(code for code in range(256) if bytes((code,)) not in LONGER)
CONTROL: Final = re.compile("[\x80-\x9f]")
SPELLING: Final = frozenset(b"@$|\xa3\xa4")
"""Signs that are single letters where letters are spelled out."""


class Folded:
    """What a text reads as: letters and digits in words parted by one space, emoji as words of their own.

    Lower case, without accents, invisible signs, look-alikes, digits that pose as letters, spelled-out or stretched
    words. Links and handles are left out.
    """

    def __init__(self, original: str, text: str, way: Way) -> None:
        """Take the text as written, what it reads as, and the way that led there."""
        self.text = text
        self._original = original
        self._way = way

    @cached_property
    def _trace(self) -> Trace:
        return trace(_clip(self._original), self._way)

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the original, in code points; `start` < `end`. Found when asked."""
        first, last = self._trace.span(start, end)
        skipped = max(0, len(self._original) - HEAD - TAIL)
        return first + skipped * (first >= HEAD), last + skipped * (last > HEAD)


class Folder:
    """Folds texts; the words it is given are found behind stars and in letters that nothing parts."""

    def __init__(self, families: Iterable[Sequence[str]] = ()) -> None:
        """Take words as folding leaves them, those that mean the same together; each family its most usual first."""
        vocabulary = Vocabulary(families)
        self._words = vocabulary.words
        self._steps = WireSteps(vocabulary)
        self._unusual = self._steps.unusual

    def fold(self, text: str) -> Folded:
        """Reduce a text to what it says; linear in its length. Stretched letters become one."""
        return self.readings(text)[0]

    def readings(self, text: str) -> tuple[Folded, ...]:
        """The plain reading and, where there is doubt, another: stretched letters as two, 1 as l, no emoji."""
        said = self._after_handles(text) if text.startswith("@") else text
        latin = said.encode("latin-1", BEYOND_LATIN)
        if (
            latin.translate(None, USUAL)
            or (b"." in latin and POINTED.search(latin))
            or (b"-" in latin and HYPHENED.search(latin))
            or (b"!" in latin and EXCLAIMED.search(latin))
            or TURN in text
            or len(text) > HEAD + TAIL
        ):
            return self._closely(text)
        words = b" ".join(latin.translate(SPACED_LATIN).split())
        if self._unusual(b" %b " % words):
            return self._closely(text)
        return (Folded(text, words.decode("ascii"), USUAL_WAY if said is text else ADDRESSED_WAY),)

    def _after_handles(self, text: str) -> str:
        """The text without the handles that it begins with, as most mentions do; they are names, if no word poses."""
        head = HANDLES.match(text)
        if head is None or not self._words.isdisjoint(head[0].lower().encode().translate(POSED).split()):
            return text
        return text[head.end() :]

    def _closely(self, text: str) -> tuple[Folded, ...]:
        plain = other = _clip(text)
        latin = plain.encode("latin-1", BEYOND_LATIN)
        signs = _signs(latin)
        written, wired = list[Step[str]](), list[Step[bytes]]()
        for step in WRITTEN:
            if not signs.isdisjoint(step.signs):
                plain, other = _both(step, plain, other, written)
        if TURN in plain:
            plain, other = _both(TURNING, plain, other, written)
        wire = _wire(plain, latin if plain is text else plain.encode("latin-1", BEYOND_LATIN))
        also = wire if other is plain else _wire(other, other.encode("latin-1", BEYOND_LATIN))
        read = [text_of(one.strip(b" ")) for one in self._read(wire, also, wired)]
        return tuple(map(Folded, repeat(text), dict.fromkeys(read), ways(written, wired)))

    def _read(self, plain: bytes, other: bytes, taken: list[Step[bytes]]) -> tuple[bytes, bytes]:
        """Both readings of the wire; notes which steps changed either."""
        signs = _signs(plain if other is plain else plain + other)
        for step in self._steps.signed:
            if not signs.isdisjoint(step.signs):
                plain, other = _both(step, plain, other, taken)
        unusual = self._strays(plain) or (other is not plain and self._strays(other))
        if unusual or not signs.isdisjoint(SPELLING):
            plain, other = _both(self._steps.spelled, plain, other, taken)
        taken.append(PARTED)
        shared = other is plain
        plain = _parted(plain)
        other = plain if shared else _parted(other)
        if not (plain.isascii() and other.isascii()):
            plain, other = _both(self._steps.adorned, plain, other, taken)
        if unusual:
            if STRETCH.search(plain) or (other is not plain and STRETCH.search(other)):
                plain, other = _both(self._steps.stretched, plain, other, taken)
            for step in self._steps.last:
                plain, other = _both(step, plain, other, taken)
        return plain, other

    def _strays(self, wire: bytes) -> bool:
        """Whether the last steps have something to do, emoji and letters of other scripts left aside."""
        return bool(self._unusual(b" %b " % b" ".join(wire.translate(SPACED, HEXADECIMAL).split())))


def fold(text: str) -> Folded:
    """Reduce a text to what it says, as `Folder.fold`, with no words to look for behind stars."""
    return _folder().readings(text)[0]


def readings(text: str) -> tuple[Folded, ...]:
    """The plain reading and, where there is doubt, another, as `Folder.readings`."""
    return _folder().readings(text)


@cache
def _folder() -> Folder:
    return Folder()


def _both(step: Step[AnyStr], plain: AnyStr, other: AnyStr, taken: list[Step[AnyStr]]) -> tuple[AnyStr, AnyStr]:
    """Both readings after a step, noted where it changed one; one and the same as long as nothing is in doubt."""
    read = plain if step.plainly is same else step.pattern.sub(step.plainly, plain)
    if other is plain and step.otherwise is step.plainly:
        also = read
    else:
        also = other if step.otherwise is same else step.pattern.sub(step.otherwise, other)
    if read != plain or also != other:
        taken.append(step)
    return (read, read) if also == read else (read, also)


def _signs(latin: bytes) -> frozenset[int]:
    """The signs that steps look for, without those that stand where no step has anything to do; for the wire, too."""
    signs = set(latin.translate(None, UNSIGNED))
    for sign, beside in BESIDE:
        if sign in signs and not beside.search(latin):
            signs.discard(sign)
    if not (signs.isdisjoint(DIGITS) or NUMBERED.search(latin)):
        signs -= DIGITS
    return frozenset(signs)


def _wire(text: str, latin: bytes) -> bytes:
    """The wire of a text that is given as it was encoded, too."""
    wire = latin.translate(READ, UNSEEN)
    if wire.isascii():
        return wire
    if CONTROL.search(text):  # they would be taken for the wire's own digits
        wire = text.translate(CONTROLS).encode("latin-1", BEYOND_LATIN).translate(READ, UNSEEN)
    if wire.translate(None, SHORT_CODES):
        for letter, letters in LONGER.items():
            wire = wire.replace(letter, letters)
    return wire


def _parted(wire: bytes) -> bytes:
    return b" ".join(wire.translate(SPACED).split())


def _clip(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + text[-TAIL:]
