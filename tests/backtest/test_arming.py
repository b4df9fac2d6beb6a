"""A rule of Camille's that aims wrongly does not act before somebody saw whom it would hit, and said so."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.audit import audit
from bot.backtest.arming import Arming, Withheld
from bot.backtest.ready import engine_of
from bot.backtest.replay import Replay
from bot.config import load
from bot.config.packs import DEFAULTS, pack, pack_names
from bot.config.shipped import shipped
from bot.model.decision import Mode
from bot.rules.compile import compile_policies as compiled
from bot.rules.policy import Policy
from bot.store import read
from tests.backtest.past import INSULTS, KIND, SCORN, SCORNERS, THREATS, Past
from tests.rules.parsed import parse_rules

NOW = datetime(2026, 2, 1, tzinfo=UTC)
NARROW = SCORN.replace('["ridicule"]', '["ridicule, ce discours"]')
"""Hits the 30 scorners, and not the friend."""


def policy(toml, mode=Mode.ACT):
    return Policy(mode=mode, rules=parse_rules(tomllib.loads(toml)["rule"]))


def arming(past, people=20):
    return Arming(past.store, compiled, shipped(), people)


def arm(past, toml, people=20, mode=Mode.ACT):
    """(what acts, what is withheld) of Camille's rules."""
    armed, withheld = arming(past, people).arm({"camille": policy(toml, mode)}, NOW)
    return [rule.name for rule in armed["camille"].rules if rule.mode is Mode.ACT], withheld


def accept(past, toml, by="lea"):
    tried = policy(toml)
    outcome = Replay(past.store, compiled({"camille": tried})).of("camille", tried, "UTC")
    return [rule.name for rule, _ in arming(past).accept(tried, outcome, by, NOW)]


def accepted(past):
    with past.store.reading() as connection:
        return [entry for entry in read.chain(connection, "camille") if entry.event == "rule:accepted"]


def test_a_rule_that_hits_somebody_i_follow_only_observes(past):
    acts, withheld = arm(past, THREATS + SCORN, people=1000)
    assert acts == ["menace"]
    assert withheld == (
        Withheld(person="camille", rule="moquerie", people=SCORNERS + 1, close=1, mentions=SCORNERS + 9),
    )


def test_a_rule_that_hits_too_many_people_only_observes(past):
    acts, (one,) = arm(past, NARROW)
    assert (acts, one.people, one.close) == ([], SCORNERS, 0)
    assert arm(past, NARROW, people=SCORNERS) == (["moquerie"], ())


def test_once_accepted_it_acts_and_the_trail_says_who_said_so(past):
    assert accept(past, THREATS + SCORN) == ["menace", "moquerie"]
    assert arm(past, THREATS + SCORN) == (["menace", "moquerie"], ())
    first, second = accepted(past)
    assert {entry.payload["by"] for entry in (first, second)} == {"lea"}
    assert [second.payload[name] for name in ("mentions", "people", "close")] == [SCORNERS + 9, SCORNERS + 1, 1]
    assert first.payload["rule"] != second.payload["rule"]
    assert all(one.valid for one in audit(past.store))


def test_what_an_earlier_look_saw_is_accepted_too_even_if_this_one_looks_at_less(past_in_a_file):
    past = past_in_a_file
    assert arm(past, SCORN)[0] == []
    tried = policy(SCORN)
    replay = Replay(past.store, compiled({"camille": tried}))
    ((_, found),) = arming(past).accept(tried, replay.of("camille", tried, "UTC", most=1), "lea", NOW)
    assert (found.people, found.close) == (SCORNERS + 1, 1)
    assert accepted(past)[0].payload["people"] == SCORNERS + 1


def test_nothing_is_recorded_twice(past_in_a_file):
    accept(past_in_a_file, SCORN)
    assert accept(past_in_a_file, SCORN, by="somebody else") == []
    assert len(accepted(past_in_a_file)) == 1


def test_a_rule_whose_words_change_is_another_and_one_that_gets_a_title_is_not(past_in_a_file):
    past = past_in_a_file
    accept(past, SCORN)
    titled = SCORN + 'title = { fr = "une moquerie", en = "scorn" }\n'
    renamed = SCORN.replace('"moquerie"', '"raillerie"')
    assert arm(past, titled) == (["moquerie"], ())
    assert arm(past, renamed) == (["raillerie"], ())
    acts, (one,) = arm(past, SCORN.replace('["ridicule"]', '["ridicule", "discours"]'))
    assert (acts, one.rule) == ([], "moquerie")


def test_the_same_rule_under_two_names_is_withheld_under_both(past_in_a_file):
    acts, withheld = arm(past_in_a_file, SCORN + SCORN.replace('"moquerie"', '"raillerie"'))
    assert (acts, [one.rule for one in withheld]) == ([], ["moquerie", "raillerie"])


def test_what_one_person_accepted_another_did_not(past_in_a_file):
    past = past_in_a_file
    accept(past, SCORN)
    past.follow("dominique", "did:plc:visiteur20")
    past.bring([("dominique", "did:plc:visiteur20", "C'est ridicule")])
    both = {"camille": policy(SCORN), "dominique": policy(SCORN)}
    _, withheld = arming(past).arm(both, NOW)
    assert [(one.person, one.close) for one in withheld] == [("dominique", 1)]


def test_without_a_past_a_rule_acts_at_once_and_a_raid_does_not_disarm_it(tmp_path):
    past = Past(tmp_path, f"sqlite:///{tmp_path / 'rempart.db'}")
    assert arm(past, SCORN) == (["moquerie"], ())
    past.play()
    assert arm(past, SCORN) == (["moquerie"], ())
    assert accepted(past) == []
    past.close()


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.OFF])
def test_nothing_is_tried_where_nothing_acts(past_in_a_file, mode):
    assert arm(past_in_a_file, SCORN, mode=mode) == (["moquerie"], ())
    _, withheld = arm(past_in_a_file, SCORN)
    assert len(withheld) == 1


def test_what_observes_or_asks_needs_nobodys_word(past_in_a_file):
    assert arm(past_in_a_file, SCORN + 'mode = "observe"\n')[1] == ()
    assert arm(past_in_a_file, SCORN.replace("then = [", 'then = ["hold", '))[1] == ()


def test_to_look_changes_nothing(past_in_a_file):
    for _ in range(2):
        _, (one,) = arming(past_in_a_file).look({"camille": policy(INSULTS + SCORN)})
        assert one.rule == "moquerie"
    with past_in_a_file.store.reading() as connection:
        assert read.get(connection, past_in_a_file.store.master, "armed/camille") is None


def test_what_a_backtest_showed_to_be_harmful_is_not_armed_because_the_start_looks_less_far_back(
    past_in_a_file, monkeypatch
):
    past = past_in_a_file
    monkeypatch.setattr("bot.backtest.arming.MOST", 5)
    tried = policy(SCORN)
    outcome = Replay(past.store, compiled({"camille": tried})).of("camille", tried, "UTC")
    arming(past).note(tried, outcome, NOW)
    acts, (one,) = arm(past, SCORN)
    assert (acts, one.people) == ([], SCORNERS + 1)
    assert accepted(past) == []


def test_a_rule_found_harmful_is_not_tried_again_at_each_start_but_when_more_people_are_allowed(
    past_in_a_file, monkeypatch
):
    past = past_in_a_file
    assert arm(past, NARROW)[0] == []
    with monkeypatch.context() as patched:
        patched.setattr(Replay, "of", None)
        assert arm(past, NARROW)[0] == []
    assert arm(past, NARROW, people=SCORNERS)[0] == ["moquerie"]
    assert arm(past, NARROW)[0] == ["moquerie"]


def test_the_default_packs_are_armed_as_they_come(past_in_a_file):
    rules = tuple(rule for name in DEFAULTS if name in pack_names() for rule in pack(name).rules)
    past_in_a_file.bring(("camille", f"did:plc:enrage{n}", "Je vais te tuer") for n in range(30))
    _, withheld = arming(past_in_a_file).arm({"camille": Policy(mode=Mode.ACT, rules=rules)}, NOW)
    assert withheld == ()


def test_the_shield_begins_with_the_rule_observing_and_acts_once_it_was_accepted(past_in_a_file):
    past = past_in_a_file
    config = load(past.write_rules(THREATS + SCORN, mode="act"), {"NOWHERE_SET": "x"})
    assert engine_of(config, past.store, NOW).of("camille") == ("moquerie",)
    accept(past, SCORN)
    assert engine_of(config, past.store, NOW).withheld == ()


def test_an_armed_shield_begins_without_reading_the_past_again(past_in_a_file, monkeypatch):
    past = past_in_a_file
    config = load(past.write_rules(THREATS + SCORN, mode="act"), {"NOWHERE_SET": "x"})
    accept(past, SCORN)
    engine_of(config, past.store, NOW)
    with past.store.writing() as connection:
        connection.execute(text("DELETE FROM exhibit"))
    monkeypatch.setattr(Replay, "of", None)
    assert engine_of(config, past.store, NOW).withheld == ()


def test_the_words_of_a_rule_stand_nowhere_in_clear(past_in_a_file):
    past = past_in_a_file
    accept(past, SCORN.replace('["ridicule"]', f'["{KIND}", "ridicule", "12 rue des Lilas"]'))
    past.close()
    found = b"".join(file.read_bytes() for file in Path(past.folder).glob("rempart.db*"))
    assert b"Lilas" not in found
