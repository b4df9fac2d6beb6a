"""Habits of writing: what of a text's form somebody does again and again, whatever it is about."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final


def _vocabulary(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


ADDRESSES: Final = re.compile(r"https?://\S+|(?<!\w)@[\w.@-]+")
WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CLOSING: Final = re.compile(r"[.!?…]+$")
EMOJI: Final = re.compile("[\U0001f300-\U0001faff☀-➿]")
SHOUTED: Final = 4
"""Letters from which on a word in capitals is no acronym."""
MOSTLY: Final = 0.8
LETTER: Final = re.compile(r"\b[cjldnmstCJLDNMST] (?=[aeiouyhéèêàâîôAEIOUYH])")
STRETCHED: Final = re.compile(r"([^\W\d_])\1\1")
JOINED: Final = _vocabulary(
    "cest jai nai cetait jetais jattends nest daccord jespere aujourdhui quil quon lequipe didnt doesnt",
    "isnt wasnt cant wont im ive youre theyre thats whats hes shes wouldnt couldnt shouldnt havent arent",
)
ACCENTED: Final = _vocabulary(
    "à là où ça même être été déjà très après voilà père mère vérité réponse répondre",
)
BARE: Final = _vocabulary(
    "meme etre ete deja tres apres voila pere mere verite reponse repondre ca etes etait etaient reve", "tete fete"
)
SHORT: Final = _vocabulary(
    "vs bcp tjs tjrs qd pr tt ttes pck pcq psk pk pq ds mm jms stp svp slt bjr bsr dsl msg rdv ns dc nb",
    "pcke keske ke ki  koi kan kand g c jsp jpp tkt askip u ur r y cuz cos bc tho thru pls plz ppl abt",
    "thx ty w wanna gonna gotta idk imo  tbh fyi rn nvm omg btw n cya msgs b4 l8r",
)
LAUGHS: Final = _vocabulary(
    "mdr mdrr mdrrr ptdr lol lmao lmfao rofl xd haha hahaha hihi héhé hehe jaja smh",
)
COMMON: Final = 0.02
"""How often an opening, an ending or a slip of somebody's own is met with others, at most."""

RARITY: Final[Mapping[str, float]] = {
    "starts low": 0.30,
    "no end": 0.38,
    "end .": 0.33,
    "end ..": 0.03,
    "end ...": 0.09,
    "end …": 0.04,
    "end !": 0.12,
    "end !!": 0.05,
    "end !!!": 0.05,
    "end ?": 0.15,
    "end mixed": 0.03,
    "spaced end": 0.12,
    "tight end": 0.15,
    "spaced comma": 0.04,
    "tight comma": 0.04,
    "plain comma": 0.40,
    "dots inside": 0.10,
    "dash": 0.07,
    "slash": 0.04,
    "curly": 0.20,
    "straight": 0.35,
    "joined": 0.06,
    "apart": 0.03,
    "shouts": 0.10,
    "all capitals": 0.03,
    "titles": 0.03,
    "bare": 0.12,
    "accented": 0.25,
    "shortened": 0.15,
    "stretched": 0.05,
    "emoji": 0.18,
    "laughs": 0.08,
    "two spaces": 0.04,
    "lines": 0.10,
    "brackets": 0.06,
    "semicolon": 0.03,
}
"""The share of ordinary short posts, French and English, in which each is met; reasoned, and rounded."""


def marks(text: str) -> frozenset[str]:
    """What of its form a text shows: names of RARITY, and openings, endings and short forms, after a colon."""
    said = ADDRESSES.sub(" ", text).strip()
    words = WORD.findall(said)
    if not words:
        return frozenset()
    low = [word.lower().replace("’", "'") for word in words]
    found = {name for name, holds in FORMS.items() if holds(said)}
    found |= set(_ending(said)) | set(_spelling(low, words)) | set(_frames(said, low))
    return frozenset(found)


def rarity(mark: str) -> float:
    """How often others show it, from 0 to 1."""
    return RARITY.get(mark, COMMON)


def _around(sign: str, pattern: str) -> Callable[[str], object]:
    """Where most texts have not even the sign, that is seen twenty times as fast as that the pattern is not there."""
    search = re.compile(pattern).search
    return lambda said: sign in said and search(said)


FORMS: Final[Mapping[str, Callable[[str], object]]] = {
    "starts low": lambda said: said[0].islower(),
    "spaced comma": _around(" ,", r"\w ,"),
    "tight comma": _around(",", r"[^\W\d],(?=[^\W\d])"),
    "plain comma": _around(", ", r"\w, "),
    "dots inside": re.compile(r"\w\s?(?:\.\.+|…)\s?\w").search,
    "dash": re.compile(r"\w [-–—] \w").search,
    "slash": _around(" / ", r"\w / \w"),
    "curly": _around("’", r"\w’\w"),
    "straight": _around("'", r"\w'\w"),
    "apart": LETTER.search,
    "stretched": STRETCHED.search,
    "emoji": EMOJI.search,
    "two spaces": _around("  ", r"\S  +\S"),
    "lines": lambda said: "\n" in said,
    "brackets": lambda said: "(" in said,
    "semicolon": lambda said: ";" in said,
}


def _ending(said: str) -> Iterator[str]:
    said = EMOJI.sub("", said).rstrip()
    found = CLOSING.search(said)
    if not found:
        yield "no end"
        return
    signs = found[0]
    known = signs if len(set(signs)) == 1 else "mixed"
    yield f"end {known[:3]}"
    if signs[0] in "!?":
        yield "spaced end" if said[: found.start()].endswith((" ", "\u00a0", "\u202f")) else "tight end"


def _spelling(low: list[str], words: list[str]) -> Iterator[str]:
    known = set(low)
    capitals = [word for word in words if len(word) >= SHOUTED and word.isupper()]
    if capitals:
        yield "all capitals" if 2 * len(capitals) > len(words) else "shouts"
    elif len(words) > SHOUTED and sum(word[0].isupper() for word in words) > MOSTLY * len(words):
        yield "titles"
    for name, vocabulary in (("joined", JOINED), ("bare", BARE), ("accented", ACCENTED)):
        if not vocabulary.isdisjoint(known):
            yield name
    if not SHORT.isdisjoint(known):
        yield "shortened"
        yield from (f"short:{word}" for word in SHORT & known)
    if not LAUGHS.isdisjoint(known):
        yield "laughs"


def _frames(said: str, low: list[str]) -> Iterator[str]:
    """Its first words and its last, which are a formula where somebody repeats them; and the emoji, each."""
    yield f"opens:{low[0]}"
    yield f"opens:{' '.join(low[:2])}"
    yield f"closes:{low[-1]}"
    yield f"closes:{' '.join(low[-2:])}"
    yield f"closes:{' '.join(low[-3:])}"
    yield from (f"sign:{one}" for one in set(EMOJI.findall(said)))
