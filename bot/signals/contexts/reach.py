"""How far a mark reaches: from its place in the folded text to the stretch of the written text that it protects."""

import re
from collections.abc import Callable
from itertools import takewhile
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.contexts.page import OTHER, SUBJECT, Page, around

Reach = Callable[[Page, int, int], Span | None]
"""None where the mark turns out to be none."""
NAMED: Final = 4
"""How many words after `ce`, `my`, `I am` may name who is spoken of."""
BEHIND: Final = 40
"""Characters that may follow `…, he said` in its clause: when and where he did."""
HARM: Final = re.compile(
    r"\b(?:couteau|lame|flingue|fusil|sang|gorge|égorg\w*|poignard\w*|viol\w*|acide|essence|chez (?:toi|vous)"
    r"|ta (?:maison|famille|fille|mère|porte|voiture)|(?:ton|tes) (?:fils|enfants?|adresse)|pour de vrai"
    r"|knife|blade|gun|blood|throat|stab\w*|rape\w*|acid|petrol|in real life|irl|for real"
    r"|your (?:house|home|family|kids?|child\w*|daughter|son|mother|door|car|address|street))\b",
    re.IGNORECASE,
)
"""What belongs to no game."""
ADDRESSED: Final = frozenset({"tu", "t", "toi", "vous", "you", "u", "ur", "your"})
"""Where somebody is spoken to after all."""


class Mark(NamedTuple):
    """A pattern over folded text that marks a context.

    A group named `not…` that took part shows that it marks none: `I'm telling you` is no report of what others say.
    """

    kind: str
    reach: Reach
    pattern: str


def marks(kind: str, reach: Reach, *patterns: str) -> tuple[Mark, ...]:
    """One mark for each pattern."""
    return tuple(Mark(kind, reach, pattern) for pattern in patterns)


def phrase(page: Page, start: int, end: int) -> Span:
    """Only the mark itself."""
    return page.folded.span(start, end)


def clause(page: Page, start: int, end: int) -> Span:
    """The whole clause."""
    return around(page.clauses, page.folded.span(start, end)[0])


def sentence(page: Page, start: int, end: int) -> Span:
    """The whole sentence."""
    return around(page.sentences, page.folded.span(start, end)[0])


def onward(page: Page, start: int, end: int) -> Span:
    """To the end of the sentence, or to where the author turns."""
    begin = page.folded.span(start, end)[0]
    return begin, page.turn(begin, around(page.sentences, begin)[1])


def behind(page: Page, start: int, end: int) -> Span | None:
    """From the beginning of the sentence, where the mark is all there is of its clause: `…, he said last night`."""
    begin, last = page.folded.span(start, end)
    opens, closes = around(page.clauses, begin)
    rest = page.text[last:closes]
    if page.text[opens:begin].strip(" \"'»”’") or len(rest) > BEHIND or OTHER.search(rest):
        return None
    return around(page.sentences, begin)[0], last


def denied(page: Page, start: int, end: int) -> Span:
    """To the end of the clause, and no further than the next subject."""
    begin, end = page.folded.span(start, end)
    last = around(page.clauses, begin)[1]
    subject = SUBJECT.search(page.text, min(end, last), last)
    return begin, subject.start() if subject else last


def named(page: Page, start: int, end: int) -> Span | None:
    """The few words after the mark, in its clause."""
    after = page.folded.text[end : end + 80].split(" ")[: NAMED + 1]  # it begins with a space
    words = takewhile(lambda word: word not in ADDRESSED, after)
    begin, last = page.folded.span(start, end + len(" ".join(words)))
    if page.text[begin : begin + 2].lower() == "là":
        return None
    return begin, min(last, around(page.clauses, begin)[1])


def played(page: Page, start: int, end: int) -> Span | None:
    """The whole clause, unless it speaks of what belongs to no game."""
    begin, last = around(page.clauses, page.folded.span(start, end)[0])
    return None if HARM.search(page.text, begin, last) else (begin, last)


def unaddressed(page: Page, start: int, end: int) -> Span:
    """From the mark's clause on, to where it ends or addresses somebody anew behind the mark."""
    begin, end = page.folded.span(start, end)
    opens, last = around(page.clauses, begin)
    anew = OTHER.search(page.text, end, last)
    return opens, anew.start() if anew else last
