"""Words behind stars: which word a veiled one stands for."""

import re
from typing import Final

WORDS: Final = """
abruti arabe asshole baise baiser bastard batard bitch bitches bite bouffonne bougnoule branleur bullshit bute
buter chatte chienne chier cock con conard conasse connard connards connasse connasses conne connes cons couille
couilles crap creve crever cul cunt cunts debile degage dick die dyke egorger encule enculee enculer encules
faggot foutre fuck fucked fucker fuckers fucking gouine grosse gueule hang hate idiot kike kill menace merde
moron mort mourir murder nazi negre nichons nique niquer nude nudes ordure pede pedes pendre petasse piss
pouffiasse prick pussy putain pute putes racaille rape raped retard salaud salauds salopard salope salopes scum
seins shit shitty shoot shut slut sluts stab stupid suce sucer suck suicide suicider threat tits tranny travelo
truie tue tuer ugly viol violer whore whores youpin
"""
"""Words that people hide behind stars; ours, folded. A word stands here because it gets veiled, whatever it means."""

SHOWN: Final = 2
"""How many letters must be seen for a word to be guessed."""
BY_SHAPE: Final = {
    shape: tuple(word for word in WORDS.split() if (len(word), word[0]) == shape)
    for shape in {(len(word), word[0]) for word in WORDS.split()}
}


def unveil(match: re.Match[str]) -> str:
    """The one word that fits (`c*nnard`), with each star a letter; the match as it is where none or several do."""
    veiled = match[0]
    if sum(map(str.isalpha, veiled)) < SHOWN or not veiled[0].isalpha():
        return veiled
    fitting = [word for word in BY_SHAPE.get((len(veiled), veiled[0]), ()) if _fits(veiled, word)]
    return fitting[0] if len(fitting) == 1 else veiled


def _fits(veiled: str, word: str) -> bool:
    return all(seen in ("*", letter) for seen, letter in zip(veiled, word, strict=True))
