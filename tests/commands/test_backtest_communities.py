"""Ouest's moderators try rules as a person does: on what was kept of what their members were written."""

import json
from datetime import timedelta

import pytest

from tests.community.making import BEGIN, member, mention, stranger
from tests.community.ouest import HATEFUL, Ouest
from tests.community.written import ouest

SPAMMERS, RUDE = 30, 8
ADVERTISING = "Gagnez de l'argent sans bouger, la recette ici, promis, c'est pour vous tous"
CONFIG = """
language = "fr"
database = "sqlite:///ouest.db"
master_key = "rempart.key"
[[person]]
name = "camille"
packs = []
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = { env = "NOWHERE_SET" }
"""
CONFIG += ouest('mode = "act"', 'measures = ["limit"]', desk=('server = "https://social.ouest.test"',))
ROT = """
[[rule]]
name = "pourri"
reason = "harassment_targeted"
severity = "medium"
all = [{ words = ["pourriture"] }]
then = ["THEN"]
"""


@pytest.fixture
def folder(tmp_path):
    """What was kept while advertising came from many, and insults from some."""
    key = tmp_path / "rempart.key"
    key.write_text(bytes(32).hex())
    key.chmod(0o600)
    (tmp_path / "config.toml").write_text(CONFIG)
    one, lea = Ouest(tmp_path, HATEFUL, packs=("instance", "sign-ups", "spam-wave")), member("lea")
    at = [BEGIN + timedelta(hours=number) / 2 for number in range(SPAMMERS)]
    one.bring(*(mention(ADVERTISING, stranger(f"s{n}"), lea, n, at=at[n]) for n in range(SPAMMERS)))
    one.bring(*(mention(f"{n} pourriture", stranger(f"h{n}"), lea, 100 + n, at=at[n]) for n in range(RUDE)))
    one.store.close()
    return tmp_path


@pytest.fixture
def backtest(rempart, folder):
    def run(*options, policy=""):
        if policy:
            (folder / "new.toml").write_text(policy)
            options = (*options, "--policy", folder / "new.toml")
        return rempart("backtest", "--config", folder / "config.toml", "--json", *options)

    return run


def tried(run):
    """(exit status, what each shield's rules may do and how many they find)"""
    status, out, err = run
    assert err == ""
    people = json.loads(out)["people"]
    return status, {
        one["person"]: {rule["rule"]: (rule["may"], rule["people"]) for rule in one["rules"]} for one in people
    }


def test_what_comes_with_rempart_for_communities_acts_without_being_accepted(backtest):
    status, found = tried(backtest("--person", "ouest"))
    assert found["ouest"]["publicité copiée"] == ("shipped", SPAMMERS - 2)
    assert status == 0


@pytest.mark.parametrize("chosen", [(), ("--person", "ouest")], ids=["all", "ouest"])
def test_a_rule_that_only_moderators_can_have_is_tried_for_them_alone(backtest, chosen):
    status, found = tried(backtest(*chosen, policy=ROT.replace("THEN", "limit")))
    assert list(found) == ["ouest"]
    assert found["ouest"]["pourri"] == ("harmless", RUDE)
    assert found["ouest"]["publicité copiée"] == ("shipped", SPAMMERS - 2), "what the file leaves out stays"
    assert status == 0


def test_a_rule_that_only_a_person_can_have_is_tried_for_people_alone(backtest):
    assert list(tried(backtest(policy=ROT.replace("THEN", "mute")))[1]) == ["camille"]


def test_a_rule_that_both_can_have_is_tried_for_both(backtest):
    assert list(tried(backtest(policy=ROT.replace("THEN", "hold")))[1]) == ["camille", "ouest"]


def test_a_community_has_its_own_packs_and_what_they_do_within_its_measures(backtest):
    _, found = tried(backtest(policy='packs = ["spam-wave"]'))
    assert "publicité copiée" in found["ouest"]
    assert "signalé par plusieurs" not in found["ouest"]


def test_a_whole_configuration_of_a_community_is_a_policy_too(backtest):
    only = CONFIG[: CONFIG.index("[[person]]")] + CONFIG[CONFIG.index("[[community]]") :]
    _, found = tried(backtest("--person", "ouest", policy=only.replace('"limit"', '"resolve"')))
    assert found["ouest"]["publicité copiée"] == ("asks", SPAMMERS - 2), "it may limit nobody, so it asks"


def test_what_a_community_lets_no_rule_do_is_told_with_its_line(backtest):
    status, _, err = backtest(policy=ROT.replace("THEN", "sensitive"))
    assert (status, "new.toml, line 7" in err, "sensitive is not among measures" in err) == (2, True, True)
