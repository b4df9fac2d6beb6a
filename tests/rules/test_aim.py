"""A rule is known by what it asks and does, whatever it is called."""

import subprocess
import sys

import pytest

from bot.rules.aim import acts_alone, digest
from tests.rules.made import rules

PLAIN = {
    "all": [{"words": ["pauvre type"]}, {"relationship": "stranger"}],
    "none": [{"context": ["testimony", "quotation"]}],
    "then": ["mute"],
}


def said(**changed):
    (rule,) = rules({**PLAIN, **changed})
    return digest(rule)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "autrement"},
        {"title": {"fr": "une insulte", "en": "an insult"}},
        {"example": ["Pauvre type"], "counter": ["Bonjour"]},
        {"mode": "observe"},
        {"all": [*reversed(PLAIN["all"])]},
        {"then": [{"mute": "30 days"}]},
    ],
    ids=str,
)
def test_what_a_rule_is_called_does_not_change_whom_it_hits(changed):
    assert said(**changed) == said()


@pytest.mark.parametrize(
    "changed",
    [
        {"all": [{"words": ["pauvre type", "idiot"]}, {"relationship": "stranger"}]},
        {"all": [{"words": ["pauvre type"]}]},
        {"all": [{"words": ["pauvre type"]}], "any": [{"relationship": "stranger"}]},
        {"none": [{"context": ["testimony"]}]},
        {"then": ["block"]},
        {"then": [{"mute": "31 days"}]},
        {"then": ["mute", "hold"]},
        {"severity": "high"},
        {"reason": "hate"},
    ],
    ids=str,
)
def test_another_aim_or_another_effect_is_another_rule(changed):
    assert said(**changed) != said()


def test_a_rule_is_the_same_in_another_process():
    code = f"from tests.rules.made import rules; from bot.rules.aim import digest; print(digest(*rules({PLAIN!r})))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {said()}


def test_a_rule_is_the_same_before_and_after_it_was_asked():
    (rule,) = rules(PLAIN)
    assert (rule.actions, rule.protecting) != ((), frozenset())
    assert digest(rule) == said()


@pytest.mark.parametrize(
    ("changed", "alone"),
    [
        ({}, True),
        ({"then": [{"report": "send"}]}, True),
        ({"then": [{"report": "draft"}, "alert"]}, False),
        ({"then": ["mute", "hold"]}, False),
        ({"then": ["alert"]}, False),
        ({"then": []}, False),
        ({"mode": "observe"}, False),
        ({"mode": "off"}, False),
    ],
)
def test_only_what_no_human_is_asked_about_acts_alone(changed, alone):
    (rule,) = rules({**PLAIN, **changed})
    assert acts_alone(rule) is alone
