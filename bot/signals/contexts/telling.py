"""How far a report reaches: what was said, told, written or called, up to where its author speaks again."""

import re
from typing import Final

from bot.model.decision import Span
from bot.signals.contexts.page import CLAUSE_END, FAR, JOINED, OTHER, OWN, Page, around

BEHIND: Final = 40
"""Characters that may follow `…, he said` in its clause: when and where he did."""
LATER: Final = re.compile(r"[^.!?:\n]{0,80}:(?!\w)")
"""Announces what came, however it came."""
COLON: Final = re.compile(r"[^.!?,;:\n]{0,40}:(?!\w)")
"""Announces speech soon after a verb."""
PASSING: Final = re.compile(r"(?:^|[.!?,;:—–(\n»])\s*(?:comme|as)\s[\w'’ ]{0,60}$", re.IGNORECASE)
"""`As my father used to say, …` tells nobody's story: its author says it."""
ERRAND: Final = re.compile(r"\s*(?:l['’]ordre )?(?:de (?:te\b|vous\b|t['’])|to \w+ you\b)", re.IGNORECASE)
"""What somebody was told to do to the addressee, or to tell them."""
BECAUSE: Final = re.compile(r"\b(?:parce que (?:tu|vous|t['’])|parce qu['’]\w+ |because (?:you|u)\b)", re.IGNORECASE)
"""Where the author gives reasons of their own for what was said to the addressee."""
VOW: Final = re.compile(
    r"\b(?:je (?:vais|vous|te)|je t['’]|on va|tu vas|i will|i['’]ll|i['’]m (?:going|coming|gonna)"
    r"|we will|we['’]ll|you will|you['’]re going)\b",
    re.IGNORECASE,
)
"""Says what will be done."""
FACT: Final = re.compile(
    r"\b(?:vérités?|vraie?s?|raison|faits?|réalité|évidence|normal|courage|lucide|euphémisme|insulte (?:aux|pour les)"
    r"|truths?|true|right|facts?|reality|obvious|understatement|insult to|honest|common sense|based|lucid)\b",
    re.IGNORECASE,
)
"""Takes the side of what it speaks of: `to say so is but the truth`."""
TRUE: Final = re.compile(r"\b(?:vérité|vrai|raison|juste|truth|true|right)\b", re.IGNORECASE)
"""Says that what follows is so."""
INDIRECT: Final = re.compile(
    r"\s*(?:qu[e'’]|that\b|où\b|where\b|what\b|si\b|if\b|comment\b|how\b|pourquoi\b|why\b|ce que?\b)\s*",
    re.IGNORECASE,
)
"""After it the author tells in other words what was said: in the same clause."""
BETWEEN: Final = re.compile(
    r"\W*(?:that\s+)?(?:(?:tu|te|vous|ton|ta|tes|vos|votre|je|on|nous|mes|mon|ma|you|your|u|i|we|my|me)\b|[tj]['’])",
    re.IGNORECASE,
)
"""Begins what somebody thinks of the author and the addressee: `if you think that I won't …`."""
DENIES: Final = re.compile(r"\b(?:pas|rien|jamais|not|never|no|nothing)\b|n['’]t\b", re.IGNORECASE)
"""Shortly before that, it makes it untrue."""
MINE: Final = re.compile(r"\b(?:m['’]|me\b|nous\b|us\b)", re.IGNORECASE)
"""Whom it was said to, where that is the author."""
YOURSELF: Final = re.compile(r"(?:tu|t['’]|vous|you)\b", re.IGNORECASE)
"""Told in other words, it calls the addressee what the rest says."""
NAMING: Final = re.compile(
    r"(?:trait|insult|injuri|menac|qualifi|surnomm|harcel|appel)\w*$"
    r"|(?:call|insult|threaten|harass)\w*(?: at)?(?: \w+)?$"
)
"""Verbs after which a name comes, in the same clause, and no speech."""
SEVERAL: Final = re.compile(
    r"\b(?:bande (?:de|d['’])|tas (?:de|d['’])|tous|toutes|lot|all|guys"
    r"|(?:cowards|trolls|bullies|creeps|losers|bigots|idiots|morons|haters|animals|vultures|jerks|assholes|arseholes"
    r"|bastards|clowns|weirdos|parasites|ghouls|lâches|harceleurs|rageux|cons|connards|abrutis|minables|charognards"
    r"|vautours|imbéciles)(?! (?:like you|comme (?:toi|vous))))\b",
    re.IGNORECASE,
)
"""Who is called names, where it is more than one."""
TO_YOU: Final = re.compile(r"\b(?:t['’]|te\b|vous\b)", re.IGNORECASE)
TELLS_YOU: Final = re.compile(
    r"\b(?:(?:told|call\w*|insult\w*|threaten\w*|text\w*|messag\w*|warn\w*|ask\w*|harass\w*|sen[dt]\w*)\s+you\b)",
    re.IGNORECASE,
)
"""To whom it was said, where that is the addressee: before the verb in French, behind it in English."""
BIDDEN: Final = re.compile(
    r"\b(?:(?:if|when|unless|once) (?:you|u)|(?:si|quand|tant que) (?:tu|vous)|don['’]?t|never|ne|say|call|keep)\b",
    re.IGNORECASE,
)
"""Before `I'll …` it makes a condition of what the addressee says."""


def told(page: Page, start: int, end: int) -> Span | None:
    """To the end of the sentence or the author's turn; of the clause, where it is told in other words or named.

    None where it calls the addressee something: `they say that you …`.
    """
    begin, after = page.folded.span(start, end)
    if _in_passing(page, begin, after) or ERRAND.match(page.text, after):
        return None
    indirect = INDIRECT.match(page.text, after)
    if indirect and YOURSELF.match(page.text, indirect.end()):
        return None
    return _reported(page, start, end, after + 4)


def blamed(page: Page, start: int, end: int) -> Span | None:
    """The same, and no further than to where the author says what will follow."""
    begin, after = page.folded.span(start, end)
    span = _reported(page, start, end, around(page.clauses, after - 1)[1])
    if span is None:
        return None
    last = span[1]
    joined = JOINED.search(page.text, begin, last)
    last = joined.start() if joined else last
    bare = OWN.search(page.text, begin, last)
    if bare and BIDDEN.search(page.text, begin, bare.start()):
        return begin, bare.start()
    return begin, last


def opening(page: Page, start: int, end: int) -> Span | None:
    """The sentence that begins with the mark: `to say that … is a lie`; none where it calls that the truth."""
    begin, after = page.folded.span(start, end)
    first, last = around(page.sentences, begin)
    apart = not page.text[first:begin].strip(" \"'«»“”—–-")
    if not apart or _broken(page, begin, after) or BETWEEN.match(page.text, after) or _confirmed(page, begin, last):
        return None
    return begin, page.turn(after, last)


def held(page: Page, start: int, end: int) -> Span | None:
    """What follows in the clause, which others are blamed for saying or believing.

    None where the sentence calls it the truth, or where it is about the author and the addressee.
    """
    begin, after = page.folded.span(start, end)
    first, last = around(page.sentences, begin)
    if _broken(page, begin, after) or BETWEEN.match(page.text, after) or _confirmed(page, first, last):
        return None
    return after, page.turn(after, page.through(after))


def named_there(page: Page, start: int, end: int) -> Span | None:
    """To the end of the clause: `the message was …`; none where it is the addressee's, or a clause ends in the mark."""
    begin, after = page.folded.span(start, end)
    if _broken(page, begin, after) or OTHER.search(page.text, begin, after):
        return None
    return begin, around(page.clauses, begin)[1]


def announced(page: Page, start: int, end: int) -> Span | None:
    """From a colon that follows soon, to the end of the sentence; none where somebody is addressed before it."""
    return _announced(page, start, end, COLON)


def _announced(page: Page, start: int, end: int, colons: re.Pattern[str]) -> Span | None:
    begin, after = page.folded.span(start, end)
    colon = colons.match(page.text, after)
    if (
        not colon
        or _in_passing(page, begin, after)
        or TRUE.search(colon[0])
        or OTHER.search(page.text, around(page.sentences, begin)[0], colon.end())
    ):
        return None
    return colon.end() - 1, page.turn(colon.end(), around(page.sentences, colon.end())[1])


def listed(page: Page, start: int, end: int) -> Span | None:
    """From a colon that follows to the end of the line: what came is listed there."""
    span = _announced(page, start, end, LATER)
    if span is None:
        return None
    last = page.text.find("\n", span[0])
    return span[0], page.turn(span[0] + 1, len(page.text) if last < 0 else last)


def poured(page: Page, start: int, end: int) -> Span:
    """To the end of the line, or to where somebody says what will be done: `since my column it doesn't stop. …`."""
    begin, after = page.folded.span(start, end)
    line = page.text.find("\n", after)
    last = min(len(page.text) if line < 0 else line, begin + FAR)
    vow = VOW.search(page.text, after, last)
    return begin, vow.start() if vow else last


def behind(page: Page, start: int, end: int) -> Span | None:
    """From the beginning of the sentence, where the mark is all there is of its clause: `…, he said last night`."""
    begin, last = page.folded.span(start, end)
    opens, closes = around(page.clauses, begin)
    first = around(page.sentences, begin)[0]
    rest = page.text[last:closes]
    if first == opens or page.text[opens:begin].strip(" \"'»”’") or len(rest) > BEHIND or OTHER.search(rest):
        return None
    return first, last


def so_called(page: Page, start: int, end: int) -> Span | None:
    """From the beginning of the sentence to the mark, `… is what they called me`; or of the one before."""
    begin, last = page.folded.span(start, end)
    if OTHER.search(page.text, begin, last):
        return None
    first = around(page.sentences, begin)[0]
    if first and not page.text[first:begin].strip(" \"'«»“”—–-"):
        first = around(page.sentences, first - 1)[0]
    return first, last


def _reported(page: Page, start: int, end: int, said: int) -> Span | None:
    """`said` is how far an addressee tells that it was said to them, and not to the author."""
    begin, after = page.folded.span(start, end)
    if _broken(page, begin, after):
        return None
    yours = TO_YOU.search(page.text, max(0, begin - 3), max(after, said - 4)) or TELLS_YOU.search(
        page.text, begin, said
    )
    last = _runs(page, start, end, yours=yours is not None and not page.stands_by)
    reason = BECAUSE.search(page.text, after, last) if yours else None
    return begin, page.turn(begin, reason.start() if reason else last)


def _runs(page: Page, start: int, end: int, *, yours: bool) -> int:
    """Where the report ends, turns aside."""
    begin, after = page.folded.span(start, end)
    last, through = around(page.sentences, begin)[1], page.through(after)
    if yours or INDIRECT.match(page.text, after):
        return through
    named = NAMING.search(page.folded.text[start:end]) and page.text[through - 1] != ":"
    return through if named else last


def _in_passing(page: Page, begin: int, after: int) -> bool:
    return PASSING.search(page.text[max(0, begin - 40) : after]) is not None and not MINE.search(
        page.text, begin, after
    )


def _confirmed(page: Page, begin: int, last: int) -> bool:
    """Whether the stretch says it is so, undenied."""
    return any(
        not DENIES.search(page.text, max(begin, one.start() - 12), one.start())
        for one in FACT.finditer(page.text, begin, last)
    )


def _broken(page: Page, begin: int, after: int) -> bool:
    return CLAUSE_END.search(page.text, begin, after) is not None


def defended(page: Page, start: int, end: int) -> Span | None:
    """The whole sentence where several are told off, `you cowards`; one alone might be the person."""
    begin, last = around(page.sentences, page.folded.span(start, end)[0])
    return (begin, last) if SEVERAL.search(page.text, begin, last) else None
