"""Whoever writes a rule that cannot be used is told which, where, and what to write instead."""

from datetime import timedelta

import pytest

from bot.model.action import Dismiss, Mute, Report
from bot.model.measure import Escalate, Label, Limit, Resolve, Sensitive, Tag
from bot.model.reason import Severity
from bot.rules.conditions import CONDITIONS
from bot.rules.duration import in_words, parse_duration
from bot.rules.effect import Word
from bot.rules.policy import Policy, Rule
from tests.rules.parsed import parse_rules, wrong_with

GOOD = {"name": "menace", "reason": "violence_threats", "severity": "urgent", "any": [{"words": ["menace"]}]}


def wrong(**changed):
    """What is said of the good rule with these keys changed (None: left out)."""
    table = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    return "\n".join(wrong_with(table))


def test_a_good_rule_is_read():
    (rule,) = parse_rules([{**GOOD, "then": ["alert", "mute", "dismiss", {"report": "draft", "comment": "c"}]}])
    assert rule.severity is Severity.URGENT
    assert rule.actions == (Mute(duration=timedelta(days=30)), Dismiss(), Report(comment="c"))
    assert Word.ALERT in rule.then
    assert rule.called("fr") == "menace"


def test_a_rule_of_moderators_is_read():
    then = ["sensitive", "resolve", "escalate", {"limit": "7 days"}, {"tag": ["rempart:high"]}]
    labels = [{"label": ["harassment"]}, {"label": ["harassment"], "for": "7 days"}]
    (rule,) = parse_rules([{**GOOD, "then": [*then, *labels]}])
    week, month = timedelta(days=7), timedelta(days=30)
    assert rule.actions == (
        Sensitive(),
        Resolve(),
        Escalate(),
        Limit(duration=week),
        Tag(add=("rempart:high",)),
        Label(values=("harassment",), duration=month),
        Label(values=("harassment",), duration=week),
    )


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ("suspend", "is no effect"),
        ({"label": "harassment"}, 'write { label = ["harassment"] }'),
        ({"label": ["Harassment"]}, "small letters and hyphens"),
        ({"label": ["no such"], "for": "7 days"}, "small letters and hyphens"),
        ({"label": ["spam"], "until": "7 days"}, "'until' is no key of a label"),
        ({"label": ["spam"], "for": "long"}, 'for = "forever"'),
        ({"label": ["a", "b", "c", "d", "e", "f"]}, "5 are given at once at most"),
        ({"tag": []}, 'write { tag = ["rempart:high"] }'),
        ({"limit": 7}, 'limit = "forever"'),
    ],
)
def test_a_measure_that_cannot_be_taken_is_told(then, said):
    assert said in wrong(then=[then])


def test_a_rule_has_a_name_in_each_language():
    (rule,) = parse_rules([{**GOOD, "title": {"fr": "menace", "en": "threat"}}])
    assert (rule.called("fr"), rule.called("en")) == ("menace", "threat")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": None}, "rule 1, name: is missing"),
        ({"reason": None}, 'rule "menace", reason: is missing'),
        ({"reason": "angry"}, "reason: must be one of 'harassment_targeted'"),
        ({"severity": "none"}, "severity: must be one of low, medium, high, urgent"),
        ({"severity": "awful"}, "severity: must be one of low, medium, high, urgent"),
        ({"mode": "attack"}, "mode: must be one of 'off', 'observe' or 'act'"),
        ({"any": None}, "has neither all nor any, and would match everything"),
        ({"any": []}, "any: is empty"),
        ({"none": []}, "none: is empty"),
        ({"any": {"words": ["a"]}}, "any: must be a list in square brackets"),
        ({"when": []}, "'when' is no key here"),
        ({"sevrity": "low"}, "did you mean severity?"),
        ({"any": ["words"]}, "any 1: must be a table"),
        ({"any": [{}]}, "any 1: must be a table"),
        ({"any": [{"word": ["a"]}]}, "'word' is no condition; did you mean words?"),
        ({"any": [{"zzz": 1}]}, "'zzz' is no condition; write one of words, pattern"),
        ({"any": [{"words": ["a"], "kind": ["reply"]}]}, "has words and kind in one table"),
        ({"any": [{"words": ["a"], "strength": 3}]}, "'strength' is no key here"),
        ({"any": [{"words": []}]}, "words: is empty"),
        ({"any": [{"words": ["a", "…"]}]}, "has a word without letters"),
        ({"any": [{"words": ["s*lope"]}]}, "has a word with a star in it; write it out"),
        ({"any": [{"words": "a"}]}, "words: must be a list in square brackets"),
        ({"any": [{"pattern": "("}]}, "is a pattern the engine cannot read"),
        ({"any": [{"pattern": []}]}, "pattern: is empty"),
        ({"any": [{"kind": ["shout"]}]}, "kind.1: must be one of 'mention'"),
        ({"any": [{"language": "French"}]}, "Write it like { language"),
        ({"any": [{"account_age": {"under": "soon"}}]}, 'account_age.under: must be a span of time; write "30 days"'),
        ({"any": [{"account_age": {}}]}, "needs under or over"),
        ({"any": [{"followers": {}}]}, "needs under or over"),
        ({"any": [{"followers": {"under": "10"}}]}, "must be a whole number, without quotes"),
        ({"any": [{"relationship": "enemy"}]}, "must be one of 'stranger'"),
        ({"any": [{"repeated": {"times": 65, "within": "1 h"}}]}, "less than or equal to 64"),
        ({"any": [{"repeated": {"times": 1, "within": "1 h"}}]}, "greater than or equal to 2"),
        ({"any": [{"repeated": {"times": 5}}]}, "repeated.within: is missing"),
        ({"any": [{"context": ["irony"]}]}, "must be one of 'quotation'"),
        ({"then": ["mut"]}, "'mut' is no effect; did you mean mute?"),
        ({"then": [{"mute": "30"}]}, "then 1: mute must be a span of time"),
        ({"then": [{"mute": "30 days", "block": True}]}, "'block' is no key of a mute"),
        ({"then": [{"report": "now"}]}, 'report must be "draft"'),
        ({"then": [{"report": "send", "comment": "x" * 1001}]}, "1000 characters or fewer"),
        ({"then": [{"report": "send", "comment": 3}]}, "comment must be a text"),
        ({"then": [{"report": "send", "forward": "yes"}]}, "forward must be true or false"),
        ({"then": [{"report": "send", "to": "x"}]}, "'to' is no key of a report"),
        ({"then": [3]}, "is no effect"),
        ({"any": [{"kind": "reply"}], "example": ["a"]}, "has examples but no words or pattern"),
    ],
)
def test_a_rule_that_cannot_be_used_says_what_to_write(changed, said):
    assert said in wrong(**changed)


def test_everything_wrong_is_told_at_once():
    said = wrong_with({"name": "a"}, {**GOOD, "then": ["mut"]}, GOOD, 3)
    assert sum("rule" in one for one in said) == len(said) == 4


def test_what_was_written_is_not_repeated_in_errors_it_could_hide_in():
    assert "secret-token" not in wrong(any=[{"followers": {"under": "secret-token"}}])


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_has_an_example_that_works(condition):
    import tomllib

    table = tomllib.loads(f"one = {condition.example}")["one"]
    (rule,) = parse_rules([{**GOOD, "any": [table]}])
    assert isinstance(rule.any[0], condition)
    assert condition.name in table
    assert condition.name in condition.model_fields


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("30 days", timedelta(days=30)),
        ("2 h", timedelta(hours=2)),
        ("2h", timedelta(hours=2)),
        ("7 jours", timedelta(days=7)),
        ("1 semaine", timedelta(weeks=1)),
        ("90 minutes", timedelta(minutes=90)),
    ],
)
def test_a_span_of_time_is_read_in_both_languages(written, span):
    assert parse_duration(written) == span


@pytest.mark.parametrize("written", ["", "30", "0 days", "-1 day", "1 day 2 hours", "999999 weeks", 30, None, "١ day"])
def test_what_is_no_span_of_time_is_refused(written):
    with pytest.raises(ValueError, match="write"):
        parse_duration(written)


def test_a_span_of_time_reads_like_one():
    assert [in_words(span) for span in (timedelta(days=7), timedelta(hours=36), timedelta(days=1))] == [
        "1 week",
        "36 hours",
        "1 day",
    ]


def test_an_empty_policy_observes():
    assert Policy().mode == "observe"
    assert Rule.model_fields["mode"].default == "act"
