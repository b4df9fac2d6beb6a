"""What is wrong in a configuration is said in sentences, with the line and what to write instead."""

import pytest

from bot.config import Unusable
from tests.config.conftest import USABLE

# what is changed, into what, what stands on the line that is named, how the place is named, what is said
BROKEN = [
    ('language = "fr"', 'language = "de"', 'language = "de"', "language", "must be one of en or fr"),
    ("database = ", "databse = ", "databse", "databse", "did you mean database?"),
    ("sqlite:///rempart.db", "mysql://x/y", "mysql", "database", 'write database = "sqlite:///rempart.db"'),
    ("sqlite:///rempart.db", "sqlite:///:memory:", ":memory:", "database", "evidence has to stay"),
    ("sqlite:///rempart.db", "sqlite:///no/such/x.db", "no/such", "database", "make the folder"),
    ("sqlite:///rempart.db", "postgresql://u:hunter2@h/d", "hunter2", "database", "never stands in this file"),
    ('name = "camille"', "name = 3", "name = 3", "person 1, name", "must be a text in quotes"),
    ('name = "camille"', 'name = "a/b"', "a/b", 'person "a/b", name', "a short name on one line"),
    ("Europe/Paris", "Europe/Pari", "Europe/Pari", 'person "camille", zone', 'zone = "Europe/Paris"'),
    ("Europe/Paris", "Mars", "Mars", 'person "camille", zone', "is no time zone"),
    ('mode = "act"', 'mode = "on"', 'mode = "on"', 'person "camille", mode', "'off', 'observe' or 'act'"),
    ('["essentials"]', '["essential"]', "essential", 'person "camille", packs 1', "did you mean essentials?"),
    ('["essentials"]', '"essentials"', "packs", 'person "camille", packs', "a list in square brackets"),
    (
        '["essentials"]',
        '["essentials", "essentials"]',
        "packs",
        'person "camille", packs 2',
        "this pack is already named",
    ),
    ('"bluesky"', '"blusky"', "blusky", 'person "camille", account 1, platform', "'bluesky', 'mastodon'"),
    ('platform = "bluesky"\n', "", "[[person.account]]", "account 1", 'platform is missing; add platform = "bluesky"'),
    ('"camille.test"', '"camille"', 'handle = "camille"', "account 1, handle", 'handle = "camille.bsky.social"'),
    ('"camille@social.test"', '"camille@"', "camille@", "account 2, handle", 'handle = "camille@mastodon.example"'),
    ('{ file = "secrets/bluesky" }', '"hunter2"', "secret =", "account 1, secret", "{ file = "),
    ('{ file = "secrets/bluesky" }', '{ file = "secrets/x" }', "secret =", "account 1, secret", "no such file"),
    ('{ file = "secrets/bluesky" }', '{ file = "secrets" }', "secret =", "account 1, secret", "not a file"),
    ('{ file = "secrets/bluesky" }', '{ env = "nope-nope" }', "secret =", "account 1, secret", "in capitals"),
    ('{ file = "secrets/bluesky" }', '{ env = "NOPE" }', "secret =", "account 1, secret", "NOPE is not set"),
    ('{ file = "secrets/bluesky" }', '{ env = "A", file = "b" }', "secret =", "account 1, secret", "in one place"),
    (
        'secret = { file = "secrets/bluesky" }\n',
        "",
        "[[person.account]]",
        "account 1, secret",
        "is missing; add secret",
    ),
    ('"60 seconds"', "60", "poll", "account 1, poll", 'write "30 days"'),
    ('"60 seconds"', '"60 lightyears"', "poll", "account 1, poll", 'write "30 days"'),
    ("https://social.test", "http://social.test", "server", "account 2, server", "write https:// instead of http://"),
    ("https://social.test", "https://social.test/api", "server", "account 2, server", "must be the server alone"),
    ("https://social.test", "https://u:p@social.test", "server", "account 2, server", "must be the server alone"),
    ("https://social.test", "https://127.0.0.1", "server", "account 2, server", "inside this network"),
    ("https://social.test", "https://[::1", "server", "account 2, server", "must be the address of a server"),
    ("poll = ", "jetstream = ['https://a.test']\npoll = ", "jetstream", "jetstream 1", "wss://server.example"),
    ("poll = ", 'labeler = "moderation"\npoll = ', "labeler", "account 1, labeler", "must be a DID"),
    ("poll = ", "poll_alone = ", "poll_alone", "account 1, poll_alone", "write one of platform, handle"),
    ('{ env = "CAMILLE_ALERT" }', '{ env = "NO_URL" }', "url", 'person "camille", alert 1, url', "no Apprise URL"),
    ('above = "high"', 'above = "hgh"', "above", "alert 1, above", "'low', 'medium', 'high' or 'urgent'"),
    ("hour = 30", "hour = -1", "hour", "budget, hour", "must be 0 or more"),
    ("hour = 30", 'hour = "30"', "hour", "budget, hour", "a whole number, without quotes"),
    ("hour = 30", "hours = 30", "hours", "budget, hours", "did you mean hour?"),
    ("violence_threats", "violence", "reason", 'rule "menace d\'un inconnu", reason', "must be one of"),
    ('severity = "urgent"', "severity = 4", "severity", 'inconnu", severity', "low, medium, high, urgent"),
    ('{ words = ["je', '{ word = ["je', "all =", 'inconnu", all 1', "did you mean words?"),
    ('{ mute = "30 days" }', '{ mute = "30" }', "then =", 'inconnu", then 1', 'write "30 days"'),
    ('"alert"]', '"alrt"]', "then =", 'inconnu", then 2', "did you mean alert?"),
    ("menace d'un inconnu", "insistance", "insistance", 'rule "insistance", name', "of this file or of a pack"),
    ('low = "90 days"', 'lo = "90 days"', "lo =", "retention, lo", "did you mean low?"),
    ("[retention]", "[log]\nlevel = 'loud'\n[retention]", "loud", "log, level", "'debug', 'info'"),
    ('above = "high"', 'above = "high"\nquiet = "22:00"', "quiet =", "alert 1, quiet", 'write quiet = "22:00-07:30"'),
    ('above = "high"', 'above = "high"\nquiet = "22-25:00"', "quiet =", "alert 1, quiet", "two times of day"),
    ('above = "high"', 'above = "high"\nquiet = "08:00-08:00"', "quiet =", "alert 1, quiet", "ends when it begins"),
    ('above = "high"', 'above = "high"\nreasons = []', "reasons =", "alert 1, reasons", "leave the key out"),
    ('above = "high"', 'above = "high"\nreasons = ["threat"]', "reasons =", "reasons 1", "'violence_threats'"),
    (
        'above = "high"',
        'above = "high"\ndigest = "hourly"',
        "digest =",
        "alert 1, digest",
        "'daily', 'weekly' or 'none'",
    ),
    ('above = "high"', 'above = "high"\nsupport = 1', "support =", "alert 1, support", "true or false"),
    ('above = "high"', 'delegate = "lea"', "delegate =", "alert 1, delegate", 'write delegate = "dominique"'),
    ('above = "high"', 'after = "phone"', "after =", "alert 1, after", "names no [[person.alert]] that stands above"),
    (
        "[[person.delegate]]",
        '[[person.alert]]\nurl = { env = "CAMILLE_ALERT" }\nabove = "low"\nafter = "1"\n[[person.delegate]]',
        "after =",
        "alert 2, after",
        'write above = "urgent"',
    ),
    (
        "[person.budget]",
        '[person.urgent]\nwait = "2 days"\n[person.budget]',
        "wait",
        "urgent, wait",
        "between a minute",
    ),
    ("[retention]", '[web]\nlisten = "8470"\n[retention]', "listen", "web, listen", 'write listen = "127.0.0.1:8470"'),
    (
        "[retention]",
        '[web]\npublic_url = "rempart.test"\n[retention]',
        "public_url",
        "web, public_url",
        "address of the pages",
    ),
    (
        "[retention]",
        '[web]\npublic_url = "http://r.test"\n[retention]',
        "public_url",
        "web, public_url",
        "not encrypted",
    ),
    (
        "[retention]",
        '[web]\npublic_url = "https://u:p@r.test"\n[retention]',
        "public_url",
        "web, public_url",
        "without name",
    ),
]


@pytest.mark.parametrize(("old", "new", "on_line", "where", "said"), BROKEN, ids=[f"{b[2]}-{b[4]}" for b in BROKEN])
def test_each_mistake_is_told_with_its_line_and_its_cure(place, old, new, on_line, where, said):
    text = USABLE.replace(old, new, 1)
    assert text != USABLE
    with pytest.raises(Unusable) as broken:
        place.load(text, NO_URL="not-an-address")
    [problem] = broken.value.found
    assert problem.file == "config.toml"
    assert on_line in text.splitlines()[problem.line - 1]
    assert where in problem.place
    assert said in problem.problem
    assert str(problem) == f"config.toml, line {problem.line}: {problem.place}: {problem.problem}"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('[person]\nname = "x"', "[[person]]"),
        ('[[person]]\nname = "x"\n[person.account]\nplatform = "bluesky"', "[[person.account]]"),
        (USABLE.replace("[[rule]]", "[rule]"), "[[rule]]"),
    ],
)
def test_a_table_in_single_brackets_is_told(place, wrong, right):
    with pytest.raises(Unusable) as broken:
        place.load(wrong)
    assert f"write {right}" in broken.value.problems[0] or f"or {right}" in broken.value.problems[0]


def test_an_alert_may_not_take_the_number_of_another(place):
    text = USABLE.replace(
        "[[person.alert]]", '[[person.alert]]\nname = "2"\nurl = { env = "CAMILLE_ALERT" }\n[[person.alert]]'
    )
    with pytest.raises(Unusable, match="alert 2, name: another alert has this name, or this number"):
        place.load(text)


ODD = (
    "3", "-1", "1e400", "nan", "true", '""', '" "', '"x"', '"\\u0000"', "[]", "[[]]", "{}", "[{}]", '["", 3]', "{ a = 1 }",
    '{ file = "" }', '{ file = "/" }', '{ env = "" }', "2026-01-01", "12:00:00", "99999999999999999999", '"https://["',
)  # fmt: skip


@pytest.mark.parametrize("line", [line for line in USABLE.splitlines() if " = " in line])
def test_whatever_stands_at_a_key_it_is_usable_or_told(place, line):
    key = line.partition(" = ")[0]
    said = [problem for odd in ODD for problem in problems(place, USABLE.replace(line, f"{key} = {odd}", 1))]
    said += problems(place, USABLE.replace(line, "", 1))
    assert all(problem.line and problem.problem for problem in said)


def problems(place, text):
    try:
        place.load(text)
    except Unusable as error:
        return error.found
    return ()


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(place):
    text = USABLE
    for old, new, *_ in (BROKEN[0], BROKEN[8], BROKEN[10], BROKEN[20], BROKEN[35], BROKEN[37], BROKEN[44], BROKEN[46]):
        text = text.replace(old, new, 1)
    with pytest.raises(Unusable) as broken:
        place.load(text, NO_URL="not-an-address")
    assert len(broken.value.problems) == 8
    lines = [problem.line for problem in broken.value.found]
    assert lines == sorted(lines)


def test_a_name_that_is_there_twice_is_told_even_when_other_things_are_wrong(place):
    text = USABLE.replace('language = "fr"', "language = 3") + '[[person]]\nname = "Camille"\n'
    with pytest.raises(Unusable) as broken:
        place.load(text)
    said = "\n".join(broken.value.problems)
    assert "another person or community has this name" in said
    assert "[[person.account]]" in said
    assert len(broken.value.problems) == 3


def test_an_account_is_protected_once(place):
    again = '[[person]]\nname = "x"\n[[person.account]]\nplatform = "bluesky"\nhandle = "@CAMILLE.test"\n'
    with pytest.raises(Unusable, match="this account is already protected"):
        place.load(USABLE + again + 'secret = { env = "CAMILLE_ALERT" }\n')


def test_nobody_to_protect_is_told(place):
    with pytest.raises(Unusable, match=r"names nobody; add \[\[person\]\]"):
        place.load('language = "fr"\n')


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('language = fr\n[[person]]\nname = "x"', 1, "texts stand in quotes"),
        ('language = "fr"\nlanguage = "en"', 2, "each key once"),
        ('language = "fr"\n[[person]\n', 2, "each bracket is closed"),
        (f"language = {'[' * 5000}", None, "a bracket too many"),
        (f"language = {'1' * 5000}", None, "numbers without end"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(place, text, line, said):
    with pytest.raises(Unusable) as broken:
        place.load(text)
    assert [problem.line for problem in broken.value.found] == [line]
    assert said in broken.value.problems[0]


def test_a_file_that_cannot_be_read_is_told(place):
    from bot.config import load

    with pytest.raises(Unusable, match=r"no such file; run `rempart init`"):
        load(place.folder / "nothing.toml")
    with pytest.raises(Unusable, match="this is a folder"):
        load(place.folder)
    place.file.write_bytes(b'language = "\xff"')
    with pytest.raises(Unusable, match="is not UTF-8 at byte 13; save it as UTF-8"):
        load(place.file)
