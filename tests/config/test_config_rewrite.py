"""One change in my configuration: what is not concerned stays as it is, to the byte."""

import tomllib

import pytest

from bot.config.change import AddRule, Does, SetBudget, SetMode, SetPacks
from bot.config.rewrite import rewritten
from bot.errors import ConfigError
from bot.model.decision import Mode

TEXT = """# mine
language = "fr"   # as I speak

[[person]]
name = "camille"  # me
mode = 'observe'
packs = [
  "essentials",  # the first
  "threats",
]
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  [person.budget]
  hour = 30 # not many

# for somebody else
[[person]]
  name = "sacha"
  packs = ["hate"]
  budget = { hour = 1, day = 2 }
  [[person.account]]
  platform = "bluesky"
  handle = "sacha.test"

[[rule]]
name = "mode = \\"off\\""
packs = ["not these"]
"""
OWN = AddRule(name="il revient", words=('c’est "moi"', "é\\è"), does=Does.MUTE)


def lines(text):
    return text.split("\n")


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip("\n")], ids=["unix", "windows", "cut"])
@pytest.mark.parametrize("person", ["camille", "sacha"])
@pytest.mark.parametrize(
    "change",
    [SetMode(mode=Mode.ACT), SetPacks(packs=("threats", "hate")), SetPacks(packs=()), SetBudget(hour=7, day=9), OWN],
    ids=["mode", "packs", "none", "budget", "rule"],
)
def test_only_what_is_changed_is_another(text, person, change):
    before, after = tomllib.loads(text), tomllib.loads(rewritten(text, person, change))
    place = ["camille", "sacha"].index(person)
    assert after["person"][1 - place] == before["person"][1 - place]
    mine, then = after["person"].pop(place), before["person"].pop(place)
    assert after == before
    different = {key for key in mine if mine[key] != then.get(key)}
    assert different <= {
        {"mode": "mode", "pack": "packs", "budget": "budget", "words": "rule"}[change.__struct_config__.tag]
    }
    assert different or mine == then


def test_comments_and_spaces_stay_where_they_are():
    after = rewritten(TEXT, "camille", SetPacks(packs=("hate",)))
    assert after == TEXT.replace('[\n  "essentials",  # the first\n  "threats",\n]', '["hate"]')
    after = rewritten(TEXT, "camille", SetBudget(hour=5, day=6))
    assert after == TEXT.replace(
        "  [person.budget]\n  hour = 30 # not", "  [person.budget]\n  day = 6\n  hour = 5 # not"
    )
    after = rewritten(TEXT, "sacha", SetBudget(hour=5, day=2))
    assert after == TEXT.replace("{ hour = 1,", "{ hour = 5,")


def test_a_rule_of_my_own_stands_in_a_marked_part_of_mine():
    after = rewritten(TEXT, "camille", OWN)
    assert after.index("# Written by the pages") < after.index("# for somebody else")
    rule = tomllib.loads(after)["person"][0]["rule"][0]
    assert rule["all"] == [{"words": ['c’est "moi"', "é\\è"]}]
    again = rewritten(after, "camille", AddRule(name="autre", words=("x",), does=Does.HOLD))
    assert [one["name"] for one in tomllib.loads(again)["person"][0]["rule"]] == ["il revient", "autre"]
    assert rewritten(TEXT, "sacha", OWN).startswith(TEXT)


def test_what_is_so_already_changes_nothing():
    assert rewritten(TEXT, "sacha", SetPacks(packs=("hate",))) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        '[[person]]\n"name" = "camille"\nbudget = { day = 3 }\n',
        'person = [ { name = "camille", account = [] } ]\n',
    ],
)
def test_what_stands_in_an_unusual_place_is_left_to_me(text):
    with pytest.raises(ConfigError, match="write it in the file"):
        rewritten(text, "camille", SetBudget(hour=1, day=3))


def test_nobody_who_is_not_there_is_changed():
    with pytest.raises(ConfigError, match="nobody is called alex"):
        rewritten(TEXT, "alex", SetMode(mode=Mode.ACT))
