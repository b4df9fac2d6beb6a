"""Who wants to give me away writes it so that machines miss it; who only sounds like it is left alone."""

import pytest

from bot.model.leak import LeakKind
from bot.signals.leaks.find import find
from bot.signals.leaks.keyed import Keyed
from bot.signals.leaks.pieces import kept
from bot.signals.leaks.secret import Vault
from tests.timing import seconds

KEYED = Keyed([bytes(range(32))])
VALUES = [
    (LeakKind.ADDRESS, "4217 rue des Zinzolins, 97981 Zibeline-sur-Orvet"),
    (LeakKind.ADDRESS, "84 Elm Street, Leeds LS1 4AB"),
    (LeakKind.ADDRESS, "1 impasse du Puits, 35000 Rennes"),
    (LeakKind.ADDRESS, "12 rue des Lilas, 75020 Paris"),
    (LeakKind.ADDRESS, "71 rue de la Paix, 44000 Nantes"),
    (LeakKind.ADDRESS, "94 bd Voltaire, 75011 Paris"),
    (LeakKind.PHONE, "+33 6 39 98 47 21"),
    (LeakKind.EMAIL, "quasimodette@boite-zibeline.test"),
    (LeakKind.NAME, "Wilhelmine Quasimodette"),
    (LeakKind.PLATE, "QX-739-ZV"),
    (LeakKind.PLACE, "École Zoltan Wyszkowski, Orvet"),
]
MINE = Vault([kept(f"v{number}", kind, value, KEYED) for number, (kind, value) in enumerate(VALUES)], KEYED)
UNSEEN = "\u200b"

HIDDEN = {
    "phone": [
        UNSEEN.join("0639984721"),
        "０６ ３９ ９８ ４７ ２１",
        "٠٦ ٣٩ ٩٨ ٤٧ ٢١",
        "😀".join("0639984721"),
        "06👉39👉98👉47👉21",
        "\u202e0639984721\u202c",
        "tel:+33-6-39-98-47-21",
        "https://appel.test/33639984721",
        "oh six three nine nine eight four seven two one",
        "zéro six 39 98 quarante-sept vingt-et-un",
    ],
    "address": [
        f"4{UNSEEN}217 r{UNSEEN}ue des Zin{UNSEEN}zolins",
        "４２１７ rue des Zinzolins",
        "4217 rue des 𝒵𝒾𝓃𝓏𝑜𝓁𝒾𝓃𝓈",
        "😀".join("4217") + " rue des Zinzolins",
        "4217🏠rue🏠des🏠Zinzolins",
        "quatre mille deux cent dix-sept rue des Zinzolins",
        "four thousand two hundred and seventeen rue des Zinzolins",
        "forty-two seventeen rue des Zinzolins",
        "four two one seven, rue des Zinzolins",
        "eighty-four Elm Street",
        "Elm Street, number eighty-four",
        "quatre-vingt-quatre Elm St.",
        "au un, impasse du Puits",
        "au numéro un de l'impasse du Puits",
        "l2 rue des Lilas",
        "au douze de la rue des Lilas",
        "soixante et onze rue de la Paix",
        "septante et un, rue de la paix",
        "seventy-one rue de la Paix",
        "quatre-vingt-quatorze boulevard Voltaire",
        "nonante-quatre bd Voltaire",
        "94\u202fbd\u202fVoltaire",
        "cartes.test/94-boulevard-voltaire-75011-paris",
    ],
    "email": [
        "quasimodette＠boite-zibeline．test",
        f"quasi{UNSEEN}modette@boite-zibeline.test",
        "quasimodette AT boite-zibeline DOT test",
        "mailto:quasimodette@boite-zibeline.test",
    ],
    "name": [
        "wilhelmine_quasimodette",
        "W i l h e l m i n e Quasimodette",
        "ta grande fille Wilhelmine Dupont",
        "sa fille Wilhelmine Martin-Durand",
        "your little girl Wilhelmine Smith",
        "Wilhelmine, sa fille",
        "Wilhelmine (your daughter)",
        "Wilhelmine Dupont est ta sœur, et Wilhelmine, c'est ta fille",
    ],
    "plate": ["ＱＸ－７３９－ＺＶ", "❤️".join("QX739ZV"), "QX sept cent trente-neuf ZV", "QX\u2011739\u2011ZV"],
    "place": ["Zoltan Wyszkowski school", "ÉCOLE ZOLTAN-WYSZKOWSKI"],
}
LEFT_ALONE = [
    "Appelez le 3919, le 3018, ou le 17",
    "Écrivez à presse@ministere.test",
    "Je suis à Zibeline-sur-Orvet, 97981",
    "J'habite Paris, 75020",
    "Il y a une rue de la Paix dans chaque ville",
    "J'ai planté 12 lilas à Paris",
    "Il y a 12 ans, rue des Roses",
    "Wilhelmine Dupont est mon médecin",
    "Ma fille Wilhelmine, sa cousine et moi, on t'embrasse",
    "Le 84 s'arrête ici",
    "QX 739",
    "Mille mercis, et mille bravos",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in HIDDEN.items() for text in texts])
def test_what_i_keep_is_seen_however_it_is_dressed_up(kind, text):
    assert kind in {leak.kind.value for leak in MINE.find(f"alors, {text} !").leaks}


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_says_nothing_of_me_is_left_alone(text):
    assert MINE.find(text).leaks == ()


def test_digits_of_a_phone_are_no_house():
    text = "06 39 98 47 21 rue des Lilas"
    assert {leak.kind for leak in MINE.find(text).leaks} == {LeakKind.PHONE}


@pytest.mark.parametrize(
    "piece",
    [
        "0123456789",
        "0 1 2 3 ",
        "a ",
        "a@b.c ",
        "12 rue des ",
        "QX ",
        "FR14 2004 ",
        "deux mille ",
        "4217 zinzolins ",
        "wilhelmine quasimodette ",
        "97981 ",
        "é\u200b",
        "un deux ",
        "A1",
        "06 39 98 47 21 ",
        "QX-739-ZV ",
        "zéro six trente-neuf quatre-vingt-dix-huit quarante-sept vingt-et-un ",
    ],
)
def test_a_flood_of_it_costs_no_more_than_its_length(piece):
    short, long = (taken(piece * (size // len(piece))) for size in (5_000, 20_000))
    assert long < 12 * short + 0.02


def taken(text):
    return seconds(lambda: (MINE.find(text), find(text)))


def test_of_what_is_said_a_thousand_times_some_is_told():
    found = MINE.find("4217 rue des Zinzolins. " * 1_000).leaks
    assert 1 <= len(found) <= 64
