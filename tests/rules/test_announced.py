"""Who says that they come back under another name is believed; who changed accounts, or was stalked, is left alone."""

import pytest

from bot.config import default_policy
from bot.config.lexicons import lexicon
from bot.model.action import Mute
from bot.rules.compile import compile_policies
from tests.rules.made import NOW, facts

DEFIED = [
    "Tu peux me bloquer cent fois, je reviendrai.",
    "Bloque, bloque, j'en ai d'autres.",
    "C'est mon quatrième compte, tu te fatigues pour rien.",
    "tu ma bloqué mdr jten refais 10 des comptes",
    "Bloque-moi autant que tu veux, je referai un compte demain",
    "Block away, I've got plenty more.",
    "This is my fourth account, you're wasting your time.",
    "Block me all you like, I'll just make another one",
    "Muting me won't help, I have other accounts",
]
"""A block held for nothing: it is acted on."""
HINTED = [
    "Nouveau compte, même homme.",
    "Tu pensais que me bloquer suffirait ?",
    "Tu croyais être débarrassée de moi ?",
    "Tu croyais m'avoir fait taire ?",
    "Tu sais très bien qui je suis.",
    "Je ne t'ai jamais quittée des yeux.",
    "Did you think blocking me would be enough?",
    "Thought you'd got rid of me?",
    "New name, same me.",
    "You know exactly who this is.",
    "I never took my eyes off you.",
]
"""A human looks at it."""
INNOCENT = [
    "J'ai changé de compte, c'est toujours moi, Paul de la section !",
    "C'est maman, j'ai un nouveau compte.",
    "New account, lost my password! It's Ann from the book club.",
    "C'est mon deuxième compte, l'autre est professionnel",
    "C'est mon troisième compte ici, je change d'instance trop souvent",
    "This is my second account, the first one is for work",
    "Je bloque tous les jours des comptes, j'en ai encore dix ce matin",
    "Si tu bloques des trolls, j'en ai d'autres à te signaler",
    "Il revient toujours avec un autre compte, bloquez-le",
    "Mon ex me disait : tu peux me bloquer, je reviendrai. J'ai porté plainte.",
    "My stalker told me I could block him a hundred times, he would be back",
    "He thought he had got rid of me, but I won in court",
    "On croyait être débarrassés de cette loi",
    "Vous croyiez que cette réforme suffirait ?",
    "Do you think blocking accounts is enough?",
    "I couldn't take my eyes off you on that stage last night, what a show",
    "You know exactly who this law protects",
    "Tu sais très bien qui je soutiens dans ce combat",
    "J'ai d'autres comptes à vérifier avant de voter le budget",
    "Je reviendrai vous voir en dédicace, promis",
]


@pytest.fixture(scope="module")
def shield():
    return compile_policies({"camille": default_policy()}, lexicon=lexicon())


@pytest.mark.parametrize("text", DEFIED)
def test_who_defies_a_block_is_muted(shield, text):
    decision = shield.decide("camille", facts(text), NOW)
    assert any(isinstance(action, Mute) for match in decision.matches for action in match.actions)


@pytest.mark.parametrize("text", HINTED)
def test_who_hints_at_having_been_shut_out_is_held_for_a_human(shield, text):
    assert any(match.review for match in shield.decide("camille", facts(text), NOW).matches)


@pytest.mark.parametrize("text", INNOCENT)
def test_who_changed_accounts_or_was_stalked_is_left_alone(shield, text):
    assert shield.decide("camille", facts(text), NOW).matches == ()
