"""The packs find what nobody should have to read, and leave alone those who speak of it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import default_policy
from bot.config.lexicons import lexicon
from bot.config.packs import COMMUNAL, DEFAULTS, pack, pack_names
from bot.model.decision import Mode
from bot.model.reason import Severity
from bot.rules.aim import bites
from bot.rules.compile import compile_policies
from bot.rules.packs import examine
from bot.rules.policy import Policy
from tests.rules.made import NOW, facts

NAMES = (*pack_names(), *COMMUNAL)
HERE = Path(__file__).parent


def sentences(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


SENTENCES = (
    sentences("sentences.jsonl") + sentences("further.jsonl") + sentences("beyond.jsonl") + sentences("met.jsonl")
)
INDIRECT = sentences("indirect.jsonl") + sentences("hinted.jsonl") + sentences("everyday.jsonl")
"""Abuse as people really put it, roundabout, and what stands beside it; written before any rule was made for it."""
HURTFUL = [one for one in SENTENCES if one["reason"]]
INNOCENT = [one for one in SENTENCES if not one["reason"]]


@pytest.fixture(scope="module")
def shield():
    return compile_policies({"camille": default_policy()}, lexicon=lexicon())


@pytest.mark.parametrize("name", NAMES)
def test_a_pack_is_named_as_its_file_and_speaks_both_languages(name):
    one = pack(name)
    assert one.name == name
    assert one.fr
    assert one.en
    assert all(rule.title for rule in one.rules)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_pack_and_its_rules_are_called_is_set_as_french_and_english_are(name):
    one = pack(name)
    titles = [rule.title for rule in one.rules if rule.title]
    french = [one.fr, *(title.fr for title in titles)]
    for said in [*french, one.en, *(title.en for title in titles)]:
        assert "'" not in said
    for said in french:
        assert not re.search(r" [:;!?»]|« |\w[:;!?]", said), said


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_finds_its_examples_and_no_counterexample(name):
    rules = pack(name).rules
    assert examine(rules, lexicon()) == ()
    for rule in rules:
        if any(one.of_text for one in (*rule.all, *rule.any)):
            assert rule.example, rule.name
            assert rule.counter, rule.name


@pytest.mark.parametrize("sentence", HURTFUL, ids=lambda one: one["about"])
def test_what_hurts_is_acted_on_for_its_reason(shield, sentence):
    decision = shield.decide("camille", facts(sentence["text"], lang=sentence["lang"]), NOW)
    assert any(match.actions for match in decision.matches), sentence["text"]
    assert sentence["reason"] in decision.reasons, sentence["text"]
    assert shield.score(sentence["text"]) > 0.5


@pytest.mark.parametrize("sentence", INNOCENT, ids=lambda one: one["about"])
def test_testimony_joy_and_anger_are_left_alone(shield, sentence):
    decision = shield.decide("camille", facts(sentence["text"], lang=sentence["lang"]), NOW)
    assert decision.matches == (), sentence["text"]
    assert shield.score(sentence["text"]) < 0.5


def test_texts_read_together_are_judged_as_each_alone_and_what_holds_is_the_same(shield):
    told = [facts(one["text"], lang=one["lang"]) for one in (*SENTENCES, *INDIRECT)]
    readings = shield.read_all((one.mention.text, one.mention.lang) for one in told)
    for one, reading in zip(told, readings, strict=True):
        holding = shield.holding("camille", one, NOW, reading)
        assert holding.matches == shield.decide("camille", one, NOW).matches, one.mention.text


def test_there_are_as_many_innocent_sentences_as_hurtful_ones():
    assert len(SENTENCES) >= 150
    assert 0.4 < len(INNOCENT) / len(SENTENCES) < 0.6


def test_names_of_rules_hold_no_word_that_hurts(shield):
    for name in NAMES:
        for rule in pack(name).rules:
            for called in (rule.name, rule.called("fr"), rule.called("en")):
                assert shield.score(called) < 0.5, called


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_most_of_what_is_said_in_a_roundabout_way_is_acted_on(shield, lang):
    hurtful = [one for one in INDIRECT if one["reason"] and one["lang"] == lang]
    decisions = [shield.decide("camille", facts(one["text"], lang=lang), NOW) for one in hurtful]
    acted = sum(any(match.actions for match in decision.matches) for decision in decisions)
    assert len(hurtful) >= 150
    assert acted >= 0.93 * len(hurtful)


def test_what_stands_beside_it_is_never_muted(shield):
    innocent = [one for one in INDIRECT if not one["reason"]]
    hit = [one["text"] for one in innocent if _bitten(shield, one)]
    assert len(innocent) >= 300
    assert hit == []


def _bitten(shield, one):
    decision = shield.decide("camille", facts(one["text"], lang=one["lang"]), NOW)
    return any(bites(match) for match in decision.matches)


def test_all_that_is_observed_only_is_left_to_the_person():
    rules = pack("observe-only").rules
    assert {rule.mode for rule in rules} == {Mode.OBSERVE}
    assert len(rules) == sum(len(pack(name).rules) for name in DEFAULTS)


def test_no_two_packs_that_stand_together_have_rules_of_one_name():
    names = [rule.name.casefold() for name in (*DEFAULTS, "strangers-lockdown") for rule in pack(name).rules]
    assert len(names) == len(set(names))


def stranger(days, **profile):
    created = NOW - timedelta(days=days)
    return facts("Bonjour", created_at=created, followers=0, following=0, **profile)


def lockdown(mention):
    engine = compile_policies({"camille": Policy(mode=Mode.ACT, rules=pack("strangers-lockdown").rules)})
    (match,) = engine.decide("camille", mention, NOW).matches or (None,)
    return match and ("held" if match.review else "muted")


@pytest.mark.parametrize(
    ("mention", "done"),
    [
        (stranger(2, posts=1, pictured=False), "muted"),
        (stranger(2, posts=90, bio="Libraire", display_name="Hugo Martin", pictured=True), "held"),
        (stranger(900, posts=1, pictured=False), "held"),
        (stranger(900, posts=90, bio="Libraire", display_name="Hugo Martin", pictured=True), None),
    ],
)
def test_in_a_lockdown_who_is_new_and_hides_is_muted_and_who_is_one_of_both_waits(mention, done):
    assert lockdown(mention) == done


@pytest.mark.parametrize(
    "text",
    [
        "Je vais me tuer si tu ne réponds pas.",
        "Tu auras ma mort sur la conscience.",
        "I'll kill myself if you don't answer.",
        "I've taken the pills. You have ten minutes to reply.",
    ],
)
def test_who_says_they_will_die_unless_i_answer_is_told_to_me_at_once_and_never_muted_for_it(shield, text):
    decision = shield.decide("camille", facts(text), NOW)
    assert not any(bites(match) for match in decision.matches)
    assert any(match.alert and match.severity >= Severity.HIGH for match in decision.matches)
