"""Who tells what was done to them is not muted; who does it beside such words is found."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config.lexicons import lexicon
from bot.model.reason import Severity
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy, Rule
from bot.simulation.judging import NOBODY, Judge
from bot.simulation.setup import policy

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sentences(*names):
    return [json.loads(line) for name in names for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


TESTIMONY = sentences("testimony.jsonl", "testimony_later.jsonl")
BESIDE = sentences("beside.jsonl", "beside_later.jsonl")


def judged(rules):
    """What `rempart judge` answers with such rules, by id."""
    judge = Judge(compile_policies({NOBODY: rules}, lexicon=lexicon()), NOW)
    asked = [json.dumps({key: one[key] for key in ("id", "text", "lang")}) for one in (*TESTIMONY, *BESIDE)]
    lines = [(number, line.encode()) for number, line in enumerate(asked, 1)]
    return {answer["id"]: answer for answer in judge.lines(lines)}


def found(answers, sentences):
    return {one["id"] for one in sentences if answers[one["id"]]["severity"] != Severity.NONE.label}


@pytest.fixture(scope="module")
def answers():
    """Of the default packs in mode act."""
    return judged(policy(None))


@pytest.fixture(scope="module")
def heedless():
    """Of the same rules if they heeded no context."""
    packs = policy(None)
    return judged(Policy(mode=packs.mode, rules=tuple(bare(rule) for rule in packs.rules)))


def bare(rule):
    return Rule.model_construct(**{**{name: getattr(rule, name) for name in Rule.model_fields}, "none": ()})


def test_nobody_who_tells_what_was_done_to_them_is_muted(answers):
    muted = [
        (one["id"], answers[one["id"]]["rules"])
        for one in TESTIMONY
        if any(action["kind"] == "mute" and action["status"] == "done" for action in answers[one["id"]]["actions"])
    ]
    assert muted == []


def test_without_contexts_a_quarter_of_them_would_be_accused(heedless):
    assert len(found(heedless, TESTIMONY)) > len(TESTIMONY) / 4


def test_no_threat_beside_a_quotation_or_a_testimony_is_lost_to_it(answers, heedless):
    threats = [one for one in BESIDE if one["kind"] in {"threat", "incitement", "sexual"}]
    assert len(threats) > 60
    assert found(heedless, threats) - found(answers, threats) == set()


def test_abuse_beside_a_quotation_or_a_testimony_is_found(answers):
    assert {one["id"] for one in BESIDE} - found(answers, BESIDE) == set()


def test_there_is_as_much_in_french_as_in_english_and_nothing_twice():
    for told, least in ((TESTIMONY, 240), (BESIDE, 80)):
        assert len(told) >= least
        assert len({one["text"] for one in told}) == len({one["id"] for one in told}) == len(told)
        assert 0.45 < sum(one["lang"] == "fr" for one in told) / len(told) < 0.55
