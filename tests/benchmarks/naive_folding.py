"""The textbook way to normalise a text, as a fair peer: one pass after another, each as one writes it at first."""

import re
import unicodedata
from typing import Final

from bot.signals.common import SHORT
from bot.signals.letters import ALIKE

LOOK_ALIKES: Final = dict(ALIKE)
LEET: Final = dict(zip("013457@$€£|", "oieastasell", strict=True))
IN_FULL: Final = {short.decode(): said.decode() for short, said in SHORT.items()}
INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\ufe0f")
LINK: Final = re.compile(r"https?://\S+|@\w+(?:[.@][\w-]+)*")
LEET_WORD: Final = re.compile(r"(?<!\S)[^\s0-9@$€£|]*+[0-9@$€£|]\S*")
ENDING: Final = re.compile(r"(?<=\w{3})[·.(-](?:e|ne)?[·.)-]?s?\)?(?!\w)")
SPELLED: Final = re.compile(r"(?<!\S)\w(?:[ .\-_*]+\w(?!\w)){2,}")
PARTING: Final = re.compile(r"[^\w😀-🙏]+")
STRETCHED: Final = re.compile(r"([a-z])\1\1+")


def fold(text: str) -> str:
    """NFKC, case, accents, look-alikes, links, leet, endings, letters spelled out, stretches, haste; no offsets."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(letter for letter in text if letter not in INVISIBLE)
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    text = "".join(LOOK_ALIKES.get(letter, letter) for letter in text)
    text = LINK.sub(" ", text)
    text = LEET_WORD.sub(_posed, text)
    text = ENDING.sub("", text)
    text = SPELLED.sub(lambda run: PARTING.sub("", run[0]), text)
    text = PARTING.sub(" ", text)
    text = STRETCHED.sub(r"\1", text)
    return " ".join(IN_FULL.get(word, word) for word in text.split())


def _posed(match: re.Match[str]) -> str:
    if sum(letter.isalpha() for letter in match[0]) < 2:
        return match[0]
    return "".join(LEET.get(letter, letter) for letter in match[0])
