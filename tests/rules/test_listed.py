"""A rule may ask what the lists I follow say of somebody; of a list that was not read it knows nothing."""

from datetime import UTC, datetime

import pytest

from bot.model.account import Account
from bot.model.facts import Facts
from bot.model.mention import Kind, Mention
from bot.model.reason import Severity
from bot.rules.compile import compile_reader
from bot.rules.condition import parse_condition
from bot.rules.conditions.base import Truth

MENTION = Mention(
    person="camille",
    to="x",
    uri="u",
    revision="1",
    kind=Kind.REPLY,
    author=Account(platform="bluesky", id="did:plc:a"),
    text="Bonsoir",
    received_at=datetime(2026, 5, 4, 18, tzinfo=UTC),
)
NOBODY = Severity.NONE


def judged(asked, **listed):
    facts = Facts(mention=MENTION, listed={name.replace("_", "-"): found for name, found in listed.items()})
    return parse_condition({"listed": asked}).judge(facts, compile_reader([]).read("Bonsoir")).truth


def test_it_holds_for_whom_the_list_names_and_as_severely_as_i_asked():
    assert judged({"list": "ouest"}, ouest=Severity.MEDIUM) is Truth.YES
    assert judged({"list": "ouest", "severity": "high"}, ouest=Severity.MEDIUM) is Truth.NO
    assert judged({"list": "ouest", "severity": "high"}, ouest=Severity.HIGH) is Truth.YES
    assert judged({"list": "ouest"}, ouest=NOBODY) is Truth.NO


def test_a_list_that_was_not_read_is_unknown_unless_others_say_enough():
    assert judged({"list": "ouest"}) is Truth.UNKNOWN
    assert judged({"list": ["ouest", "nord"]}, ouest=NOBODY) is Truth.UNKNOWN
    assert judged({"list": ["ouest", "nord"]}, ouest=Severity.LOW) is Truth.YES
    assert judged({"list": ["ouest", "nord"], "at_least": 2}, ouest=NOBODY) is Truth.NO
    assert judged({"list": ["ouest", "nord"], "at_least": 2}, ouest=Severity.LOW) is Truth.UNKNOWN
    assert judged({"list": ["ouest", "nord"], "at_least": 2}, ouest=Severity.LOW, nord=Severity.HIGH) is Truth.YES


@pytest.mark.parametrize(
    "asked",
    [{"list": []}, {"list": "Grand Ouest"}, {"list": "ouest", "at_least": 2}, {"list": "ouest", "severity": "grave"}],
)
def test_a_rule_that_could_never_hold_is_refused(asked):
    with pytest.raises(ValueError, match="listed"):
        parse_condition({"listed": asked})
