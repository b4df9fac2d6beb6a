"""The school that I keep in the vault has a public name: who names it is not muted for that, who means my child is."""

import pytest

from tests.scenarios.playing import muted, play
from tests.scenarios.scenes import CAMILLE, mention

VAULT = {"place": ["École Jean Moulin, Béziers", "Fernhill Primary School", "Cabinet Verdier"]}
FIRST = CAMILLE | {"protected": CAMILLE["protected"] | {"vault": VAULT}}
POST = "at://{}/1"

MEANT = {
    "enfants": "Ses enfants sont à l'école Jean Moulin",
    "sortie": "on attendra ta fille à la sortie de l'école Jean Moulin",
    "court": "sa gamine est à Jean Moulin, sortie 16h30",
    "nu": "École Jean Moulin. 16h30.",
    "seul": "Jean Moulin ?",
    "travail": "Elle bosse au Cabinet Verdier, demandez-la à l'accueil",
    "passe": "Je repasse devant l'école Jean Moulin tous les matins",
    "vue": "Je t'ai vue devant l'école Jean Moulin",
    "kids": "her kids go to Fernhill Primary School",
    "gates": "her daughter's at Fernhill Primary, gates at 3:15",
    "watch": "I'll be waiting at Fernhill Primary School",
    "works": "she drops him at Fernhill Primary every morning",
}
"""Who writes, and what."""
NAMED = {
    "concours": "L'école Jean Moulin a gagné le concours de chant de toute la région",
    "dossier": "Très bon dossier sur l'école Jean Moulin dans le journal de ce matin",
    "merci": "Merci pour votre visite à l'école Jean Moulin hier, les élèves étaient ravis",
    "cantine": "La cantine de l'école Jean Moulin sert du bio depuis la rentrée",
    "ma-fille": "Ma fille est à l'école Jean Moulin et votre loi a sauvé sa classe",
    "cup": "Fernhill Primary School won the county cup, what a final it was",
    "thanks": "Thank you for visiting Fernhill Primary School, the kids loved it",
    "ofsted": "Ofsted rated Fernhill Primary School outstanding again this year",
}
"""The same, where the place itself is spoken of."""
ANOTHER = {
    "heros": "Jean Moulin est mort en 1943 et il nous oblige encore",
    "rue": "Notre permanence ouvre rue Jean Moulin samedi, tout le monde est bienvenu",
    "verdier": "Verdier a publié un très beau livre cette année",
}
"""What is no place at all, or another one."""


def post(who, text, minute):
    return mention(minute, POST.format(who), f"did:plc:{who}", text, kind="mention")


def severity(result, who):
    return next(one["severity"] for one in result["decisions"] if one["uri"] == POST.format(who))


@pytest.fixture(scope="module")
def day():
    every = {**MEANT, **NAMED, **ANOTHER}
    return play(None, *(post(who, text, 60 * hour) for hour, (who, text) in enumerate(every.items())), first=FIRST)


@pytest.mark.parametrize("who", MEANT)
def test_who_says_that_mine_are_there_is_muted_and_i_am_told_at_once(day, who):
    assert severity(day, who) == "urgent"
    assert f"did:plc:{who}" in muted(day)


@pytest.mark.parametrize("who", NAMED)
def test_who_only_speaks_of_it_is_not_muted_and_i_am_told_of_it(day, who):
    assert severity(day, who) == "medium"
    assert f"did:plc:{who}" not in muted(day)
    assert any(POST.format(who) in alert["about"] for alert in day["alerts"])
    assert POST.format(who) in {one["uri"] for one in day["leaks"]}


@pytest.mark.parametrize("who", ANOTHER)
def test_whom_it_is_named_after_is_nothing(day, who):
    assert severity(day, who) == "none"
    assert POST.format(who) not in {one["uri"] for one in day["leaks"]}
