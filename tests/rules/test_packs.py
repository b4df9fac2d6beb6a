"""The packs find what nobody should have to read, and leave alone those who speak of it."""

import json
from pathlib import Path

import pytest

from bot.config import default_policy
from bot.config.lexicons import lexicon
from bot.config.packs import pack, pack_names
from bot.rules.compile import compile_policies
from bot.rules.packs import examine
from tests.rules.made import NOW, facts

NAMES = pack_names()
HERE = Path(__file__).parent


def sentences(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


SENTENCES = sentences("sentences.jsonl") + sentences("further.jsonl")
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


def test_there_are_as_many_innocent_sentences_as_hurtful_ones():
    assert len(SENTENCES) >= 150
    assert 0.4 < len(INNOCENT) / len(SENTENCES) < 0.6


def test_names_of_rules_hold_no_word_that_hurts(shield):
    for name in NAMES:
        for rule in pack(name).rules:
            for called in (rule.name, rule.called("fr"), rule.called("en")):
                assert shield.score(called) < 0.5, called
