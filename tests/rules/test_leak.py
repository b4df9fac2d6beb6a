"""A rule can ask whether something private is given away: mine, or anybody's; it never says what."""

import msgspec
import pytest
from pydantic import ValidationError

from bot.model.facts import Facts
from bot.model.leak import Elsewhere, Leak, LeakKind
from tests.rules.made import NOW, engine, facts, rules

MINE = Leak(kind=LeakKind.ADDRESS, span=(3, 9), vault=True)
ANYBODYS = Leak(kind=LeakKind.PHONE, span=(12, 20))
IN_A_NAME = Leak(kind=LeakKind.NAME, span=(0, 4), within="display_name", vault=True)
SPLIT = Leak(kind=LeakKind.ADDRESS, span=(3, 9), vault=True, other=Elsewhere(uri="at://a/2", span=(0, 4)))


def given(*leaks):
    return msgspec.structs.replace(facts("Bonjour Camille, bonjour"), leaks=leaks)


def decided(asked, *leaks):
    return engine({"all": [asked]}).decide("camille", given(*leaks), NOW)


@pytest.mark.parametrize(
    ("asked", "leaks", "holds"),
    [
        ({"leak": "any"}, (), False),
        ({"leak": "any"}, (ANYBODYS,), True),
        ({"leak": "any", "of": "vault"}, (ANYBODYS,), False),
        ({"leak": "any", "of": "vault"}, (MINE,), True),
        ({"leak": ["phone", "email"]}, (MINE,), False),
        ({"leak": ["phone", "email"]}, (MINE, ANYBODYS), True),
        ({"leak": "name", "of": "vault"}, (IN_A_NAME,), True),
    ],
)
def test_it_holds_for_the_kinds_that_are_asked_for(asked, leaks, holds):
    assert bool(decided(asked, *leaks).matches) is holds


def test_it_tells_where_in_the_text_and_of_what_kind_and_no_more():
    decision = decided({"leak": "any"}, MINE, IN_A_NAME)
    assert decision.spans == ((3, 9),)
    assert decision.matches[0].because[0].note == "address, name of the vault"


@pytest.mark.parametrize("wrong", [{"leak": "adress"}, {"leak": []}, {"leak": "any", "of": "me"}])
def test_a_kind_that_there_is_not_is_refused(wrong):
    with pytest.raises(ValidationError, match=r"leak|of"):
        rules({"all": [wrong]})


def test_it_is_decided_again_from_what_was_kept():
    before = given(MINE, ANYBODYS, SPLIT)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(before), type=Facts) == before


def test_facts_that_were_kept_before_there_were_leaks_have_none():
    kept = msgspec.to_builtins(given(MINE))
    del kept["leaks"]
    assert msgspec.convert(kept, Facts).leaks == ()


def test_anybodys_data_are_looked_for_where_a_rule_asks_for_them_and_not_else():
    assert engine({"all": [{"leak": "any"}]}).seeks("camille")
    assert not engine({"all": [{"leak": "any", "of": "vault"}]}).seeks("camille")
