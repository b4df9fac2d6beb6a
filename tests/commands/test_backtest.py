"""`rempart backtest` shows Camille whom other rules would hit, and arms nothing by accident."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.evidence.master import MasterKey
from bot.shield.heartbeat import Heart
from tests.backtest.conftest import past_in_a_file as past
from tests.backtest.past import FRIEND, HANDLES, INSULTS, SCORN, SCORNERS, THREATS

__all__ = ["past"]

README = Path(__file__).parents[2] / "README.md"
ACT = 'mode = "act"\n'


@pytest.fixture
def backtest(rempart, past):
    return lambda *options: rempart("backtest", "--config", past.config, *options, COLUMNS="160")


@pytest.fixture
def new(past):
    return past.policy(ACT + THREATS + SCORN)


def leaked(*shown):
    """What an author wrote or chose, in what was shown."""
    return [word for word in (*HANDLES, "discours", "did:plc") for each in shown if word in each.lower()]


def found(backtest, *options):
    """(exit status, Camille's backtest)"""
    status, out, err = backtest("--json", "--person", "camille", *options)
    assert err == ""
    (person,) = json.loads(out)["people"]
    return status, person


def test_it_says_in_french_who_would_newly_be_hit_those_i_follow_first(backtest, new):
    status, out, err = backtest("--policy", new, "--person", "camille")
    assert (status, err) == (1, "")
    assert "Essai sur 240 mentions" in out
    assert (
        f"En plus\xa0: {SCORNERS + 9} mentions, de {SCORNERS + 1} personnes, dont 1 parmi les comptes suivis ou de confiance"
        in out
    )
    assert "En moins\xa0: 12 mentions, de 4 personnes, dont 0 parmi les comptes suivis ou de confiance" in out
    first = out.partition("En plus")[2].splitlines()[1]
    assert "suivie" in first
    assert "«\xa0moquerie\xa0»" in first
    assert "2026-01-05" in out
    assert "rempart backtest --policy" in out.replace("\n", " ")
    assert leaked(out) == []


def test_and_in_english(backtest, past, new):
    past.config.write_text(past.config.read_text().replace('language = "fr"', 'language = "en"', 1))
    _, out, _ = backtest("--policy", new, "--person", "camille")
    assert "Tried on 240 mentions" in out
    assert "is taken as it was stored when it was decided" in out
    assert "Nothing is ever done to those you follow or trust" in out


def test_a_program_reads_the_same_as_json(backtest, new):
    status, person = found(backtest, "--policy", new)
    assert status == 1
    assert (person["mentions"], person["erased"], person["unreadable"]) == (240, 0, 0)
    assert (person["newly"], person["no_longer"], person["then"], person["now"]) == (SCORNERS + 9, 12, 21, 48)
    assert (person["people_newly"], person["people_no_longer"], person["close_newly"]) == (SCORNERS + 1, 4, 1)
    assert person["mentions_per_second"] > 0
    assert sum(day["newly"] for day in person["days"]) == person["newly"]
    assert person["authors"][0] | {"account": ""} == {
        "account": "", "standing": "followed", "newly": 9, "no_longer": 0, "still": 0, "rules": {"moquerie": 9}, "lost": {},
    }  # fmt: skip
    assert {rule["rule"]: rule["may"] for rule in person["rules"]} == {
        "menace": "harmless", "moquerie": "needs_accept", "insulte": "gone",
    }  # fmt: skip
    assert (person["needs_accept"], person["accepted"]) == (["moquerie"], [])
    assert leaked(json.dumps(person)) == []


def test_names_are_shown_only_when_asked_for(backtest, new):
    _, out, _ = backtest("--policy", new, "--reveal")
    assert f"voisine.test (bluesky:{FRIEND})" in out
    _, person = found(backtest, "--policy", new, "--reveal")
    assert person["authors"][0]["account"] == f"voisine.test (bluesky:{FRIEND})"


def test_everybody_is_tried_apart_and_one_alone_where_she_is_named(backtest, new):
    people = json.loads(backtest("--policy", new, "--json")[1])["people"]
    assert [(one["person"], one["mentions"]) for one in people] == [("camille", 240), ("dominique", 8)]
    _, out, _ = backtest("--policy", new, "--person", "camille", "--reveal")
    assert "dominique" not in out
    assert "visiteur" not in out


def test_what_the_policy_leaves_out_stays_as_it_is(backtest, past):
    _, person = found(backtest, "--policy", past.policy('mode = "act"\npacks = ["essentials"]\n'))
    assert {"menace", "insulte"} <= {rule["rule"] for rule in person["rules"]}
    assert len(person["rules"]) > 10
    assert person["no_longer"] == 0


def test_a_whole_configuration_is_a_policy_too(backtest, past):
    whole = past.policy(past.config.read_text().replace(INSULTS, SCORN), "other.toml")
    status, person = found(backtest, "--policy", whole)
    assert (status, person["mode"], person["newly"]) == (0, "observe", SCORNERS + 9)


def test_without_a_policy_the_configuration_itself_is_tried(backtest, past):
    past.write_rules(THREATS + SCORN)
    _, person = found(backtest)
    assert (person["newly"], person["no_longer"]) == (SCORNERS + 9, 12)


def test_a_span_or_a_date_limits_the_past(backtest, new):
    assert found(backtest, "--policy", new, "--since", "2026-01-20")[1]["mentions"] < 240
    assert found(backtest, "--policy", new, "--since", "1 day")[1]["mentions"] == 0
    assert found(backtest, "--policy", new, "--since", "2026-01-01")[1]["mentions"] == 240


def test_what_was_erased_is_said(backtest, past, new):
    with past.store.writing() as connection:
        connection.execute(text("DELETE FROM exhibit_key WHERE id IN (SELECT exhibit FROM mention LIMIT 7)"))
    _, out, _ = backtest("--policy", new)
    assert "effacées\xa0: 7, illisibles\xa0: 0" in out


def test_a_rule_that_hits_a_friend_needs_my_word_and_then_acts(backtest, new):
    assert found(backtest, "--policy", new)[0] == 1
    assert found(backtest, "--policy", new)[0] == 1  # to try is not to accept
    status, person = found(backtest, "--policy", new, "--accept", "--by", "lea")
    assert (status, person["needs_accept"], person["accepted"]) == (0, [], ["menace", "moquerie"])
    status, person = found(backtest, "--policy", new)
    assert (status, {rule["may"] for rule in person["rules"]}) == (0, {"armed", "gone"})


def test_accepting_says_what_was_accepted_and_when_it_is_in_force(backtest, past, new):
    status, out, _ = backtest("--policy", new, "--person", "camille", "--accept")
    assert status == 0
    assert "La règle «\xa0moquerie\xa0» est acceptée" in out
    assert "En vigueur au prochain démarrage" in out


async def test_a_running_shield_is_told_how_to_take_it_up(backtest, past, new):
    heart = Heart(past.store, {}, lambda source: ("reading", None), lambda: past.now)
    heart._write(heart._beat())
    with past.store.only_runner():
        _, out, _ = backtest("--policy", new, "--accept")
    assert f"kill -HUP {os.getpid()}" in out


def test_more_people_may_be_allowed_for_once_or_for_good(backtest, past):
    narrow = past.policy(ACT + SCORN.replace('["ridicule"]', '["ridicule, ce discours"]'))
    assert found(backtest, "--policy", narrow)[0] == 1
    assert found(backtest, "--policy", narrow, "--people", str(SCORNERS))[0] == 0
    past.config.write_text(past.config.read_text() + f"\n[arming]\npeople = {SCORNERS}\n")
    assert found(backtest, "--policy", narrow)[0] == 0


def test_a_rule_that_observes_needs_nobodys_word(backtest, past):
    assert found(backtest, "--policy", past.policy('mode = "observe"\n' + SCORN))[0] == 0
    assert found(backtest, "--policy", past.policy(ACT + SCORN + 'mode = "observe"\n'))[0] == 0


def test_check_tells_of_a_rule_that_would_only_observe(rempart, past):
    file = past.write_rules(THREATS + SCORN, mode="act")
    status, out, _ = rempart("check", "--config", file, NOWHERE_SET="x")
    assert status == 0
    assert "la règle «\xa0moquerie\xa0» ne fera qu’observer" in out
    assert "rempart backtest --person camille" in out
    camille, dominique = json.loads(rempart("check", "--json", "--config", file, NOWHERE_SET="x")[1])["people"]
    assert (camille["withheld"], dominique["withheld"]) == (["moquerie"], [])
    rempart("backtest", "--config", file, "--accept")
    assert "moquerie" not in rempart("check", "--config", file, NOWHERE_SET="x")[1]


def test_the_policy_that_the_readme_shows_can_be_tried(backtest, past):
    shown = README.read_text(encoding="utf-8").partition("# new.toml\n")[2].partition("```")[0]
    status, person = found(backtest, "--policy", past.policy(shown))
    assert (status, person["needs_accept"], person["mode"]) == (1, ["moquerie"], "act")


def test_status_tells_of_a_rule_that_only_observes(rempart, past):
    file = past.write_rules(THREATS + SCORN, mode="act")
    assert json.loads(rempart("status", "--json", "--config", file)[1])["withheld"] == [
        {"person": "camille", "rule": "moquerie"}
    ]
    said = "La règle «\xa0moquerie\xa0» de camille devrait agir et ne fait qu’observer"
    assert said in rempart("status", "--config", file, COLUMNS="200")[1]
    rempart("backtest", "--config", file, "--accept")
    assert said not in rempart("status", "--config", file, COLUMNS="200")[1]


def test_why_goes_by_what_the_rule_may_do_now(rempart, past):
    past.write_rules(SCORN, mode="act")
    uri = f"at://{FRIEND}/app.bsky.feed.post/4"
    (finding,) = json.loads(rempart("why", uri, "--json", "--config", past.config)[1])["findings"]
    assert finding["now"]["matches"][0]["mode"] == "observe"
    rempart("backtest", "--config", past.config, "--accept")
    (finding,) = json.loads(rempart("why", uri, "--json", "--config", past.config)[1])["findings"]
    assert finding["now"]["matches"][0]["mode"] == "act"


WRONG = {
    "no such file": ("missing.toml", None, "there is no such file"),
    "not TOML": ("new.toml", "[[rule", "new.toml, line 1"),
    "nothing in it": ("new.toml", "# nothing\n", "says nothing; write mode, packs or [[rule]]"),
    "an unknown key": ("new.toml", 'mod = "act"\n', "did you mean mode?"),
    "an unknown pack": ("new.toml", 'packs = ["essential"]\n', "did you mean essentials?"),
    "an unknown condition": ("new.toml", THREATS.replace("words", "word"), 'rule "menace"'),
    "a rule twice": ("new.toml", THREATS + THREATS, "new.toml, line 10"),
    "a name that a pack has": ("new.toml", 'packs = ["essentials"]\n' + THREATS.replace('"menace"', '"insistance"'), "has this name"),
    "somebody else's configuration": ("new.toml", '[[person]]\nname = "hugo"\n[[person.account]]\nplatform = "bluesky"\nhandle = "hugo.test"\nsecret = { env = "X" }\n', "nobody is called camille"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "written", "said"), WRONG.values(), ids=WRONG)
def test_a_policy_that_cannot_be_used_says_where_and_what_to_write(backtest, past, name, written, said):
    file = past.policy(written, name) if written is not None else past.folder / name
    status, out, err = backtest("--policy", file)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--since", "soon"), "--since"),
        (("--person", "hugo"), "nobody is called hugo"),
        (("--accept", "--by", " "), "--by: is empty"),
        (("--people", "-1"), "--people"),
    ],
)
def test_options_that_mean_nothing_are_refused(backtest, new, options, said):
    status, _, err = backtest("--policy", new, *options)
    assert (status, said in err) == (2, True)


def test_nothing_can_be_accepted_that_was_not_tried(backtest, past):
    status, _, err = backtest("--policy", past.policy('mode = "off"\n' + SCORN), "--accept")
    assert (status, 'is in mode "off"' in err) == (2, True)


def test_a_time_in_which_nobody_wrote_is_told_as_one(backtest, new):
    status, out, err = backtest("--policy", new, "--person", "dominique", "--since", "1 hour")
    assert (status, err) == (0, "")
    assert "Essai sur 0 mention" in out


def test_without_a_past_there_is_nothing_to_try(rempart, past, tmp_path):
    (tmp_path / "rempart.db").unlink()
    status, _, err = rempart("backtest", "--config", past.config)
    assert (status, "there is none yet" in err) == (2, True)


def test_with_another_key_nothing_can_be_read_and_nothing_be_accepted(backtest, past, new):
    past.folder.joinpath("rempart.key").write_text(MasterKey.new().reveal().hex())
    _, out, _ = backtest("--policy", new, "--person", "camille")
    assert "illisibles\xa0: 240" in out
    status, _, err = backtest("--policy", new, "--accept")
    assert (status, "the master key is another" in err) == (1, True)
