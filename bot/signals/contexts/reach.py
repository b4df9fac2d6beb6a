"""How far a mark reaches: from its place in the folded text to the stretch of the written text that it protects."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.model.decision import Span
from bot.signals.contexts.page import OTHER, SUBJECT, Page, around

Reach = Callable[[Page, int, int], Span | None]
"""None where the mark turns out to be none."""
NAMED: Final = 5
"""How many words after `ce`, `my`, `I am` may name who is spoken of."""
HARM: Final = re.compile(
    r"\b(?:couteau|lame|flingue|fusil|sang|gorge|égorg\w*|poignard\w*|viol\w*|acide|essence|à mort|chez (?:toi|vous)"
    r"|ta (?:maison|famille|fille|mère|porte|voiture)|(?:ton|tes) (?:fils|enfants?|adresse)|(?:pour de|en) vrai"
    r"|après (?:le|la|ton|votre|ce|cette) (?:match|partie|rencontre|finale|coup de sifflet)"
    r"|à la sortie|sur le parking|devant (?:le|ton|votre) (?:stade|terrain|gymnase|vestiaire)"
    r"|after (?:the|your|this) (?:match|game|final|race|(?:final )?whistle)|outside (?:the|your)|car park|parking lot"
    r"|knife|blade|gun|blood|throat|stab\w*|rape\w*|acid|petrol|to death|in real life|irl|for real"
    r"|your (?:house|home|family|kids?|child\w*|daughter|son|mother|door|car|address|street))\b",
    re.IGNORECASE,
)
"""What belongs to no game, and what begins when one is over."""
DEADLY: Final = re.compile(
    r"\b(?:balles?|mort|morte|crev\w*|pend(?:re|u|ue|s)|potence|guillotine|corde|brûl\w*|abatt\w*|fusill\w*"
    r"|tuer (?:les|tous|vous)"
    r"|bullets?|die|dead|hang(?:ed)?|rope|noose|gallows|burn|shoot|shot|lynch\w*|gun|kill (?:you|them|all))\b",
    re.IGNORECASE,
)
"""What is no anger at an office any more."""
PRESSED: Final = re.compile(
    r"\b(?:answer\w*|repl(?:y|ies)|respond|ignor\w*|block\w*|pics?|nudes?|mine|belong|leave me|come back|forever"
    r"|répon\w*|repon\w*|bloqu\w*|à moi|reviens|photos?|quitte\w*)\b",
    re.IGNORECASE,
)
"""Who writes so loves nobody, whatever the end says."""
PERSONS: Final = "tu t te toi ton ta tes vous votre vos you u ur your yourself je j i we ou or"
ADDRESSED: Final = frozenset(PERSONS.split())
"""Where somebody is spoken to after all, or a new subject begins."""
LIKENED: Final = re.compile(r"(?:comme|like|de ton|de ta|of your)$")
"""`a … like you` is said to the person."""
LIKE_YOU: Final = re.compile(r"\w\w+s?\s+(?:comme (?:toi|vous)|like (?:you|u))\b", re.IGNORECASE)
"""Calls the person what stands before it."""
DOUBLE: Final = re.compile(
    r"\b(?:pas|jamais|don['’]?t|not|never)\b.*\b(?:que|qu['’]|think|believe|expect|because|if)(?!\w)", re.IGNORECASE
)
"""A denial before a denial: `don't think I won't`."""
FAR_BACK: Final = 120
"""Characters before a denial where another may stand."""
CALL: Final = re.compile(
    r"\b(?:(?:sales?|gros(?:se)?|pauvre|espèce|bande) \w"
    r"|(?:connards?|connasses?|salopes?|putes?|conne|enculée?s?|bouffon(?:ne)?|abrutie?s?|ordure|bitch(?:es)?|cunts?|whores?|sluts?|assholes?|morons?|idiots?|faggots?|fags?|retards?|losers?|scum|bastards?|fuckers?"
    r"|motherfuckers?|dickheads?|pricks?|twats?|hoes?)\b)",
    re.IGNORECASE,
)
"""A name that somebody may be called by."""
DETERMINERS: Final = """
un une des de d'une d'un la le les ta ton ma mon sa son cette ce ces quel quelle que qu'une qu'un aussi si trop très
vraiment comme es êtes est être suis traite traiter traitée appelle appeler insulter a an the my your her his this that
any some no such so too as like be being are was am of called calling
"""
NAMING: Final = frozenset(DETERMINERS.split())
"""Before it, they show that the name is part of what is said, and calls nobody."""
CALLED: Final = re.compile(
    r"(?:\byou\s+(?:\w+\s+)?(?:are|r|were|be|remain|remained|become|became|sound like|look like)|\byou['’]re|\bu r|\bur"
    r"|\b(?:tu|vous)\s+(?:es|êtes|etes|étais|étiez|seras|serez|restes|restez|deviens|devenez)|\bt['’](?:es|étais|as))"
    r"\s+(?:\w+\s+|nothing but\s+)?$",
    re.IGNORECASE,
)
"""What stands before `a …` where the person is called one."""


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


def so_far(page: Page, start: int, end: int) -> Span | None:
    """The sentence up to the mark, `you're mad, I love it`; none where it calls names."""
    begin, last = page.folded.span(start, end)
    first = around(page.sentences, begin)[0]
    return None if CALL.search(page.text, first, begin) else (first, last)


def played(page: Page, start: int, end: int) -> Span | None:
    """The whole clause, unless it speaks of what belongs to no game."""
    begin, last = around(page.clauses, page.folded.span(start, end)[0])
    return None if HARM.search(page.text, begin, last) else (begin, last)


def won(page: Page, start: int, end: int) -> Span | None:
    """The sentence up to the mark, `you are dead tonight, 4-0`, unless it speaks of what belongs to no game."""
    begin, last = page.folded.span(start, end)
    first = around(page.sentences, begin)[0]
    return None if HARM.search(page.text, first, last) else (first, last)


def fondly(page: Page, start: int, end: int) -> Span | None:
    """The mark itself, unless it speaks of harm or wants something of who does not answer."""
    begin, last = page.folded.span(start, end)
    harm = HARM.search(page.text, begin, last) or DEADLY.search(page.text, begin, last)
    return None if harm or PRESSED.search(page.text, begin, last) else (begin, last)


def voted(page: Page, start: int, end: int) -> Span | None:
    """Only the mark itself, unless it speaks of harm."""
    begin, last = page.folded.span(start, end)
    harm = HARM.search(page.text, begin, last) or DEADLY.search(page.text, begin, last)
    return None if harm else (begin, last)


def unaddressed(page: Page, start: int, end: int) -> Span | None:
    """To the end of the clause, or to where somebody is addressed anew; none where it wishes for a death."""
    begin, end = page.folded.span(start, end)
    last = around(page.clauses, max(begin, end - 1))[1]
    anew = OTHER.search(page.text, end, last)
    last = anew.start() if anew else last
    return None if DEADLY.search(page.text, begin, last) else (begin, last)


def denied(page: Page, start: int, end: int) -> Span | None:
    """To the end of the clause or the next subject; none for `like you`, and for denials of denials."""
    begin, end = page.folded.span(start, end)
    last = around(page.clauses, begin)[1]
    subject = SUBJECT.search(page.text, min(end, last), last)
    if DOUBLE.search(page.text, max(around(page.clauses, begin)[0], begin - FAR_BACK), begin):
        return None
    last = _uncalled(page.text, end, subject.start() if subject else last)
    return None if LIKE_YOU.search(page.text, begin, last) else (begin, last)


def self_named(page: Page, start: int, end: int) -> Span | None:
    """The few words after the mark, in its clause, up to where somebody else is addressed or called a name."""
    words, _ = _named(page, end)
    begin, last = page.folded.span(start, end + len(words))
    last = min(last, around(page.clauses, begin)[1])
    after = page.folded.span(start, end)[1]
    called = _uncalled(page.text, after, last)
    return begin, called if len(page.text[after:called].split()) > 1 else last


def named(page: Page, start: int, end: int) -> Span | None:
    """The same, unless it names the addressee: `you are a …`, `a … like you`, `cette … -là` too."""
    words, stopped = _named(page, end)
    if stopped and LIKENED.search(words):
        return None
    begin, last = page.folded.span(start, end + len(words))
    opens, closes = around(page.clauses, begin)
    if page.text[begin : begin + 2].lower() == "là" or CALLED.search(page.text[max(opens, begin - 40) : begin]):
        return None
    return begin, min(last, closes)


def apposed(page: Page, start: int, end: int) -> Span | None:
    """The words behind `me, …` where a sentence opens so."""
    begin, last = page.folded.span(start, end)
    opens = around(page.sentences, begin)[0]
    if page.text[opens:begin].strip() or not re.match(r"\w+,", page.text[begin : begin + 8]):
        return None
    return begin, last


def _uncalled(text: str, begin: int, last: int) -> int:
    """Where somebody is called a name, or `last`."""
    for call in CALL.finditer(text, begin, last):
        before = text[begin : call.start()].split()[-3:]
        if before and not any(word.lower().strip("'’") in NAMING for word in before):
            return call.start()
    return last


def _named(page: Page, end: int) -> tuple[str, bool]:
    """What follows a mark, and whether an address stopped it."""
    after = page.folded.text[end : end + 80].split(" ", NAMED + 1)[: NAMED + 1]  # it begins with a space
    for place, word in enumerate(after):
        if word in ADDRESSED:
            return " ".join(after[:place]), True
    return " ".join(after), False
