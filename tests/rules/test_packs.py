"""The packs find what nobody should have to read, and leave alone those who speak of it."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from bot.config.lexicons import lexicon
from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.rules.compile import compile_policies
from bot.rules.packs import examine, parse_pack
from bot.rules.policy import Policy
from tests.rules.made import NOW, facts

FILES = sorted(one.name for one in (files("bot") / "policies").iterdir() if one.name.endswith(".toml"))
HERE = Path(__file__).parent


def sentences(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


SENTENCES = sentences("sentences.jsonl") + sentences("further.jsonl")
HURTFUL = [one for one in SENTENCES if one["reason"]]
INNOCENT = [one for one in SENTENCES if not one["reason"]]


def pack(name):
    return parse_pack((files("bot") / "policies" / name).read_text(encoding="utf-8"), name)


@pytest.fixture(scope="module")
def essentials():
    return compile_policies({"camille": Policy(mode=Mode.ACT, rules=pack("essentials.toml").rules)}, lexicon=lexicon())


@pytest.mark.parametrize("name", FILES)
def test_a_pack_is_named_as_its_file_and_speaks_both_languages(name):
    one = pack(name)
    assert f"{one.name}.toml" == name
    assert one.fr
    assert one.en
    assert all(rule.title for rule in one.rules)


@pytest.mark.parametrize("name", FILES)
def test_every_rule_finds_its_examples_and_no_counterexample(name):
    rules = pack(name).rules
    assert examine(rules, lexicon()) == ()
    for rule in rules:
        if any(one.of_text for one in (*rule.all, *rule.any)):
            assert rule.example, rule.name
            assert rule.counter, rule.name


@pytest.mark.parametrize("sentence", HURTFUL, ids=lambda one: one["about"])
def test_what_hurts_is_acted_on_for_its_reason(essentials, sentence):
    decision = essentials.decide("camille", facts(sentence["text"], lang=sentence["lang"]), NOW)
    assert any(match.actions for match in decision.matches), sentence["text"]
    assert sentence["reason"] in decision.reasons, sentence["text"]
    assert essentials.score(sentence["text"]) > 0.5


@pytest.mark.parametrize("sentence", INNOCENT, ids=lambda one: one["about"])
def test_testimony_joy_and_anger_are_left_alone(essentials, sentence):
    decision = essentials.decide("camille", facts(sentence["text"], lang=sentence["lang"]), NOW)
    assert decision.matches == (), sentence["text"]
    assert essentials.score(sentence["text"]) < 0.5


def test_there_are_as_many_innocent_sentences_as_hurtful_ones():
    assert len(SENTENCES) >= 150
    assert 0.4 < len(INNOCENT) / len(SENTENCES) < 0.6


def test_names_of_rules_hold_no_word_that_hurts(essentials):
    for name in FILES:
        for rule in pack(name).rules:
            for called in (rule.name, rule.called("fr"), rule.called("en")):
                assert essentials.score(called) < 0.5, called


PACK = """
name = "mine"
[summary]
fr = "à moi"
en = "mine"
[fragments]
seeing = 'vois|{{more}}'
more = 'regarde'
[[rule]]
name = "watching"
reason = "harassment_targeted"
severity = "low"
any = [{ pattern = 'je te (?:{{seeing}})' }]
example = ["Je te vois"]
counter = ["Je te salue"]
"""


def test_fragments_are_written_out():
    one = parse_pack(PACK, "mine.toml")
    assert one.rules[0].any[0].pattern == ("je te (?:(?:vois|(?:regarde)))",)
    assert examine(one.rules) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name = ", "name == ", "mine.toml: is not TOML"),
        ('en = "mine"', "", "mine.toml: summary.en: is missing"),
        ("more = 'regarde'", "", "mine.toml: fragments: more is used and not there"),
        ("more = 'regarde'", "more = '('", 'mine.toml: rule "watching": any.1'),
        ("more = 'regarde'", "more = '{{seeing}}'", "stands in itself"),
        ("[[rule]]", "[[rules]]", "rule: is missing"),
    ],
)
def test_a_pack_that_cannot_be_used_says_where_and_why(old, new, said):
    with pytest.raises(ConfigError, match=said.replace("(", r"\(")):
        parse_pack(PACK.replace(old, new, 1), "mine.toml")


def test_an_example_that_is_not_found_is_told():
    one = parse_pack(PACK.replace("Je te vois", "Je te suis").replace("Je te salue", "Je te regarde"), "mine.toml")
    assert examine(one.rules) == (
        'rule "watching": example 1 is not found; change its words, or the example',
        'rule "watching": counter 1 is found; change its words, or the counter',
    )
