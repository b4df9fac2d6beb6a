"""All patterns of all rules of all people behind one linear-time filter; spans are sought only for those that hit."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import re2

from bot.errors import ConfigError
from bot.model.decision import Span
from bot.signals.slots import Marked, filled, has_slots
from bot.signals.text import HEAD, Folded
from bot.signals.words import MOST, Found, Hits, Place, Spanned

LONGEST: Final = 8_000
"""Characters of a pattern, a pack's fragments written out."""
LARGEST: Final = 20_000
"""Instructions of a compiled pattern; `(a{1,100}){1,100}` has as many."""
TOGETHER: Final = 10_000_000
"""Instructions of all patterns."""
CANARY: Final = "rempartcanary"
"""Written behind each text: where it is not found, the filter ran out of memory and has told nothing."""
ONLY_CANARY: Final = [0]
"""What the filter tells of most texts."""
TOLD: Final = 100
"""Characters repeated of what the engine says, which repeats the pattern."""
MEMORY: Final = 64 << 20
"""Bytes that a pattern may use while it runs."""
AS_WRITTEN: Final = re.compile(r"\\[^bwd]|[^a-z0-9 |()?:*+{},.^$\\]")
"""What folding would take away from a text: such patterns are tried on the text as written too."""


def compile_pattern(pattern: str) -> Any:
    """Compile a pattern for the linear-time engine; ValueError with what to write instead."""
    if len(pattern) > LONGEST:
        raise ValueError(f"is a pattern of {len(pattern)} characters; write {LONGEST} or fewer, or several patterns")
    try:
        compiled = re2.compile(filled(pattern), _options())
    except (re2.error, UnicodeEncodeError) as error:
        raise ValueError(f"is a pattern the engine cannot read: {_plain(error)}; {_cure(pattern)}") from None
    if compiled.programsize > LARGEST:
        raise ValueError("is too large a pattern; make its repetitions {…} smaller, or write several patterns")
    if compiled.search(""):
        raise ValueError('matches even an empty text; write what must be there, as in pattern = "je te (vois|suis)"')
    return compiled


class Patterns:
    """Finds patterns, without regard to case and accents, in what a text reads as and in what was written."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Compile; each was accepted by `compile_pattern`. ConfigError where all together are too many."""
        unique = tuple(dict.fromkeys(patterns))
        plain = tuple(pattern for pattern in unique if not has_slots(pattern))
        self._read = _Set({pattern: _bare(pattern) for pattern in plain})
        self._marked = _Set({pattern: _bare(filled(pattern)) for pattern in unique if has_slots(pattern)})
        self._written = _Set({pattern: pattern for pattern in plain if AS_WRITTEN.search(pattern)})

    def find(self, text: str, readings: Sequence[Folded], marked: Iterable[Marked] = ()) -> Hits:
        """The patterns that hit, and where in `text`; linear in its length. Those with slots read `marked` alone."""
        found: dict[str, list[Spanned]] = {}
        hits: list[tuple[Folded | Marked, str, Any]]
        hits = [(one, *hit) for one in readings for hit in self._read.hit(one.text)]
        hits += [(one, *hit) for one in marked for hit in self._marked.hit(one.text)]
        for one, pattern, compiled in hits:
            folded = one.folded if isinstance(one, Marked) else one
            matches = islice(compiled.finditer(one.text), MOST)
            found.setdefault(pattern, []).extend(Place(folded, *match.span()) for match in matches if match.group())
        if self._written:
            written = text[:HEAD].encode("utf-8", "replace").decode()
            for pattern, compiled in self._written.hit(written):
                matches = islice(compiled.finditer(written), MOST)
                found.setdefault(pattern, []).extend(Shown(match.span()) for match in matches if match.group())
        return Found({pattern: places for pattern, places in found.items() if places})


class Shown(NamedTuple):
    """What was found in the text as written."""

    span: Span


class _Set:
    """Tells which of many patterns a text holds: one pass tells what it has of the words that each pattern needs, and
    those that may hold are tried. An automaton of all patterns would have to learn anew what each text brings.
    """

    def __init__(self, patterns: dict[str, str]) -> None:
        self._names = tuple(patterns)
        self._filter = re2.Filter()
        for pattern in (CANARY, *patterns.values()):
            self._filter.Add(pattern, _options())
        self._filter.Compile()
        self._compiled = tuple(self._filter.re(place) for place in range(1, len(patterns) + 1))
        if sum(compiled.programsize for compiled in self._compiled) > TOGETHER:
            raise ConfigError(f"all {len(patterns)} patterns together are too large; write fewer or shorter ones")

    def __len__(self) -> int:
        return len(self._names)

    def hit(self, text: str) -> Iterable[tuple[str, Any]]:
        if not self._names:
            return ()
        able = self._filter.Match(f"{text} {CANARY}", potential=True) or ()
        if able == ONLY_CANARY:
            return ()
        places = (index - 1 for index in sorted(able) if index) if 0 in able else range(len(self._names))
        return [(self._names[at], self._compiled[at]) for at in places if self._compiled[at].search(text)]


def _options() -> Any:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY
    return options


def _bare(pattern: str) -> str:
    """The pattern as folding would have it: without accents, a space for an apostrophe."""
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
