"""The law beside my dossier: a deadline names the last day on which there is time, and each host hears of its own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from bot.dossier.fact import Fact
from bot.dossier.lawful import laid_beside, words
from tests.dossier.invented import invented

PARIS = ZoneInfo("Europe/Paris")


def told(*facts):
    made = datetime(2026, 1, 20, tzinfo=UTC)
    return laid_beside(msgspec.structs.replace(invented(facts=1), facts=facts, made_at=made))


def insult(**more):
    at = datetime(2026, 1, 15, 12, tzinfo=UTC)
    return Fact(
        number=1, at=at, kind="mention", author="a", platform="bluesky", reasons=("harassment_targeted",), **more
    )


def test_a_deadline_names_the_last_day_and_not_the_one_after():
    days = {one.clock: one.until.astimezone(PARIS).date() for one in told(insult()).deadlines}
    assert days["fr.insult"] == date(2026, 4, 15)
    assert days["fr.host_data"] == date(2027, 1, 15)


def test_every_law_and_clock_that_is_told_has_words():
    said = told(insult(), insult(audience="public"))
    names = {one.clock for one in said.deadlines} | {one.law for one in said.elements}
    assert names <= words("fr").keys()


def test_one_message_is_laid_beside_harassment_too():
    shown = {one.element: one.facts for one in told(insult()).elements if one.law == "fr.harassment_online"}
    assert (shown["online"], shown["repeated"]) == ((1,), ())
