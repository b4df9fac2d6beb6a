"""What rules ask of a likely return, and what the default rules do about it."""

from datetime import UTC, datetime

import pytest

from bot.config import default_policy, lexicon
from bot.model.account import Account
from bot.model.action import Mute
from bot.model.facts import Facts
from bot.model.link import Likely, Status
from bot.model.mention import Kind, Mention
from bot.model.reason import Severity
from bot.rules.compile import compile_policies, compile_reader
from bot.rules.condition import parse_condition

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MENTION = Mention(
    person="camille",
    to="bluesky:did:plc:camille",
    uri="u",
    revision="1",
    kind=Kind.REPLY,
    author=Account(platform="bluesky", id="did:plc:boussole"),
    text="Bonsoir à vous",
    received_at=NOW,
)


def facts(**likely):
    found = Likely(account="bluesky:did:plc:veilleur", score=0.8, **likely) if likely else None
    return Facts(mention=MENTION, likely=found)


SUGGESTED, CONFIRMED = {"status": Status.SUGGESTED}, {"status": Status.CONFIRMED}


@pytest.mark.parametrize(
    ("asked", "likely", "holds"),
    [
        ({"ban_evasion": "suggested"}, {}, False),
        ({"ban_evasion": "suggested"}, SUGGESTED, True),
        ({"ban_evasion": "suggested", "over": 0.9}, SUGGESTED, False),
        ({"ban_evasion": "suggested"}, CONFIRMED, False),
        ({"ban_evasion": "confirmed", "over": 0.9}, CONFIRMED, True),
        ({"ban_evasion": "restricted"}, SUGGESTED, False),
        ({"ban_evasion": ["confirmed", "restricted"]}, SUGGESTED | {"restricted": True}, True),
    ],
)
def test_a_rule_asks_for_what_is_suggested_confirmed_or_forbidden(asked, likely, holds):
    reading = compile_reader([], lexicon()).read(MENTION.text)
    assert (parse_condition(asked).judge(facts(**likely), reading).truth == "yes") is holds


@pytest.mark.parametrize(
    ("likely", "severity", "mutes", "held"),
    [
        ({}, Severity.NONE, False, False),
        (SUGGESTED, Severity.MEDIUM, False, True),
        (SUGGESTED | {"restricted": True}, Severity.HIGH, True, True),
        (CONFIRMED, Severity.MEDIUM, True, False),
    ],
)
def test_the_default_rules_hold_a_guess_for_a_human_and_act_on_a_humans_word(likely, severity, mutes, held):
    engine = compile_policies({"camille": default_policy()}, lexicon=lexicon())
    decision = engine.decide("camille", facts(**likely), NOW)
    assert decision.severity == severity
    assert any(isinstance(one, Mute) for match in decision.matches for one in match.actions) is mutes
    assert any(match.review for match in decision.matches) is held
