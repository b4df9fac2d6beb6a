"""What anybody's private data look like, in French and in English, and what only resembles them."""

import pytest

from bot.signals.leaks.find import find

ADDRESSES = [
    "Elle habite au 12 rue des Lilas, allez la voir",
    "12, rue des Lilas 75020 Paris",
    "son adresse c'est 12 bis r. des lilas",
    "douze rue des Lilas, à Paris",
    "vingt-trois bis avenue Jean Moulin 69003 Lyon",
    "rue des Lilas, au numéro 12",
    "rue des Lilas, 12",
    "au 12 de la rue des Lilas",
    "elle crèche 4 bd du Gal Leclerc, bât. B, 3e étage",
    "4 Bld. de la République – 13001 Marseille",
    "7 all. des Acacias, 35000 Rennes",
    "elle habite impasse du Puits",
    "chemin des Vignes, 84000 Avignon, portail vert",
    "3 place de la Liberté, Brest",
    "8 cours Mirabeau à Aix-en-Provence",
    "ELLE HABITE 12 RUE DES LILAS",
    "1 ter impasse St-Michel",
    "15 av du 8 mai 1945",
    "n°12, rue des Lilas",
    "１２ rue des Lilas",
    "le digicode c'est 45A12",
    "she lives at 12 oak street",
    "42 Elm St., Springfield, IL 62704",
    "Flat 3, 14 Station Road, Leeds LS1 4AB",
    "here's where she sleeps: 350 W 5th Ave Apt 2B",
    "her house is 7 Church Lane",
    "twelve Oak Street, third floor",
    "he's staying at 1600 Sunset Blvd",
    "221 Maple Drive, Toronto",
    "door code: 4821B",
    "son immeuble : 3 place du marché, 69001 Lyon",
    "adresse: 7 r de la paix",
    "10 rue du 8 mai 1945, 59000 Lille",
]
PHONES = [
    "son 06 : 06 39 98 12 34",
    "06.39.98.12.34",
    "06-39-98-12-34",
    "0639981234",
    "+33639981234",
    "+33 (0)6 39 98 12 34",
    "0033 6 39 98 12 34",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    "O6 39 98 l2 34",
    "06 39 98 douze 34",
    "0️⃣6️⃣ 3️⃣9️⃣ 9️⃣8️⃣ 1️⃣2️⃣ 3️⃣4️⃣",
    "06,39,98,12,34",
    "0 6 3 9 9 8 1 2 3 4",
    "son fixe 01 99 00 12 34",
    "call her: (555) 555-0123",
    "555-555-0123",
    "+1 555 555 0123",
    "text him 5555550123",
    "07700 900123",
    "+44 7700 900123",
    "oh seven seven double zero nine hundred, no: oh seven seven zero zero nine oh oh one two three",
    "0470 12 34 56",
    "+32 470 12 34 56",
    "079 123 45 67",
    "+41 79 123 45 67",
    "+221 77 123 45 67",
]
MAILS = [
    "son mail : camille.dubreuil@exemple.test",
    "camille.dubreuil arobase exemple point test",
    "camille.dubreuil (at) exemple.test",
    "camille.dubreuil[at]exemple[dot]test",
    "camille dot dubreuil at gmail dot com",
    "camille_d@orange.example",
    "CAMILLE.D@EXEMPLE.TEST",
    "camille.d＠exemple.test",
    "camille.d {at} exemple {point} test",
    "camille at gmail.com",
    "camille dot d at yahoo dot co dot uk",
]
PLATES = [
    "sa voiture : AB-123-CD",
    "AB 123 CD garée devant chez elle",
    "sa plaque ab123cd",
    "elle roule en Clio, ab 123 cd",
    "1234 AB 75 sur la plaque",
    "her car, AB12 CDE",
    "number plate ab12cde",
    "license plate 7ABC123",
    "1-ABC-234 devant la maison",
]
PAPERS = [
    "son IBAN FR14 2004 1010 0505 0001 3M02 606",
    "FR1420041010050500013M02606",
    "iban: GB82 WEST 1234 5698 7654 32",
    "BE68 5390 0754 7034",
    "sa sécu 2 55 08 14 168 025 38",
    "passeport n° 12AB34567",
    "her SSN is 078-05-1120",
    "card 4111 1111 1111 1111",
    "85.07.30-033.28 c'est le sien",
    "756.9217.0769.85",
]
PLACES = [
    "sa maison : 48.85661, 2.35222",
    "8FW4V9Q6+2H, allez-y",
    "ses enfants sont à l'école Jules Ferry à Montreuil",
    "sa fille est au collège Jean Moulin",
    "her kids go to Oakwood Primary School",
]
HARMLESS = [
    "le 3919 est gratuit et anonyme",
    "appelez le 17 ou le 112, ou le 3018 pour les jeunes",
    "si ça ne va pas : 3114, 24 h sur 24",
    "numéro vert 0 800 05 95 95",
    "call 988 or 1-800-273-8255",
    "in an emergency call 999, or 0808 2000 247",
    "mon numéro : 06 39 98 12 34, appelez quand vous voulez",
    "vous pouvez me joindre au 06 39 98 12 34 pour l'interview",
    "call me at 555-555-0123",
    "my email is camille.d@exemple.test",
    "écrivez-nous : asso.lilas@exemple.test",
    "contact@exemple.test répond vite",
    "presse@ministere.gouv.fr",
    "j'habite 12 rue des Lilas et j'en ai marre du bruit",
    "la mairie, 12 place de l'Hôtel-de-Ville, est ouverte",
    "rendez-vous à la librairie, 4 rue des Écoles, à 18 h",
    "la préfecture : 01 99 00 12 34",
    "la rue de Rivoli est fermée",
    "rue de la République bloquée par la manif",
    "12 avenue des idées reçues",
    "C'est quoi votre adresse mail au bureau, pour une interview ?",
    "Il me faut une adresse mail valide",
    "3 places de parking",
    "il y a 2 cours de maths et 3 routes",
    "cours de danse 3 fois par semaine",
    "quai n° 4 à la gare",
    "à 2 rues d'ici",
    "page 12, rue et passants",
    "le 12 mars, place de la République",
    "manif place de la Nation, 3 blessés",
    "article 222-33-2-2 du code pénal",
    "la loi n° 2018-703 du 3 août 2018",
    "12 345 678 euros de budget",
    "ISBN 978-2-07-036822-8",
    "mon colis 6A01234567890 est perdu",
    "commande 0639981234 jamais livrée",
    "vol AF1234 retardé",
    "le 05/06/2024 à 10 h 30",
    "01/02/2024 - 03/04/2024",
    "version 10.0.2.15 est sortie",
    "le score 3-2, 45 000 spectateurs",
    "je suis au lycée depuis septembre",
    "10 Downing Street a réagi",
    "55 rue du Faubourg-Saint-Honoré",
    "le CAC40 à 7 345,12 points",
    "@camille@social.test bravo",
    "@camille.exemple.test merci",
    "voir https://exemple.test/2024/05/06/12345-article",
    "LE 100 DE TROP",
    "85.07.30-033.29 n'est le numéro de personne",
    "756.9217.0769.84 non plus",
    "j'ai 20/20 en C++ et en GW+",
    "5 star drive to the hoop",
    "we won 3-2 at Elland Road",
    "a long way to go",
    "the bill H.R. 1234 passed 220-210",
    "2 people walk in the park",
    "top 10 way to do it",
    "elle habite Paris depuis toujours",
    "she lives in London",
    "j'habite en face de chez moi",
    "un deux trois soleil",
    "find us at the corner of the street",
    "rendez-vous 12 rue des Lilas, à la bibliothèque municipale",
    "in 1984 Orwell Street was named",
    "le vol AF 123 CD est annulé",
    "2 rue de plus et on y est",
    "dix ans, vingt ans, trente ans, ça change quoi ?",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_is_seen_however_it_is_written(text):
    assert "address" in kinds(text)


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_number_is_seen_however_it_is_written(text):
    assert kinds(text) == ["phone"]


@pytest.mark.parametrize("text", MAILS)
def test_a_mailbox_is_seen_however_it_is_dressed_up(text):
    assert kinds(text) == ["email"]


@pytest.mark.parametrize("text", PLATES)
def test_a_plate_is_seen(text):
    assert kinds(text) == ["plate"]


@pytest.mark.parametrize("text", PAPERS)
def test_the_number_of_a_paper_is_seen(text):
    assert kinds(text) == ["document"]


@pytest.mark.parametrize("text", PLACES)
def test_where_the_children_are_is_seen(text):
    assert kinds(text) == ["place"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_belongs_to_everybody_or_to_the_author_is_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("😀 son 06 : 06 39 98 12 34 !", "06 39 98 12 34"),
        ("cœur\u200b 0️⃣6️⃣ 39 98 12 34.", "0️⃣6️⃣ 39 98 12 34"),
        ("à trente-deux rue des Lilas, 75020 Paris.", "trente-deux rue des Lilas, 75020 Paris"),
        ("x" * 70_000 + " 06 39 98 12 34", None),
    ],
)
def test_the_span_is_that_of_what_was_written(text, said):
    assert [text[slice(*leak.span)] for leak in find(text)] == ([said] if said else [])


def kinds(text):
    return sorted({leak.kind.value for leak in find(text)})
