"""Where the description of a picture comes to what the picture shows of others' words: a capture, a poster, a letter."""
# ruff: noqa: E501 - a pattern cut where the line ends reads worse than a long line

from functools import cache
from typing import Any, Final

import re2

from bot.signals.text import Folded

LATEST: Final = (
    "first|second|third|last|latest|next|premier|premiere|deuxieme|second|seconde|troisieme|dernier|derniere"
)
SHOWN: Final = (
    # a capture of what somebody wrote, whether they say so or describe the page
    r"screen ?(?:shots?|grabs?|caps?)|screens?|captures?|copies? d ecran|impressions? d ecran|(?:phone|my|the|ecran de) (?:screen|telephone)",
    r"(?:re)?transcri(?:t|ts|te|tes|ption|ptions|bed|pt|pts)|fil de discussion|echange de messages|conversation|notifications?",
    r"sms|textos?|(?:text|texted|voice|direct|private|written|anonymous|threatening|hateful) (?:messages?|mails?|notes?|letters?)|voice ?mails?",
    r"(?:messages?|mails?|courriels?|lettres?|courriers?|commentaires?|mots?) (?:prives?|directs?|recue?s?|vocal|vocaux|textes?|anonymes?|manuscrite?s?|ecrite?s?|tapee?s?|haineux|menacante?s?|insultante?s?|d insultes?|de haine|de menaces?|laissee?s?|facebook|instagram|youtube|en (?:majuscules|capitales|lettres))",
    rf"(?:{LATEST}) (?:messages?|mails?|sms|lettres?|commentaires?|letters?|comments?|reply|tweets?|posts?|texts?)|(?:boite|boites) (?:mail|mails|aux lettres)|objet du (?:mail|message)",
    r"(?:dms?|mps?|e ?mails?|texts?|tweets?|posts?|skeets?|pouets?|toots?|repl(?:y|ies)|reponses?|comments?|commentaires?|letters?|notes?|publications?) (?:from|by|of|to me|sent|posted|i (?:got|received|found|woke)|received|left|that (?:say|says|said|read|reads)|de|du|d un|d une|signee?s?|recue?s?|postee?s?|publiee?s?)",
    r"(?:user|users|account|compte|utilisateur|numero|number|sender|expediteur|auteur|author) (?:deleted|blocked|hidden|wrote|named|supprimee?|masquee?|anonyme|inconnue?|ecrit|cachee?|floutee?)",
    # words in it
    r"(?:reads?|reading|saying|says|says that|that said|written|captions?|captioned|subtitles?|subtitled|titled|entitled|labell?ed|(?:top|bottom) text|text (?:reads?|says|above|below|over|on|in|at|under)|speech bubbles?|thought bubbles?)",
    r"on (?:y |peut (?:y )?)?(?:lit|lire)|se lit|lisible|(?:est|sont|etait|y est|c est) (?:ecrite?s?|inscrite?s?|marquee?s?|taguee?s?|graves?)|ecrite? (?:dessus|dessous|au|a|a la|en|sur|par|dedans)|ecritures?|inscriptions?|disant|qui (?:dit|disent|crie|hurle|repond|annonce|proclame)|sous titres?|sous titree?|legendes?|legendee?s?|texte (?:en|au|du|de|sur|qui|dessous|dessus|affiche|incruste|blanc|noir|rouge)|intitulee?s?|bulles?|slogans?",
    # walls, signs, papers
    r"graffitis?|graffitied|tags?|taguee?s?|spray(?:ed| painted)?|paint(?:ed)? on|pochoirs?|bombe (?:noire|rouge|de peinture)|scrawled|carved|engraved|peint(?:e|s|es)?|autocollants?|stickers?",
    r"pancartes?|panneaux?|banderoles?|affiches?|affichettes?|tracts?|placards?|banners?|billboards?|posters?|signs?|flyers?|leaflets?|t shirts?|tee shirts?|plaques?",
    r"lettre(?:s)? (?:cut|decoupees?)|(?:majuscules|capitales|lettres) (?:decoupees?|rouges?|blanches?|noires?)|feuille|enveloppes?|post it|cartes? postales?|envelopes?|handwritten|handwriting",
    # press, books, films, games, songs
    r"articles?|journal|journaux|presse|manchettes?|gros titres?|titres?|(?:la|a la) une d\w*|coupures?|extraits?|newspapers?|headlines?|magazines?|chyron|bandeau|breaking news",
    r"couvertures?|jaquettes?|pochettes?|romans?|livres?|page d\w*|poemes?|citations?|proverbes?|dictons?|book|books|novels?|(?:book|album|magazine|record|front) covers?|cover of|covers? art|poems?|quotes?|quotations?",
    r"films?|movies?|series?|episodes?|scenes?|dialogues?|repliques?|personnages?|characters?|still from|jeux? video|video ?games?|game over|gameplay|chansons?|paroles|albums?|clips?|lyrics|songs?|theatre|musical",
    r"dessins?|bandes? dessinees?|bd|planches?|vignettes?|caricatures?|comics?|cartoons?|panels?|doodles?|drawings?|memes? (?:of|from|with|avec|du|de|ou|sur|montrant|showing)|gifs?",
)
"""Nouns and verbs after which a description gives words that are not its author's, in texts as folding leaves them.

`même` reads as `mème` does: it stands for one only where a description begins with it, or says of what it is.
"""


def shown_from(text: str, folded: Folded) -> int:
    """From which code point on; so far a description says what its author says: all of it, where none are shown."""
    found = _shown().search(folded.text)
    return len(text) if found is None else folded.span(*found.span())[0]


@cache
def _shown() -> Any:
    """Compiled when first needed: it is for descriptions that hurt, as few do."""
    return re2.compile(rf"^(?:(?:un|le|a|the) )?memes?\b|\b(?:{'|'.join(SHOWN)})\b")
