"""Common words of French and English, folded: what spelled-out letters and hashtags part into, and how words get short.

Ours, reasoned from the two languages.
"""

from typing import Final

FRENCH: Final = """
je tu il elle on nous vous ils elles te me se lui leur moi toi eux le la les un une des du de au aux et ou mais donc
car ni ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leurs qui que quoi dont quand comment
pourquoi est es suis sont sommes etes etait etais ai as avez avons ont va vas vais allez allons vont fais fait faire
faut peux peut veux veut dois doit sais sait vois voit dis dit viens vient mets pas plus jamais rien tout tous toute
toutes bien mal trop tres aussi encore dans sur sous avec pour par sans chez vers ici oui non ca cela comme si merci
toujours quel quelle autre stop
"""
ENGLISH: Final = """
i you he she it we they me him her us them my your his its our their mine yours a an the this that these those and or
but so is are am was were be been being do does did done have has had can could will would shall should must may might
not no yes never ever all any some more most very too just only also still again now then here there where when why
how what who whom whose which of to in on at by for from with without about over under into out up down off go going
gone get got come came see saw know knew find found want need make made take took give say said tell told keep let put
like look
"""
"""Words that hold sentences together."""
TELLING: Final = """
bonjour bravo grosse gros sale sales petite petit espece fils fille mere pere soeur frere famille maison gueule tete
mort morte tuer tue crever creve mourir retrouver retrouve trouver trouve attends attendre regarde regarder ferme
degage casse rentre personne femme femmes homme hommes pays france dehors honte vie jour soir demain bientot seule
seul adresse kill die dead death home back shut hate love stop lives matter people woman women man men girl boy watch
waiting behind next soon tonight alone address house mother father sister brother family nobody everyone everybody
"""
"""Words that messages are full of."""
TRAPS: Final = """
depute deputes deputee deputees dispute disputes repute reputes reputee ampute amputes computer computers culte cultes
culture cultures agriculture therapist therapists assassin assassins assassine assez passe classe masse contenu
content contente concours conseil conseils connexion connecte constat console consent contest consult conte contes
titan titane analyse analyses analyste basse bassine salopette sexisme sexiste sussex essex middlesex scunthorpe
pedestre pedale cocktail document documents conduite contre confiance concert conge conges conference congres tuerie
viola violon violet violette shitake grape grapes drape drapeau raper mortel mortelle amour amours tendre entendre
prendre together
"""
"""Harmless words in which others seem to stand: whole, they are found first."""
FUNCTION: Final = frozenset(f"{FRENCH} {ENGLISH}".split())
COMMON: Final = frozenset(word.encode() for word in (*FUNCTION, *f"{TELLING} {TRAPS}".split()))
WORDS_ALONE: Final = frozenset(b"aiuy")
ALONE: Final = WORDS_ALONE | frozenset(b"djlmnstc")
"""Letters that stand alone: words, and what is left of one before an apostrophe."""
SAID_ALONE: Final = ALONE | frozenset(b"ro")
"""Letters that are said alone beside each other: `y a à`, `u r a`."""

SHORT_FORMS: Final = """
jvais=je vais|jvai=je vais|jva=je vais|jte=je te|jtai=je t ai|jtaime=je t aime|jtadore=je t adore|jsuis=je suis
jme=je me|jmen=je m en|jlai=je l ai|jla=je la|jles=je les|jvous=je vous|jtattends=je t attends
jtattend=je t attends|ptit=petit|ptite=petite|ptits=petits|ptites=petites|jsui=je suis|jpeux=je peux
jveux=je veux|jveu=je veux|jdois=je dois|jsais=je sais|jsai=je sais|jfais=je fais|jvois=je vois|jcrois=je crois
jpense=je pense|jdis=je dis|jai=j ai|jaime=j aime|javais=j avais|jetais=j etais|chuis=je suis|chui=je suis
chais=je sais|cest=c est|cetait=c etait|keske=qu est ce que|kesk=qu est ce que|ki=qui|ke=que|koi=quoi
pk=pourquoi|pkoi=pourquoi|pourkoi=pourquoi|prk=pourquoi|pcq=parce que|psk=parce que|pske=parce que
parske=parce que|qqn=quelqu un|qqun=quelqu un|jms=jamais|tjs=toujours|tjr=toujours|tjrs=toujours|tjours=toujours
mtn=maintenant|mnt=maintenant|bcp=beaucoup|bcoup=beaucoup|vrmt=vraiment|ptn=putain|ptin=putain|ptain=putain
dla=de la|reum=mere|reuf=frere|vener=enerve
youre=you re|youve=you ve|youll=you ll|youd=you d|whats=what s|shes=she s|theyll=they ll|theyve=they ve
theyre=they re|didnt=didn t|doesnt=doesn t|isnt=isn t|arent=aren t|wasnt=wasn t|werent=weren t|cant=can t
wont=won t|wouldnt=wouldn t|couldnt=couldn t|shouldnt=shouldn t|havent=haven t|hasnt=hasn t|ive=i ve|ppl=people
fck=fuck|fuk=fuck|fuc=fuck|phuck=fuck|fckin=fucking|fckn=fucking|fkn=fucking|fking=fucking|fcking=fucking
fuckin=fucking|fukin=fucking|fuckn=fucking|fuking=fucking|fcked=fucked|biatch=bitch|biotch=bitch|beyotch=bitch
btch=bitch|azz=ass|azzhole=asshole|sht=shit|shyt=shit
"""
SHORT: Final = {
    short.encode(): said.encode()
    for short, said in (form.split("=") for form in SHORT_FORMS.strip().replace("\n", "|").split("|"))
}
"""How people type in haste, and verlan: only what is no word itself in either language, and says one thing.

`tes`, `ta`, `c`, `g`, `u`, `ur` may say several and stay; `tg`, `fdp`, `kys`, `tepu` are words of the lexicon.
"""
POLITE: Final = (
    r"vs(?= (?:(?:le|la|les|l|ne|n|me|m|y|en) ){0,2}(?:etes|etiez|serez|avez|aviez|aurez|allez|alliez|irez|faites|ferez"
    r"|dites|devez|devriez|pouvez|pourrez|voulez|savez|croyez|croyiez|pensez|pensiez|mentez|lisez|ecrivez|repondez"
    r"|meritez|habitez|vivez|dormez|finirez|verrez|paierez|payerez|regretterez|comprendrez)(?![^ ]))"
    r"|(?<=\bje )vs(?![^ ])|(?<=\bon )vs(?![^ ])|(?<=\bchez )vs(?![^ ])"
)
"""`vs` where it is `vous` and no `versus`: before its verb, and where somebody does something to you."""
