"""When it has become dangerous I am told why, what is missing, and whom to call where I live."""

import pytest

from bot.alerts.compose import mention_alert
from bot.alerts.helplines import helplines
from bot.alerts.stage import bare_alert, stage_alert
from bot.model.conduct import Conduct, Stage
from bot.model.reason import Severity
from tests.alerts.samples import AT, person, summary

DANGER = Conduct(case="1b2c3d4e5f60", stage=Stage.DANGER, score=14, days=5, span=60, serious=3, urgent=1, after_mute=2)


@pytest.mark.parametrize(
    ("zone", "numbers"),
    [
        ("Europe/Paris", ("17", "3018", "3919")),
        ("Indian/Reunion", ("17", "3018", "3919")),
        ("Europe/London", ("999", "0808 802 0300")),
        ("Europe/Brussels", ("112",)),
    ],
)
def test_danger_names_whom_to_call_in_my_country(zone, numbers):
    body = bare_alert("a1", person("en", zone=zone), DANGER, AT).body
    assert [number for number in numbers if f"- {number}:" not in body] == []


def test_less_than_danger_names_nobody_to_call():
    body = bare_alert("a1", person("fr"), Conduct(stage=Stage.WATCH, days=2, span=3), AT).body
    assert "3018" not in body


def test_the_grounds_are_told_in_numbers():
    body = bare_alert("a1", person("fr"), DANGER, AT).body
    for said in ("5 jours comptent", "en 61 jours", "urgents sur 1 jour", "a continué, 2 jours"):
        assert said in body


def test_what_i_must_document_myself_is_said_and_the_law_is_named_but_not_judged():
    body = bare_alert("a1", person("fr"), DANGER, AT).body
    assert "art. 222-33-2-2" in body
    assert "certificat médical" in body
    assert "sans avis juridique" in body


@pytest.mark.parametrize(
    ("language", "zone", "law"),
    [
        ("fr", "Europe/Paris", "art. 222-33-2-2 du code pénal"),
        ("en", "Europe/Paris", "art. 222-33-2-2 du code pénal"),
        ("en", "Europe/London", "Protection from Harassment Act 1997"),
        ("fr", "Europe/London", "Protection from Harassment Act 1997"),
    ],
)
def test_the_law_is_that_of_the_country_in_which_i_live_in_the_language_that_i_read(language, zone, law):
    assert law in bare_alert("a1", person(language, zone=zone), DANGER, AT).body


def test_a_grave_message_keeps_its_title_and_danger_takes_it():
    mention = mention_alert("a1", person("fr"), summary(severity=Severity.URGENT))
    course = Conduct(stage=Stage.COURSE_OF_CONDUCT, days=4, span=20)
    assert stage_alert("a1", person("fr"), course, mention).title == mention.title
    told = stage_alert("a1", person("fr"), DANGER, mention)
    assert (told.title.startswith("Danger"), told.severity, told.about) == (True, Severity.URGENT, mention.about)
    assert mention.body in told.body


def test_every_number_says_where_it_was_read():
    for zone in ("Europe/Paris", "Europe/London", "Asia/Tokyo"):
        assert all(line.source and line.read for line in helplines(zone).lines)
