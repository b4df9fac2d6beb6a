"""Private data that are in nobody's vault: said to be hers or her family's they are a disclosure, offered as one's own
or by who collects for somebody they are none."""

import pytest

from tests.scenarios.playing import muted, play
from tests.scenarios.scenes import mention

POST = "at://{}/1"

DISCLOSED = {
    "iban": "Son IBAN : FR76 3000 6000 0112 3456 7890 189",
    "mari": "voilà le compte bancaire de son mari, BE68 5390 0754 7034",
    "iban-en": "her IBAN: GB29 NWBK 6016 1331 9268 19",
    "compte": "CH93 0076 2011 6238 5295 7, c'est son compte",
    "ssn": "her SSN is 078-05-1120",
    "nino": "her national insurance number is QQ 12 34 56 C",
    "carte": "sa carte bleue, 4970 1000 0000 0014",
    "nrn": "85.07.30-033.28, son numéro de registre national",
    "avs": "son numéro AVS 756.9217.0769.85",
    "tel": "O6 39 98 55 66 c'est son tel",
    "ligne": "+41 79 555 12 12, c'est sa ligne directe",
    "cell": "her cell: (217) 555-0199",
    "mari-tel": "Tel de son mari : 514-555-0188",
    "mots": "her number is oh seven seven double oh nine double oh four five six",
    "soeur": "sa sœur habite 22 allée des Tilleuls à Nantes",
    "mum": "Her mum lives at 9 Rose Close, Hull HU5 3QP",
    "reste": "Elle reste au 2250 rue Saint-Denis à Montréal",
    "gps": "48.8674, 2.3965 elle est là",
    "gps-en": "her house: 51.4700, -2.5900",
    "carte-lien": "https://maps.exemple.test/@48.86743,2.39651,17z chez elle",
    "plus": "sa maison : 8FW4V9Q6+2H",
    "plaque": "elle roule en Clio grise immatriculée GH-456-JK",
}
"""Who writes, and what."""
OFFERED = {
    "cagnotte": "Cagnotte pour Marie, à qui on a tout volé : son IBAN FR76 3000 6000 0112 3456 7890 189",
    "asso": "Solidarité Femmes, IBAN FR76 3000 6000 0112 3456 7890 189, merci pour vos dons",
    "donate": "She lost everything in the fire. To donate, her IBAN: GB29 NWBK 6016 1331 9268 19",
    "mien": "Pour le remboursement, mon IBAN : FR76 3000 6000 0112 3456 7890 189",
    "presse": "Notre attachée de presse est Marie Petit, son tel : 01 99 00 12 34",
    "secretary": "My assistant can help, her cell: (217) 555-0199",
    "seisme": "Séisme à 48.8674, 2.3965, magnitude 3, aucun blessé",
    "volee": "Ma plaque GH-456-JK a été usurpée, que puis-je faire ?",
    "mere": "Ma mère habite 22 allée des Tilleuls à Nantes et son loyer a doublé",
    "musee": "La maison de Rodin est un musée : 77 rue de Varenne, 75007 Paris, ouvert de 10 h à 18 h",
    "refuge": "Une dame les a accueillis chez elle, rue des Roses, et la ville lui a dit merci",
    "isbn": "Son livre, ISBN 978-2-07-036822-8, est formidable",
    "moi": "Rappelez-moi au 06 39 98 55 66",
}
"""Who writes, and what is nobody's secret."""


@pytest.fixture(scope="module")
def day():
    every = {**DISCLOSED, **OFFERED}
    return play(
        None,
        *(
            mention(120 * hour, POST.format(who), f"did:plc:{who}", text, kind="mention")
            for hour, (who, text) in enumerate(every.items())
        ),
    )


def severity(result, who):
    return next(one["severity"] for one in result["decisions"] if one["uri"] == POST.format(who))


@pytest.mark.parametrize("who", DISCLOSED)
def test_what_is_said_to_be_hers_is_a_disclosure(day, who):
    assert severity(day, who) in {"high", "urgent"}
    assert f"did:plc:{who}" in muted(day)
    assert POST.format(who) in {one["uri"] for one in day["leaks"]}


@pytest.mark.parametrize("who", OFFERED)
def test_what_is_offered_or_everybodys_is_none(day, who):
    assert severity(day, who) in {"none", "low"}
    assert f"did:plc:{who}" not in muted(day)
