"""The law as data: complete in both languages, each line with its source, and nothing that could not be."""

import re

from bot.alerts.helplines import helplines
from bot.law.data import ELSEWHERE, french, of

AUDIENCES = {"public", "unlisted", "followers", "direct", "unknown"}


def test_each_line_names_its_source_and_when_it_was_read():
    law = french()
    for one in (*law.offence.values(), *law.clock.values()):
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
            assert shown.reasons or shown.both or shown.said or shown.judged or shown.facts > 1 or shown.online
            assert set(shown.audience) <= AUDIENCES
            assert part.said("fr") != part.said("en")


def test_french_law_is_told_where_it_holds_and_nowhere_else():
    assert of("Europe/Paris") is of("America/Cayenne") is french()
    assert of("Europe/London") is ELSEWHERE
    assert {helplines(zone).law for zone in french().zones} == {"art. 222-33-2-2 du code pénal"}
