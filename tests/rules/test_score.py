"""What the score may and may not do, in rules and beside them."""

import numpy as np
import pytest
from pydantic import ValidationError

from bot.config.lexicons import lexicon
from bot.config.weights import model
from bot.model.decision import Mode
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from bot.rules.score import FEATURES, Gauge, Model
from bot.simulation.setup import policy
from tests.rules.made import NOW, facts, rules

SURE = {"score": {"over": 0.9}}
INSULT = {"words": ["salope"]}
ABUSE = ["espèce de sale connasse, crève", "You stupid worthless bitch, go kill yourself"]
KIND = ["Merci pour votre livre, bonne journée", "What a lovely day for the garden, see you soon"]


@pytest.fixture(scope="module")
def shield():
    table = {"all": [SURE], "then": ["hold"]}
    policies = {"camille": Policy(mode=Mode.ACT, rules=rules(table))}
    return compile_policies(policies, policy(None).rules, lexicon=lexicon(), model=model())


@pytest.fixture(scope="module")
def usual():
    """With the rules that everybody has."""
    return compile_policies({"camille": policy(None)}, lexicon=lexicon(), model=model())


@pytest.mark.parametrize(
    "table",
    [
        {"all": [SURE], "then": ["mute"]},
        {"any": [SURE], "then": [{"report": "draft"}]},
        {"all": [SURE, {"relationship": "stranger"}], "then": ["block", "alert"]},
        {"all": [SURE, {"account_age": {"under": "7 days"}}], "then": ["mute"]},
        {"any": [SURE, INSULT], "then": ["mute"]},
        {"all": [{"score": {"like": "threat", "over": 0.9}}], "then": ["mute"]},
        {"all": [{"context": "testimony"}], "any": [SURE, {"language": ["fr"]}], "then": ["hide_reply"]},
    ],
)
def test_no_machine_opinion_acts_alone(table):
    with pytest.raises(ValidationError, match=r'acts on the score alone, .*; add words.* or write then = \["hold"\]'):
        rules(table)


@pytest.mark.parametrize(
    "table",
    [
        {"all": [SURE], "then": ["hold", "alert"]},
        {"all": [SURE], "then": []},
        {"all": [SURE, INSULT], "then": ["mute"]},
        {"all": [SURE], "any": [INSULT, {"pattern": "je te retrouverai"}], "then": ["mute"]},
        {"all": [SURE, {"repeated": {"times": 5, "within": "1 hour"}}], "then": ["mute"]},
        {"all": [INSULT], "none": [{"score": {"under": 0.1}}], "then": ["mute"]},
    ],
)
def test_beside_what_was_said_or_done_the_score_may_count(table):
    assert len(rules(table)) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({}, "needs over, under or disputed; write score"),
        ({"over": 0.5, "disputed": True}, "in a table of its own"),
        ({"disputed": False}, "score.disputed"),
        ({"like": "threat"}, "needs over, under or disputed; write score"),
        ({"like": "rudeness", "over": 0.5}, "score.like"),
        ({"like": "threat", "disputed": True}, "in a table of its own"),
        ({"over": 1.5}, "score.over"),
        ({"over": "0.9"}, "score.over"),
        ({"above": 0.9}, "above"),
    ],
)
def test_a_bound_that_is_no_probability_is_refused_with_its_place(written, said):
    with pytest.raises(ValidationError, match=said):
        rules({"all": [{"score": written}], "then": ["hold"]})


@pytest.mark.parametrize("text", ABUSE)
def test_what_reads_like_abuse_is_held_for_me(shield, text):
    (match,) = shield.decide("camille", facts(text), NOW).matches
    assert (match.review, match.actions) == (True, ())
    assert float(match.because[0].note.removeprefix("the score is ")) >= 0.9


@pytest.mark.parametrize("text", KIND)
def test_what_is_kind_is_not(shield, text):
    assert shield.decide("camille", facts(text), NOW).matches == ()
    assert shield.score(text) < 0.2


@pytest.mark.parametrize("text", [*ABUSE, *KIND, "", " ", "🔪", "\x00", "\ud800", "é" * 5_000, "a b " * 30_000])
def test_a_score_is_a_probability_whatever_the_text(shield, text):
    assert 0 <= shield.score(text) <= 1


def test_the_same_text_has_the_same_score_alone_and_among_others(shield):
    texts = [*ABUSE, *KIND, ""] * 40
    together = [reading.score for reading in shield.read_all((text, None) for text in texts)]
    assert together == [shield.score(text) for text in texts]


def test_no_texts_have_no_scores(shield):
    assert shield.read_all([]) == []
    assert Gauge(()).opinions([]) == []


class Contrary:
    """A second opinion that says the opposite, and counts."""

    def __init__(self, says):
        self.says, self.asked = says, []

    def encode(self, texts):
        self.asked += texts
        return np.full((len(texts), 512), self.says, np.float32)


def test_the_second_opinion_is_asked_only_in_doubt(usual):
    encoder = Contrary(0.04)
    asking = compile_policies({"camille": policy(None)}, lexicon=lexicon(), model=model(encoder))
    for text in (*ABUSE, *KIND):
        assert asking.score(text) == usual.score(text)
    assert encoder.asked == []


class Certain:
    """A classifier that is certain of the same, whatever it reads."""

    told = 0.0

    def logits(self, texts):
        return np.full(len(texts), self.told)


@pytest.fixture(scope="module")
def certain():
    return Certain()


@pytest.fixture(scope="module")
def disputing(certain):
    """A shield that asks it alone."""
    only = Model(classifier=certain, weights=(1.0, *[0.0] * (len(FEATURES) - 1)), bias=0.0)
    disputed = {"all": [{"score": {"disputed": True}}], "then": ["hold"]}
    mute = {"all": [{"words": ["pantoufle"]}], "then": ["mute"]}
    policies = {"camille": Policy(mode=Mode.ACT, rules=rules(disputed, mute))}
    return compile_policies(policies, lexicon=lexicon(), model=only)


@pytest.mark.parametrize(
    ("told", "text", "expected"),
    [
        (5.0, "Tu sais très bien pourquoi je t'écris", True),
        (0.5, "Tu sais très bien pourquoi je t'écris", False),
        (-5.0, "connasse de jour en jour", True),
        (-0.5, "connasse de jour en jour", False),
        (-5.0, "la salope, elle a encore gagné", False),
        (5.0, "connasse de jour en jour", False),
        (-5.0, "Tu sais très bien pourquoi je t'écris", False),
        (5.0, "Il m'a écrit « sale pute »", False),
    ],
)
def test_where_words_and_score_disagree_a_human_looks(certain, disputing, told, text, expected):
    certain.told = told
    decision = disputing.decide("camille", facts(text), NOW)
    assert [match.review for match in decision.matches] == ([True] if expected else [])
    assert all(match.actions == () for match in decision.matches)


def test_where_a_rule_has_found_what_was_said_there_is_nothing_to_dispute(certain, disputing):
    certain.told = -5.0
    decision = disputing.decide("camille", facts("espèce de salope en pantoufle"), NOW)
    assert decision.rules == ("rule 2",)


def test_what_is_read_together_is_disputed_as_what_is_read_alone(usual):
    texts = [*ABUSE, *KIND, "connasse de jour en jour"]
    together = usual.read_all((text, None) for text in texts)
    assert [reading.disputed for reading in together] == [usual.read(text).disputed for text in texts]
