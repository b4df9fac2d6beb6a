"""In which language a text is: as the platform says, else a light guess between French and English."""

from typing import Final

FRENCH: Final = """
je tu il elle on nous vous ils elles le la les un une des du de au aux et ou est es suis sont sommes etes c j t qu que
qui quoi ne pas plus ce cette ces mon ma mes ton ta tes son sa ses dans sur avec pour par chez moi toi te se lui y en va
vais vas tout tous bien tres mais donc merci bonjour espece sale
"""
ENGLISH: Final = """
i you he she it we they the a an of to and or is are am was were be been do does did not my your his her its our their
this that these those in on at with for from by me him us them will would can could have has had what who how why just
so all very but thanks hello go get
"""
STOP_WORDS: Final = {"fr": frozenset(FRENCH.split()), "en": frozenset(ENGLISH.split())}
"""Folded, ours."""


def language(tag: str | None, folded: str) -> str | None:
    """A two-letter code: the platform's tag (`fr-CA` is fr), else `fr` or `en` by common words, else None: unknown."""
    if tag:
        return tag.replace("_", "-").partition("-")[0].lower()
    said = set(folded.split(" "))
    french, english = (len(said & STOP_WORDS[code]) for code in ("fr", "en"))
    if french == english:
        return None
    return "fr" if french > english else "en"
