"""A rule that asks for a raid holds in a raid, and of those only who came with it."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.model.account import Account
from bot.model.facts import Facts
from bot.model.mention import Kind, Mention
from bot.model.raid import Ongoing
from bot.model.support import Support
from bot.rules.compile import compile_reader
from bot.rules.condition import parse_condition
from bot.rules.conditions.base import Truth
from bot.rules.conditions.raid import Raid
from bot.rules.policy import Rule
from bot.rules.raided import within_raid

NOW = datetime(2026, 5, 4, 18, tzinfo=UTC)
MENTION = Mention(
    person="camille",
    to="x",
    uri="u",
    revision="1",
    kind=Kind.REPLY,
    author=Account(platform="bluesky", id="did:plc:a"),
    text="Bonsoir",
    received_at=NOW,
)


def judged(asked: int, hostile: int | None, *, within: bool = True, support: Support | None = None) -> Truth:
    raid = None if hostile is None else Ongoing(since=0, authors=300, hostile=hostile, within=within)
    facts = Facts(mention=MENTION, raid=raid, support=support)
    return parse_condition({"raid": {"hostile": asked}}).judge(facts, compile_reader([]).read("Bonsoir")).truth


def test_it_holds_in_a_raid_that_is_large_enough() -> None:
    assert judged(20, 20) is Truth.YES
    assert judged(20, 19) is Truth.NO
    assert judged(20, None) is Truth.NO


def test_it_does_not_hold_of_my_own_people_who_write_meanwhile() -> None:
    assert judged(20, 300, within=False) is Truth.NO


def test_it_does_not_hold_of_strangers_who_come_to_stand_by_me() -> None:
    assert judged(20, 300, support=Support.SOLIDARITY) is Truth.NO


def test_nine_are_no_raid_and_a_rule_that_says_so_is_refused() -> None:
    with pytest.raises((ValidationError, ValueError), match="10"):
        parse_condition({"raid": {"hostile": 9}})


def test_a_rule_of_a_pack_for_raids_asks_for_one_and_has_a_name_of_its_own() -> None:
    rule = Rule.model_validate(
        {"name": "r", "reason": "spam", "severity": "low", "all": [{"relationship": "stranger"}]}
    )
    raided = within_raid(rule)
    assert isinstance(raided.all[0], Raid)
    assert (raided.name, raided.all[1:]) == ("r (raid)", rule.all)
