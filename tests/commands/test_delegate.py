"""Those who look so that I need not: invited, listed, resting and revoked from the command line."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.noun import EPOCH
from bot.model.seat import BESIDE
from bot.people.admission import Admission
from bot.store import read, seats

LINK = re.compile(r"http://localhost:8470/enter/(\S+)")


@pytest.fixture
def delegate(rempart, scene_in_a_file):
    return lambda command, *options: rempart("delegate", command, *options, "--config", scene_in_a_file.config)


@pytest.fixture
def admission(scene_in_a_file):
    return Admission(scene_in_a_file.process.store)


def shown(delegate):
    return json.loads(delegate("list", "--json")[1])


def test_an_invitation_prints_a_link_once_that_leads_to_the_seat_and_stands_nowhere(
    delegate, admission, scene_in_a_file
):
    options = ("--role", "moderator", "--grant", "directs", "--grant", "export", "--until", "30 days", "--by", "lea")
    status, out, _ = delegate("invite", "Dominique", *options)
    (token,) = LINK.findall(out)
    seat = admission.expected(token, datetime.now(UTC))
    assert status == 0
    assert "Il sert une fois, pendant 7 jours" in out
    assert (seat.name, seat.role, sorted(seat.also), seat.by) == (
        "Dominique",
        "moderator",
        ["directs", "export"],
        "lea",
    )
    assert timedelta(days=29) < seat.until - datetime.now(UTC) < timedelta(days=31)
    assert token.encode() not in b"".join(
        path.read_bytes() for path in scene_in_a_file.folder.iterdir() if path.is_file()
    )
    assert token not in delegate("list")[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("Dominique", "--role", "holder"), "a holder is named"),
        (
            ("Dominique", "--grant", "people"),
            "rights that can be granted: directs, export, kin, measure, publish, rules, trail",
        ),
        (("Dominique", "--grant", "act"), "rights that can be granted"),
        (("Dominique", "--until", "2001-01-01"), "--until: lies in the past"),
        (("Dominique", "--until", "soon"), "--until: is no date"),
        (("",), "NAME"),
        (("x" * 61,), "NAME"),
        (("Domi\u202enique",), "NAME"),
    ],
    ids=str,
)
def test_what_cannot_be_given_is_refused_with_the_cure(delegate, options, said):
    status, out, err = delegate("invite", *options)
    assert (status, out) == (2, "")
    assert said in err
    assert shown(delegate) == []


def test_two_people_do_not_share_a_name(delegate):
    delegate("invite", "Dominique")
    status, _, err = delegate("invite", "Dominique")
    assert status == 2
    assert "has a seat already" in err


def test_the_list_says_who_may_what_how_much_they_read_and_whose_turn_it_is(delegate, admission, scene_in_a_file):
    assert "Personne n’a encore de place" in delegate("list")[1]
    delegate("invite", "Dominique", "--grant", "trail")
    delegate("invite", "Sacha", "--role", "observer")
    seat, now = admission.every("camille")[0], datetime.now(UTC)
    admission.enter(admission.link(seat, now), "Firefox", now)
    with scene_in_a_file.process.store.writing() as connection:
        seats.glanced(connection, seat.id, (now - EPOCH).days, 7)
    first, second = shown(delegate)
    assert (first["turn"], first["also"], first["read_today"], first["read_week"], first["sessions"]) == (
        1,
        ["trail"],
        7,
        7,
        1,
    )
    assert (second["role"], second["turn"], second["sessions"]) == ("observer", None, 0)
    out = delegate("list")[1]
    assert "Dominique · délégué·e · trace · regarde maintenant" in out
    assert "1 session ouverte" in out


def test_the_list_has_a_word_for_each_right_that_can_be_granted(delegate):
    granted = [part for right in sorted(BESIDE) for part in ("--grant", right)]
    delegate("invite", "Dominique", *granted)
    status, out, _ = delegate("list")
    assert status == 0
    (line,) = (line for line in out.splitlines() if "Dominique" in line)
    assert all(word in line for word in ("messages privés", "mesures graves", "provenance des comptes"))


def test_another_link_leads_to_the_same_seat(delegate, admission):
    delegate("invite", "Dominique")
    (token,) = LINK.findall(delegate("link", "Dominique")[1])
    assert admission.expected(token, datetime.now(UTC)).name == "Dominique"


def test_who_rests_hands_on_and_comes_back(delegate):
    delegate("invite", "Dominique")
    delegate("invite", "Sacha")
    assert "se repose jusqu’au" in delegate("rest", "Dominique")[1]
    assert [one["turn"] for one in shown(delegate)] == [None, 1]
    assert "à 8\xa0h\xa000" in delegate("list")[1]
    assert "est de retour" in delegate("rest", "Dominique", "--back")[1]
    assert [one["turn"] for one in shown(delegate)] == [1, 2]
    assert delegate("rest", "Dominique", "--back", "--until", "3 days")[0] == 2
    delegate("rest", "Dominique", "--until", "3 days")
    assert [one["turn"] for one in shown(delegate)] == [None, 1]


def test_who_is_revoked_is_out_and_the_trail_says_by_whom(delegate, admission, scene_in_a_file):
    (token,) = LINK.findall(delegate("invite", "Dominique")[1])
    assert delegate("revoke", "Dominique", "--by", "lea")[0] == 0
    assert admission.expected(token, datetime.now(UTC)) is None
    assert shown(delegate) == []
    with scene_in_a_file.process.store.reading() as connection:
        last = list(read.chain(connection, "camille"))[-1]
    assert (last.event, last.payload["by"]) == ("seat:revoked", "lea")


@pytest.mark.parametrize("command", ["link", "rest", "revoke"])
def test_nobody_of_that_name_is_said_so(delegate, command):
    status, _, err = delegate(command, "Nobody")
    assert status == 2
    assert "rempart delegate list" in err
