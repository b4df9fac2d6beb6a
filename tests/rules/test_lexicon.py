"""A rule asks for what the lexicon calls things, without the words themselves standing in it."""

import pytest

from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.rules.compile import compile_policies
from bot.rules.condition import parse_condition
from bot.rules.packs import examine
from bot.rules.policy import Policy
from bot.signals.lexicon import Category, Entry, Lexicon
from tests.rules.made import NOW, facts, rules

LEXICON = Lexicon(
    [
        Entry(term="gredin", category=Category.INSULT, strength=3, language="fr", forms="gredine\ngredins"),
        Entry(term="coquin", category=Category.INSULT, strength=1, language="fr"),
        Entry(term="scoundrel", category=Category.INSULT, strength=3, language="en"),
        Entry(term="je vais te mordre", category=Category.THREAT, strength=3, language="fr"),
    ]
)


def matched(text, *tables):
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=rules(*tables))}, lexicon=LEXICON)
    return engine.decide("camille", facts(text), NOW).matches


INSULT = {"any": [{"lexicon": "insult", "strength": 2}], "then": ["mute"]}


def test_an_insult_is_found_in_its_forms_and_named_by_its_headword():
    (match,) = matched("Quelle GR€DINE tu fais", INSULT)
    assert [(one.condition, one.note, one.spans) for one in match.because] == [("lexicon", "gredin", ((7, 14),))]


def test_what_is_weaker_than_asked_is_left_alone():
    assert matched("petit coquin", INSULT) == ()
    assert matched("petit coquin", {"any": [{"lexicon": "insult"}]})


def test_another_category_is_left_alone():
    assert matched("je vais te mordre", INSULT) == ()
    assert matched("je vais te mordre", {"any": [{"lexicon": ["insult", "threat"], "strength": 3}]})


def test_a_rule_may_ask_for_one_language():
    english = {"any": [{"lexicon": "insult", "language": "en"}]}
    assert matched("you scoundrel", english)
    assert matched("gredin", english) == ()


def test_what_is_quoted_is_not_counted():
    spared = {**INSULT, "none": [{"context": ["quotation", "testimony"]}]}
    assert matched("Il m'a encore écrit hier : « gredine »", spared) == ()
    assert matched("gredine", spared)


def test_examples_of_a_rule_are_tried_on_the_lexicon():
    tried = rules({**INSULT, "example": ["gredins !", "petit coquin"], "counter": ["bonjour", "scoundrel"]})
    assert examine(tried, LEXICON) == (
        'rule "rule 1": example 2 is not found; change its words, or the example',
        'rule "rule 1": counter 2 is found; change its words, or the counter',
    )


def test_the_score_counts_what_the_lexicon_finds():
    engine = compile_policies({"camille": Policy(rules=rules(INSULT))}, lexicon=LEXICON)
    assert engine.score("gredin") > 0.5 > engine.score("petit coquin")


def test_a_rule_is_not_silently_blind_where_the_lexicon_lacks_what_it_asks_for():
    with pytest.raises(ConfigError, match='rule "rule 1": the lexicon has no entry of the category racist'):
        matched("bonjour", {"any": [{"lexicon": "racist"}]})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"lexicon": "insults"}, "must be one of|must be 'insult'"),
        ({"lexicon": []}, "is empty"),
        ({"lexicon": "insult", "strength": 4}, "strength: must be one of 1, 2 or 3"),
        ({"lexicon": "insult", "language": "de"}, "language: must be one of 'fr' or 'en'"),
        ({"lexicon": "insult", "strenght": 2}, "did you mean strength"),
    ],
)
def test_a_condition_that_asks_for_what_is_not_there_says_what_is(written, said):
    with pytest.raises(ValueError, match=said):
        parse_condition(written)
