"""The first storey of context: where a text quotes, bears witness, negates, jokes or plays; spans, not posts."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise, takewhile
from typing import Any, Final, NamedTuple

import re2

from bot.model.decision import Span
from bot.signals import markers
from bot.signals.text import HEAD, Folded

QUOTES: Final = re.compile(
    r"«[^«»]{1,2000}»|“[^“”]{1,2000}”|„[^„“”]{1,2000}[“”]"
    r"|(?<![\w\"])\"(?!\s*\")[^\"]{1,2000}\"(?!\w)|(?<![\w’'])['‘](?=\w)(?:[^'‘’\n]|(?<=\w)['’](?=\w)){1,300}['’](?!\w)"
)
"""What stands between quotation marks that open and close; bounded, so that a lone mark costs little."""
SENTENCE_END: Final = re.compile(r"[.!?…]+(?=[\s»”\"]|[A-ZÀ-Þ]|$)|\n")
CLAUSE_END: Final = re.compile(r"[.!?…,;:—–()\n]")
TURN: Final = re.compile(
    r"\b(?:mais|but|sinon|otherwise|maintenant|now|et toi|and you|alors toi|so"
    r"|(?:a|ont|avait|avaient) (?:bien )?raison|(?:is|are|was|were|['’]s|['’]re) right)\b|[;—–]",
    re.IGNORECASE,
)
"""Where a report ends and the author speaks again, or takes its side."""
SUBJECT: Final = re.compile(
    r"(?<=\w )(?:(?:je|j|tu|on|il|elle|i|we|he|she|they)\b"
    r"|vous (?=allez|[eê]tes|dev|pouvez|m[eé]rit|finirez|serez|avez)"
    r"|you(?: |['’])(?=are|re|will|ll|should|can|must|need|deserve|gonna|stupid|fuck|dumb|ugly|filthy|bitch|whore))",
    re.IGNORECASE,
)
"""Where the next subject begins; `vous` and `you` only where they are no object."""
AUTHOR: Final = re.compile(r"\b(?:(?:me|moi|mon|ma|my|us|nous)\b|m['’])", re.IGNORECASE)
OTHER: Final = re.compile(r"\b(?:(?:tu|te|toi|ton|ta|tes|vous|you|your)\b|t['’])", re.IGNORECASE)
COMMENTARY: Final = 3
"""Words that must stand beside a quotation: a post that is nothing but one says it itself."""
MOST: Final = 64
"""Regions of one kind that are looked for."""


class Region(NamedTuple):
    """A stretch of the text, half-open, in code points, and what it is."""

    kind: str
    span: Span

    def protects(self, found: Span) -> bool:
        """Whether it holds all of what was found; a negation may stand inside it: `tu n'es pas une …`."""
        start, end = self.span
        if self.kind == "negation":
            return start < found[1] <= end
        return start <= found[0] and found[1] <= end


NAMED: Final = 4
"""How many words after `ce`, `my`, `I am` may name who is spoken of."""
ADDRESSED: Final = frozenset({"tu", "t", "toi", "vous", "you", "u", "ur", "your"})
"""Where somebody is spoken to after all."""
SPOKEN_OF: Final = {"third_person": markers.THIRD_PERSON, "first_person": markers.FIRST_PERSON}
"""The words after their marker, in its clause."""
REPORTS: Final = {"testimony": markers.TESTIMONY, "counter_speech": markers.COUNTER_SPEECH}
"""From their marker to the end of the sentence, or to where the author turns."""
ASIDES: Final = {"fiction": markers.FICTION, "affection": markers.AFFECTION, "laughter": markers.LAUGHTER}
"""The whole clause."""
KINDS: Final = ("quotation", *REPORTS, *ASIDES, "negation", "idiom", *SPOKEN_OF)
"""All that `context = […]` may name."""


def regions(text: str, folded: Folded) -> tuple[Region, ...]:
    """Every region of the text; linear in its length."""
    head = text[:HEAD]
    sentences, clauses = _cuts(SENTENCE_END, head), _cuts(CLAUSE_END, head)
    found = [
        ("quotation", _quotations(head, folded)),
        *((kind, _reports(head, folded, marks, sentences)) for kind, marks in REPORTS.items()),
        ("testimony", _narrative(head, folded, sentences)),
        ("testimony", _asides(folded, markers.OWN_KIND, clauses)),
        *((kind, _asides(folded, marks, clauses)) for kind, marks in ASIDES.items()),
        ("negation", _negations(head, folded, clauses)),
        ("idiom", _marks(folded, markers.IDIOM)),
        *((kind, _spoken_of(head, folded, mark, clauses)) for kind, mark in SPOKEN_OF.items()),
    ]
    return tuple(Region(kind, span) for kind, spans in found for span in spans)


def _quotations(text: str, folded: Folded) -> Iterator[Span]:
    quoted = [match.span() for match in islice(QUOTES.finditer(text), MOST)]
    words = [place[0] for letter, place in zip(f" {folded.text}", folded.offsets, strict=False) if letter == " "]
    beside = [start for start in words if not any(first <= start < last for first, last in quoted)]
    if len(beside) >= COMMENTARY:
        yield from quoted


def _reports(text: str, folded: Folded, patterns: tuple[str, ...], cuts: list[int]) -> Iterator[Span]:
    found = list(_marks(folded, patterns))
    turns = [turn.start() for turn in TURN.finditer(text)] if found else []
    for start, _ in found:
        _, last = _around(cuts, start)
        after = bisect_left(turns, start)
        yield start, min([last, *turns[after : after + 1]])


def _asides(folded: Folded, patterns: tuple[str, ...], cuts: list[int]) -> Iterator[Span]:
    return (_around(cuts, start) for start, _ in _marks(folded, patterns))


def _spoken_of(text: str, folded: Folded, mark: str, cuts: list[int]) -> Iterator[Span]:
    (compiled,) = _compiled((mark,))
    for match in islice(compiled.finditer(folded.text), MOST):
        after = folded.text[match.end() : match.end() + 80].split(" ")[: NAMED + 1]  # it begins with a space
        words = takewhile(lambda word: word not in ADDRESSED, after)
        start, end = folded.span(match.start(), match.end() + len(" ".join(words)))
        if text[start : start + 2].lower() != "là":
            yield start, min(end, _around(cuts, start)[1])


def _narrative(text: str, folded: Folded, cuts: list[int]) -> Iterator[Span]:
    if _compiled((markers.NARRATIVE,))[0].search(folded.text):
        for first, last in pairwise(cuts):
            if AUTHOR.search(text, first, last) and not OTHER.search(text, first, last):
                yield first, last


def _negations(text: str, folded: Folded, cuts: list[int]) -> Iterator[Span]:
    for start, end in _marks(folded, markers.NEGATION):
        _, last = _around(cuts, start)
        subject = SUBJECT.search(text, min(end, last), last)
        yield start, subject.start() if subject else last


def _marks(folded: Folded, patterns: tuple[str, ...]) -> Iterator[Span]:
    for compiled in _compiled(patterns):
        for match in islice(compiled.finditer(folded.text), MOST):
            if match.group() and not any(match.groupdict().values()):
                yield folded.span(*match.span())


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[Any, ...]:
    """Compiled when first needed: most texts have nothing to protect."""
    return tuple(re2.compile(pattern) for pattern in patterns)


def _cuts(ends: re.Pattern[str], text: str) -> list[int]:
    """Where stretches of the text begin and end, ascending."""
    return [0, *(match.end() for match in ends.finditer(text)), len(text)]


def _around(cuts: list[int], at: int) -> Span:
    """The stretch that holds a place."""
    after = bisect_right(cuts, at)
    return cuts[after - 1], cuts[min(after, len(cuts) - 1)]
