"""In which ways somebody is named whom the person listed: by each of their names, in any order, together and apart."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, permutations
from typing import Final

from bot.dossier.forms import GLUED, LETTERS, PARTS, STOP_WORDS, WORDS, Form, form, said
from bot.dossier.homonyms import HOMONYMS, RELATIONS
from bot.dossier.ordinary import ordinary
from bot.signals.leaks.plain import Plain
from bot.signals.leaks.tokens import DROPPED

WORD: Final = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
APOSTROPHE: Final = re.compile(r"['’ʼ`´]")
UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"}
)
"""As they are written where there are none."""
_PARTICLES = "ben bin ibn bint van von der den dem del della dello di da do dos das el al ter ten zu zur af av san y e"
_TITLES = (
    "m mr mrs ms mx mme mlle mle melle mgr dr doc docteur doctor me maitre pr prof professeur professor monsieur "
    "madame mademoiselle sir lady lord miss mister mistress madam"
)
NAMELESS: Final = frozenset({*_PARTICLES.split(), *_TITLES.split(), *DROPPED, *STOP_WORDS})
"""Words of a name that alone tell nothing of who it is."""
SURE: Final = 5
"""Letters of a family name that is known with what belongs to it: `legoff`."""
COMBINED: Final = 3
"""Names of one person that are looked for in every order."""
Parts = Sequence[str]


def of_listed(name: str, alias: str, own: Collection[str]) -> Iterator[Form]:
    """All of it, some of its names in any order, and each alone but for those in `own`, which are others', too."""
    named = _named(unicodedata.normalize("NFKC", name))
    for spelled in dict.fromkeys((named, APOSTROPHE.sub("", named), named.translate(UMLAUTS))):
        words = WORD.findall(spelled)[:WORDS]
        read = [_letters(word) for word in words]
        capital = any(not word.islower() for word in words)
        told = [
            one for word, one in zip(words, read, strict=True) if not (capital and word.islower() and one in HOMONYMS)
        ]
        telling = [one for one in told if _tells(one)] or [one for one in told if one]
        for one in telling:
            if one not in own or len(telling) == 1:
                yield from _alone(one, alias)
        yield from _together(telling, alias)
        yield from _with_particles(read, telling, alias, own)
        yield from (form(parts, alias, sure=True) for word in words if len(parts := said(word)) > 1)
        whole = said(spelled)
        yield from (form((*whole[end:], *whole[:end]), alias, sure=True) for end in range(len(whole)) if len(whole) > 1)


def foreign(name: str) -> Iterator[str]:
    """Each of its words that is written in no Latin letters."""
    for word in WORD.findall(unicodedata.normalize("NFC", name)):
        if len(word) > 1 and not _letters(word):
            yield word


def _named(name: str) -> str:
    """Without what else is told of them: `Nadia (ma voisine)`."""
    parts = [part for part in PARTS.split(name) if any(map(str.isalpha, part))]
    named = [
        part for part in parts if not part.islower() or RELATIONS.isdisjoint(WORD.findall(Plain(part).text.decode()))
    ]
    return " ".join(named) or name


def _together(telling: Parts, alias: str) -> Iterator[Form]:
    """Some of them in any order, or one behind the first letter of another."""
    for size in range(2, min(len(telling), COMBINED) + 1):
        for some in permutations(telling[: COMBINED + 1], size):
            yield form(some, alias, sure=True)
            yield from _glued("".join(some), alias, GLUED)
    for first, last in permutations(telling, 2):
        yield form((first[0], last), alias, sure=True)
        yield from _glued(first[0] + last, alias, GLUED)
        yield from _glued(last + first[0], alias, GLUED)


def _with_particles(read: Parts, telling: Parts, alias: str, own: Collection[str]) -> Iterator[Form]:
    """`legoff`, `delatour`, `oneil`; `O’Neil`."""
    for start, end in combinations(range(len(read) + 1), 2):
        some = read[start:end]
        if end - start > 1 and not {*telling}.isdisjoint(some) and not {*some} <= {*own, *NAMELESS}:
            yield from _glued("".join(some), alias, SURE)
            parts = tuple(one for one in some if one and one not in DROPPED)
            if len(parts) > 1:
                yield form(parts, alias, sure=True)


def _alone(word: str, alias: str) -> Iterator[Form]:
    sure = len(word) >= LETTERS and word not in HOMONYMS and word not in ordinary()
    yield form((word,), alias, sure=sure)
    if sure and len(word) > LETTERS:
        yield form((f"{word}s",), alias, sure=True)


def _glued(word: str, alias: str, least: int) -> Iterator[Form]:
    if len(word) >= least and word not in HOMONYMS and word not in ordinary():
        yield form((word,), alias, sure=True)


def _letters(word: str) -> str:
    """Its letters as they are compared, if it is written in Latin ones; else none."""
    if not all("LATIN" in unicodedata.name(one, "") for one in word if one.isalpha()):
        return ""
    return "".join(filter(str.isalpha, Plain(word).text.decode()))


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in NAMELESS
