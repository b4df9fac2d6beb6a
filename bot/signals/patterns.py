"""All patterns of all rules of all people behind one linear-time filter; spans are sought only for those that hit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import re2

from bot.errors import ConfigError
from bot.model.decision import Span
from bot.signals.atoms import READ
from bot.signals.sieve import Sieve, options
from bot.signals.slots import Marked, filled, has_slots
from bot.signals.text import HEAD, Folded
from bot.signals.words import Found, Hits, Place, Spanned

LONGEST: Final = 8_000
"""Characters of a pattern, a pack's fragments written out."""
LARGEST: Final = 20_000
"""Instructions of a compiled pattern; `(a{1,100}){1,100}` has as many."""
TOGETHER: Final = 10_000_000
"""Instructions of all patterns."""
TOLD: Final = 100
"""Characters repeated of what the engine says, which repeats the pattern."""
AS_WRITTEN: Final = re.compile(r"\\[^bwd]|[^a-z0-9 |()?:*+{},.^$\\]")
"""What folding would take away from a text: such patterns are tried on the text as written too."""


@lru_cache(maxsize=READ)
def compile_pattern(pattern: str) -> int:
    """Compile a pattern for the linear-time engine, once: its instructions. ValueError with what to write instead."""
    if len(pattern) > LONGEST:
        raise ValueError(f"is a pattern of {len(pattern)} characters; write {LONGEST} or fewer, or several patterns")
    try:
        compiled = re2.compile(filled(pattern), options())
    except (re2.error, UnicodeEncodeError) as error:
        raise ValueError(f"is a pattern the engine cannot read: {_plain(error)}; {_cure(pattern)}") from None
    if compiled.programsize > LARGEST:
        raise ValueError("is too large a pattern; make its repetitions {…} smaller, or write several patterns")
    if compiled.search(""):
        raise ValueError('matches even an empty text; write what must be there, as in pattern = "je te (vois|suis)"')
    return int(compiled.programsize)


class Sought(NamedTuple):
    """A text in which patterns are looked for."""

    text: str
    readings: tuple[Folded, ...]
    marked: Sequence[Marked] = ()
    """The readings with entries of the lexicon marked."""


class Patterns:
    """Finds patterns, without regard to case and accents, in what a text reads as and in what was written."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile; each was accepted by `compile_pattern`. ConfigError where all together are too many."""
        unique = tuple(dict.fromkeys(patterns))
        plain = tuple(pattern for pattern in unique if not has_slots(pattern))
        self._read = _Named({pattern: _bare(pattern) for pattern in plain})
        self._marked = _Named({pattern: _bare(filled(pattern)) for pattern in unique if has_slots(pattern)})
        self._written = _Named({pattern: pattern for pattern in plain if AS_WRITTEN.search(pattern)})

    def find(self, texts: Sequence[Sought]) -> list[Hits]:
        """For each text the patterns that hit, and where in it; linear in its length.

        Those with slots read what is `marked` alone. All texts by one set before the next, as `Sieve.able` has it.
        """
        found: list[dict[str, list[Spanned]]] = [{} for _ in texts]
        read = [(number, folded, folded.text) for number, one in enumerate(texts) for folded in one.readings]
        marked = [(number, *layer) for number, one in enumerate(texts) for layer in one.marked]
        for sought, within in ((self._read, read), (self._marked, marked)):
            for (number, folded, _), hits in zip(within, sought.found([text for *_, text in within]), strict=True):
                for pattern, spans in hits:
                    found[number].setdefault(pattern, []).extend(Place(folded, *span) for span in spans)
        if self._written:
            for known, hits in zip(found, self._written.found([one.text[:HEAD] for one in texts]), strict=True):
                for pattern, spans in hits:
                    known.setdefault(pattern, []).extend(map(Shown, spans))
        return list(map(Found, found))


class Shown(NamedTuple):
    """What was found in the text as written."""

    span: Span


class _Named:
    """Patterns as they are tried, behind the names by which rules know them."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._names = tuple(patterns)
        self._sieve = Sieve(patterns.values())
        if sum(map(compile_pattern, patterns)) > TOGETHER:
            raise ConfigError(f"all {len(patterns)} patterns together are too large; write fewer or shorter ones")

    def __len__(self) -> int:
        return len(self._names)

    def found(self, texts: Sequence[str]) -> Iterator[list[tuple[str, list[Span]]]]:
        """For each text the patterns that it holds, by name, and where in it."""
        every = [text.encode("utf-8", "replace") for text in texts]
        for text, raw, hits in zip(texts, every, self._sieve.found(every), strict=True):
            found = ((self._names[place], _spans(matches)) for place, matches in hits)
            even = len(raw) == len(text)
            yield [(name, spans if even else [_counted(raw, span) for span in spans]) for name, spans in found if spans]


def _spans(matches: Iterable[Sequence[Span]]) -> list[Span]:
    """Where something stands: a pattern may match nothing."""
    return [match[0] for match in matches if match[0][0] < match[0][1]]


def _counted(raw: bytes, span: Span) -> Span:
    """Places in bytes as places in characters."""
    start, end = span
    first = len(raw[:start].decode())
    return first, first + len(raw[start:end].decode())


def _bare(pattern: str) -> str:
    """The pattern as folding would have it: without accents, a space for an apostrophe."""
    if pattern.isascii():
        return pattern.replace("'", " ")
    letters = unicodedata.normalize("NFKD", pattern.replace("'", " ").replace("’", " "))
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def _plain(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    sentence = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return sentence if len(sentence) <= TOLD else f"{sentence[:TOLD]}…"


def _cure(pattern: str) -> str:
    if re.search(r"\(\?<?[=!]|\\[1-9]", pattern):
        return "it has no look-around and no back-references, which can take for ever; put exceptions under none"
    return "see the syntax at https://github.com/google/re2/wiki/Syntax, and double each backslash or use '…' in TOML"
