"""A pack that cannot be used says which file, line, rule and key to mend, and how."""

import pytest

from bot.config.pack_file import parse_fragments, parse_pack
from bot.errors import ConfigError
from bot.model.decision import Mode
from bot.rules.packs import examine

PACK = """name = "mine"
[summary]
fr = "à moi"
en = "mine"
[fragments]
seeing = 'vois|{{more}}'
more = 'regarde'
[[rule]]
name = "watching"
reason = "harassment_targeted"
severity = "low"
any = [{ pattern = 'je te (?:{{seeing}})' }]
example = ["Je te vois"]
counter = ["Je te salue"]
"""


def test_fragments_are_written_out():
    one = parse_pack(PACK, "mine.toml")
    assert one.rules[0].any[0].pattern == ("je te (?:(?:vois|(?:regarde)))",)
    assert examine(one.rules) == ()


def test_fragments_that_packs_share_need_not_be_repeated():
    shared = parse_fragments("[fragments]\nmore = 'observe'", "fragments.toml")
    assert parse_pack(PACK.replace("more = 'regarde'", ""), "mine.toml", shared).rules[0].any[0].pattern == (
        "je te (?:(?:vois|(?:observe)))",
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name = ", "name == ", "mine.toml: is not TOML"),
        ('en = "mine"', "", "mine.toml, line 2: summary, en: is missing; add en"),
        (
            "more = 'regarde'",
            "",
            r'mine.toml, line 12: rule "watching", any 1, pattern: uses more, which is no fragment; add more',
        ),
        (
            "more = 'regarde'",
            "more = '('",
            'mine.toml, line 12: rule "watching", any 1: pattern.1: is a pattern the engine',
        ),
        (
            "more = 'regarde'",
            "more = '<words>'",
            "line 12.*has the slot <words>, and words is no category; write one of insult",
        ),
        ("more = 'regarde'", "more = '{{seeing}}'", "line 12.*which stands in itself; write it out"),
        (
            'severity = "low"',
            'severity = "mild"',
            'mine.toml, line 11: rule "watching", severity: must be one of low, medium',
        ),
        ('severity = "low"', "", 'mine.toml, line 8: rule "watching", severity: is missing; add severity = "high"'),
        ("any = ", "ayn = ", "mine.toml, line 12: rule \"watching\", ayn: 'ayn' is no key here; did you mean any"),
        ("[[rule]]", "[[rules]]", "mine.toml, line 8: rules: 'rules' is no key here; did you mean rule"),
    ],
)
def test_a_pack_that_cannot_be_used_says_where_and_why(old, new, said):
    with pytest.raises(ConfigError, match=said.replace("(", r"\(")):
        parse_pack(PACK.replace(old, new, 1), "mine.toml")


def test_all_that_is_wrong_is_told_at_once():
    broken = PACK.replace("more = 'regarde'", "").replace('"low"', '"mild"')
    with pytest.raises(ConfigError) as told:
        parse_pack(broken, "mine.toml")
    assert [problem.partition(":")[0] for problem in told.value.problems] == [
        "mine.toml, line 11",
        "mine.toml, line 12",
    ]


def test_two_rules_of_a_pack_cannot_have_one_name():
    rule = PACK[PACK.index("[[rule]]") :]
    with pytest.raises(
        ConfigError, match=r'mine\.toml, line 16: rule "Watching", name: is the name of another rule too'
    ):
        parse_pack(PACK + rule.replace("watching", "Watching"), "mine.toml")


def test_a_pack_may_have_the_rules_of_others_to_observe_only():
    watching = PACK[: PACK.index("[fragments]")].replace('"mine"', '"watch"', 1) + "[fragments]\n"
    one = parse_pack(
        f'observe = ["mine"]\n{watching}', "watch.toml", {}, {"mine": parse_pack(PACK, "mine.toml")}.__getitem__
    )
    assert [(rule.name, rule.mode) for rule in one.rules] == [("watching", Mode.OBSERVE)]


def test_a_pack_without_a_rule_says_what_to_write():
    with pytest.raises(ConfigError, match=r"mine.toml.*has no rule; write \[\[rule\]\], or observe"):
        parse_pack(PACK[: PACK.index("[[rule]]")], "mine.toml")


def test_an_example_that_is_not_found_is_told():
    one = parse_pack(PACK.replace("Je te vois", "Je te suis").replace("Je te salue", "Je te regarde"), "mine.toml")
    assert examine(one.rules) == (
        'rule "watching": example 1 is not found; change its words, or the example',
        'rule "watching": counter 1 is found; change its words, or the counter',
    )
