"""Words that people hide, for folding that was given no vocabulary."""

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
