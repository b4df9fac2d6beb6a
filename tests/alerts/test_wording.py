"""Both languages say everything, and say it well."""

import string
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.alerts
import bot.platforms
from bot.alerts.wording import LANGUAGES, one_line, wording
from bot.errors import ConfigError
from bot.model.action import Action, kinds
from bot.model.decision import Hold
from bot.model.delivery import Status
from bot.model.measure import Measure
from bot.model.mention import Kind
from bot.model.reason import Reason, Severity
from tests.alerts.samples import every_text, person

TEXTS = Path(bot.alerts.__file__).parent / "texts"
HARD, NARROW = "\u00a0", "\u202f"


def placeholders(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


def test_there_is_a_file_for_each_language_and_no_other():
    assert sorted(path.stem for path in TEXTS.iterdir()) == sorted(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_all_that_the_other_says_with_the_same_facts_in_it(language):
    said, model = wording(language).texts, wording("en").texts
    assert sorted(said) == sorted(model)
    for key, text in model.items():
        assert placeholders(said[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_happen_to_me_has_a_name(language):
    named = wording(language).texts
    actions = kinds((*Action.__args__, *Measure.__args__))
    platforms = [path.name for path in Path(bot.platforms.__file__).parent.iterdir() if (path / "__init__.py").exists()]
    assert [word for word in Severity if f"severity.{word.label}" not in named] == []
    assert [word for word in Severity if f"severity_title.{word.label}" not in named] == []
    for table, words in (("reason", Reason), ("mention_kind", Kind), ("status", Status), ("hold", Hold)):
        assert [word for word in words if f"{table}.{word}" not in named] == []
    assert [word for word in actions if f"action.{word}" not in named] == []
    assert [word for word in platforms if f"platform.{word}" not in named] == []


def test_no_text_is_kept_that_nobody_can_read(monkeypatch):
    used = set()
    for language in LANGUAGES:
        words = wording(language)
        say = words.say
        monkeypatch.setattr(words, "say", lambda key, *, say=say, **values: used.add(key) or say(key, **values))
        every_text(person(language))
        words.say("inform.title", community="ouest")  # that of a letter which a labeler mails
    said = {key.removesuffix(".one").removesuffix(".other") for key in used}
    kept = {key.removesuffix(".one").removesuffix(".other") for key in wording("fr").texts}
    assert {key for key in kept - said if not key.startswith("grammar.")} == set()


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("fr", 0, "0 mention relevée"),
        ("fr", 1, "1 mention relevée"),
        ("fr", 2, "2 mentions relevées"),
        ("en", 0, "0 mentions noticed"),
        ("en", 1, "1 mention noticed"),
        ("en", 2, "2 mentions noticed"),
    ],
)
def test_one_is_one_and_two_are_many_as_the_language_has_it(language, n, said):
    assert said in wording(language).count("digest.title", n, person="camille")


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("fr", "Europe/Paris", "1er mars 2026 à 0\u00a0h\u00a005"),
        ("en", "Europe/Paris", "1 March 2026 at 0:05"),
        ("fr", "America/Martinique", "28 février 2026 à 19\u00a0h\u00a005"),
        ("en", "UTC", "28 February 2026 at 23:05"),
    ],
)
def test_i_read_the_hour_of_my_own_clock(language, zone, said):
    assert wording(language).moment(datetime(2026, 2, 28, 23, 5, tzinfo=UTC), zone) == said


def test_a_language_that_we_do_not_have_is_refused_with_those_that_we_have():
    with pytest.raises(ConfigError, match="'de'; write one of en, fr"):
        wording("de")


@given(st.text(), st.integers(1, 80))
def test_a_name_stays_on_its_line(name, limit):
    line = one_line(name, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert not set(line) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00\x1b")


def test_the_texts_are_files_that_anybody_can_correct():
    for path in TEXTS.iterdir():
        assert tomllib.loads(path.read_text(encoding="utf-8"))
