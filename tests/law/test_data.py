"""The law as data: complete in both languages, each line with its source, and nothing that could not be."""

import re
from typing import get_args

from bot.alerts.helplines import article, helplines
from bot.dossier.statement import Age, Kind, Statement, Unfit
from bot.law.data import ELSEWHERE, french, of

AUDIENCES = {"public", "unlisted", "followers", "direct", "unknown"}


def test_each_line_names_its_source_and_when_it_was_read():
    law = french()
    for one in (*law.offence.values(), *law.ruling.values(), *law.clock.values()):
        assert one.fr
        assert one.en
        assert one.source
        assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", one.read)


def test_no_clock_is_without_length_and_all_warn_before_the_end():
    for name, clock in french().clock.items():
        assert clock.years + clock.months + clock.days > 0, name
        assert clock.warn == tuple(sorted(clock.warn, reverse=True)), name
        assert min(clock.warn) >= 1, name


def test_each_element_says_by_what_it_is_shown():
    for offence in french().offence.values():
        for part in offence.element:
            shown = part.shown
            by = shown.reasons, shown.both, shown.said, shown.stated, shown.judged, shown.during, shown.online
            assert any(by) or shown.facts > 1
            assert set(shown.audience) <= AUDIENCES
            assert part.said("fr") != part.said("en")


def test_french_law_is_told_where_it_holds_and_nowhere_else():
    assert of("Europe/Paris") is of("America/Cayenne") is french()
    assert of("Europe/London") is ELSEWHERE
    assert {helplines(zone).law for zone in french().zones} == {"art. 222-33-2-2 du code pénal"}


def test_the_law_that_i_chose_holds_wherever_i_live():
    assert of("America/Montreal", "fr") is french()
    assert of("Europe/Paris", "none") is ELSEWHERE
    assert of("Europe/Brussels") is ELSEWHERE


def test_what_the_person_states_is_something_that_they_can_choose():
    choices = {*get_args(Age), *get_args(Unfit), *Statement.__struct_fields__}
    asked = {name for one in french().offence.values() for part in one.element for name in part.shown.stated}
    assert asked <= choices
    assert asked >= {*get_args(Age), *get_args(Unfit)} - {""}


def test_judgments_that_elements_name_are_of_kinds_that_there_are():
    every = [part.shown for one in french().offence.values() for part in one.element]
    assert {kind for shown in every for kind in (*shown.judged, *shown.during)} <= {*get_args(Kind)}


def test_each_ruling_stands_beside_an_element():
    there = {f"{name}.{part.name}" for name, one in french().offence.items() for part in one.element}
    assert {one.beside for one in french().ruling.values()} <= there
    assert "23-80.806" in french().ruling["raid"].case


def test_each_deadline_of_the_law_names_its_article_and_what_interrupts_it():
    for name, clock in french().clock.items():
        if name != "purge":  # that is no law: what a server does
            assert clock.article, name
            assert clock.breaks("fr") != clock.breaks("en"), name
            assert clock.breaks("fr"), name


def test_the_article_that_names_the_offence_goes_by_the_law_that_i_chose():
    assert article("Europe/Brussels", "fr") == article("Europe/Paris", "") != ""
    assert article("Europe/Paris", "none") == ""
