"""What conditions note is said in French to who speaks it, and what may hurt stays veiled."""

import re
import string
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.moments import since
from bot.commands.opened import operator
from bot.commands.words import span, words
from bot.config.lexicons import lexicon
from bot.errors import ConfigError
from bot.evidence.pseudonym import nickname
from bot.explaining.mask import HARMLESS, veiled
from bot.explaining.words import note
from bot.model.account import Account
from bot.model.community import Kin
from bot.model.facts import Facts, Relation
from bot.model.flag import Flagged
from bot.model.mention import Kind, Mention
from bot.rules.compile import compile_reader
from bot.rules.condition import parse_condition
from bot.rules.conditions import CONDITIONS
from bot.rules.policy import Rule

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEMPLATES = {"cmd_note.templates", "cmd_trouble.templates"}
ENGLISH = {"the", "is", "account", "old", "followers", "whether", "unknown", "there", "within", "times", "and", "no"}
ASKED = [
    {"words": ["pauvre type"]},
    {"pattern": "pauvre (type|idiot)"},
    {"lexicon": "insult", "strength": 2},
    {"score": {"over": 0.5}},
    {"kind": ["reply"]},
    {"language": ["fr"]},
    {"account_age": {"under": "7 days"}},
    {"followers": {"under": 10}},
    {"relationship": ["stranger", "follower"]},
    {"repeated": {"times": 2, "within": "1 hour"}},
    {"context": ["testimony", "quotation"]},
    {"script": ["unread", "cyrillic"]},
    {"script": "cyrillic"},
    {"new_account": "7 days"},
    {"bare_profile": 3},
    {"bare_profile": 4},
    {"identical_text": {"authors": 2, "within": "1 hour"}},
    {"mentions_count": {"over": 5}},
    {"link_domain": "pauvre-type.test"},
    {"image_known": "f0e1d2c3b4a59687"},
    {"schedule": {"from": "12:00", "to": "13:00"}},
    {"leak": ["address", "phone"]},
    {"case_stage": "watch"},
    {"conduct": {"score": 6, "days": 3}},
    {"conduct": {"restricted": True, "reached": True}},
    {"ban_evasion": ["suggested", "restricted"]},
    {"raid": {"hostile": 20}},
    {"reported": {"by": 3, "within": "1 day"}},
    {"kin": {"email": 1, "domain": 2, "net": 3}},
    {"listed": {"list": ["grand-ouest", "bretagne"], "severity": "high"}},
    {"listed": {"list": ["grand-ouest", "bretagne"], "at_least": 2}},
]


def noted():
    """What every condition says, about authors of whom everything is known, little, and nothing."""
    authors = [
        Account(platform="bluesky", id="did:plc:a"),
        Account(platform="bluesky", id="did:plc:b", created_at=NOW - timedelta(hours=1), followers=3),
        Account(platform="bluesky", id="did:plc:c", created_at=NOW - timedelta(days=14), followers=3000),
    ]
    rule = {"name": "r", "reason": "spam", "severity": "low", "all": ASKED}
    reader = compile_reader([Rule.model_validate(rule)], lexicon())
    for author in authors:
        for text in (
            "Quel pauvre type",
            "Bonjour à vous, je vous lis avec plaisir",
            "42",
            "Il m'a dit : « pauvre type »",
        ):
            mention = Mention(
                person="camille",
                to="x",
                uri="u",
                revision="1",
                kind=Kind.REPLY,
                author=author,
                text=text,
                received_at=NOW,
            )
            for following in (None, True, False):
                facts = Facts(
                    mention=mention,
                    relation=Relation(following=following),
                    flagged=Flagged(by=5, first_at=NOW - timedelta(hours=1)) if following else None,
                    kin=Kin(email=1) if following else None,
                )
                for asked in map(parse_condition, ASKED):
                    verdict = asked.judge(facts, reader.read(text))
                    yield asked.name, verdict.truth, verdict.note


def texts(language):
    """Every text of commands, alerts and rules, by its key; those of a list one by one."""
    for key, said in words(language).texts.items():
        several = [spoken for _, spoken in said] if key in TEMPLATES else [said]
        yield from ((key, str(one)) for one in several)


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_each_language_says_all_that_the_other_says_with_the_same_facts_in_it():
    french, english = words("fr").texts, words("en").texts
    assert {key for key in french if not key.startswith("cmd_term.")} == set(english)
    assert [key for key in english if facts(french[key]) != facts(english[key]) and key not in TEMPLATES] == []


@pytest.mark.parametrize(("key", "text"), list(texts("fr")))
def test_french_spaces_do_not_break_before_signs_nor_inside_quotation_marks(key, text):
    assert not re.search(r"(?<!\u00a0)[:»](?!\w)|«(?!\u00a0)|(?<!\u202f)[;!?]|[\d}] %", text), text
    assert "'" not in text or key == "grammar.months"


def test_every_condition_is_asked_here():
    assert {next(iter(one)) for one in ASKED} == {condition.name for condition in CONDITIONS}


def test_every_note_is_said_in_french():
    said = {note(words("fr"), what) for name, truth, what in noted() if name in HARMLESS or truth != "yes"}
    assert len(said) > 12
    assert [one for one in said if ENGLISH & {*one.lower().split()}] == []


def test_numbers_are_written_as_the_language_writes_them():
    assert note(words("fr"), "the score is 0.87") == "le score est de 0,87"
    assert note(words("en"), "the score is 0.87") == "the score is 0.87"


def test_harmless_notes_hold_no_word_of_a_rule():
    found = {what for name, _, what in noted() if name in HARMLESS}
    assert [one for one in found if "pauvre" in one] == []


def test_notes_that_name_words_are_veiled():
    assert veiled("words", "pauvre type, à") == "p••••• t•••, à"
    assert veiled("lexicon", "connard 3") == "c•••••• 3"
    assert veiled("repeated", "5 times within 1 hour") == "5 times within 1 hour"


def test_an_account_has_one_name_for_one_person_and_another_for_others():
    first, second = bytes(32), bytes([1]) * 32
    assert nickname(first, "bluesky:did:plc:x") == nickname(first, "bluesky:did:plc:x")
    assert nickname(first, "bluesky:did:plc:x") != nickname(second, "bluesky:did:plc:x")
    assert "did" not in nickname(first, "bluesky:did:plc:x")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2h", NOW - timedelta(hours=2)),
        ("3 jours", NOW - timedelta(days=3)),
        ("2026-02-01T00:00:00Z", datetime(2026, 2, 1, tzinfo=UTC)),
    ],
)
def test_moments_are_read_as_people_write_them(written, found):
    assert since("--since", written, NOW) == found


@pytest.mark.parametrize("written", ["", "soon", "2027-01-01", "99999999999999", "0h"])
def test_moments_that_mean_nothing_are_refused(written):
    with pytest.raises(ConfigError, match="--since"):
        since("--since", written, NOW)


def test_spans_are_told_in_their_largest_unit():
    told = [span(words("fr"), timedelta(seconds=seconds)) for seconds in (-1, 59, 60, 3600, 86_400 * 3)]
    assert told == ["0 s", "59 s", "1 min", "1 h", "3 j"]


def test_who_decides_is_never_nobody(monkeypatch):
    assert operator(" lea ") == "lea"
    with pytest.raises(ConfigError, match="--by"):
        operator("  ")
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
    assert operator(None).startswith("user ")
