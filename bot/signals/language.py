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
SPANISH: Final = """
el los las por para como pero una muy esta estas eres hay porque cuando donde usted ustedes yo lo nos sus mi nada todo
hasta desde eso ella
"""
ITALIAN: Final = """
che non per sono della di del gli perche questo quello anche molto sei ti mi lo una dei delle nel alla ho hai con piu
cosi
"""
GERMAN: Final = """
der das und ist nicht ich sie wir ein eine mit auf fur von zu den dem auch aber wie bist du dich dir dein sind hast nur
noch
"""
PORTUGUESE: Final = """
nao voce uma os com para por mais muito isso ele ela seu sua dos das pelo pela foi tem mas quem
"""
DUTCH: Final = """
het een van ik niet op dat voor met zijn jij hij wij maar ook nog wat deze naar bij heeft
"""
NEIGHBOURS: Final = (SPANISH, ITALIAN, GERMAN, PORTUGUESE, DUTCH)
"""Languages that share common words with French or English."""
STOP_WORDS: Final = {"fr": frozenset(FRENCH.split()), "en": frozenset(ENGLISH.split())}
"""Folded, ours."""
KNOWN: Final = frozenset.union(*STOP_WORDS.values())
ELSEWHERE: Final = tuple(frozenset(words.split()) - KNOWN for words in NEIGHBOURS)
"""What only the neighbours say."""
TELLING: Final = KNOWN.union(*ELSEWHERE)


def language(tag: str | None, folded: str) -> str | None:
    """A two-letter code: the platform's tag (`fr-CA` is fr), else `fr` or `en` by common words, else None: unknown.

    None, too, where more is said in the words of one of their neighbours.
    """
    if tag:
        return tag.replace("_", "-").partition("-")[0].lower()
    said = TELLING.intersection(folded.split(" "))
    french, english = len(said & STOP_WORDS["fr"]), len(said & STOP_WORDS["en"])
    elsewhere = said - KNOWN
    if french == english or any(len(elsewhere & words) >= max(french, english) for words in ELSEWHERE if elsewhere):
        return None
    return "fr" if french > english else "en"
