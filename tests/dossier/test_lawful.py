"""The law beside my dossier: a deadline names the last day on which there is time, and each host hears of its own."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.dossier.fact import Fact
from bot.dossier.lawful import laid_beside, words
from bot.dossier.statement import Judged, Statement
from tests.dossier.invented import invented

PARIS = ZoneInfo("Europe/Paris")


def told(*facts, language="fr", **more):
    made = datetime(2026, 1, 20, tzinfo=UTC)
    bare = {"facts": facts, "made_at": made, "elements": (), "deadlines": (), "law": "fr"}
    return laid_beside(msgspec.structs.replace(invented(language, facts=1), **(bare | more)))


def beside(contents, law, element):
    return next(one for one in contents.elements if (one.law, one.element) == (f"fr.{law}", element))


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
    names = {f"clock.{one.clock}" for one in said.deadlines} | {one.law for one in said.elements}
    assert names <= words("fr").keys()


def test_one_message_is_laid_beside_harassment_too():
    shown = {one.element: one.facts for one in told(insult()).elements if one.law == "fr.harassment_online"}
    assert (shown["online"], shown["repeated"]) == ((1,), ())


def test_a_dossier_in_english_keeps_my_french_deadlines_and_one_in_french_is_told_no_law_that_is_not_mine():
    assert told(insult(), language="en").deadlines
    assert told(insult(), language="en").elements
    abroad = told(insult(), language="fr", law="")
    assert (abroad.elements, abroad.deadlines) == ((), ())


def test_an_offence_is_not_called_by_the_name_of_its_deadline():
    said = words("fr")
    assert "trois mois" not in said["fr.insult"]
    assert "trois mois" in said["clock.fr.insult"]


def test_what_was_judged_stands_apart_from_what_i_say():
    ban = Judged(kind="account_ban", at=date(2025, 7, 2), court="Tribunal judiciaire de Valbourg", reference="26/421")
    found = beside(told(insult(), judged=(Judged(kind="conviction"), ban)), "banned_account", "judgment")
    assert (found.judged, found.said, found.stated) == ((ban,), "", ())


@pytest.mark.parametrize(
    ("at", "until", "facts"),
    [
        (date(2026, 1, 15), None, (1,)),
        (date(2026, 1, 1), date(2026, 1, 15), (1,)),
        (date(2026, 1, 1), date(2026, 1, 14), ()),
        (date(2026, 1, 16), None, ()),
        (None, None, ()),
    ],
)
def test_a_protection_order_speaks_of_the_days_on_which_it_held(at, until, facts):
    order = Judged(kind="protection_order", at=at, until=until)
    assert beside(told(insult(), judged=(order,)), "protection_order", "not_kept").facts == facts


def test_what_i_chose_to_say_of_myself_stands_beside_what_the_law_asks():
    said = Statement(age="minor", unfit="unfit_over_eight", office="conseillère municipale")
    found = told(insult(), statement=said)
    assert beside(found, "harassment_online", "minor").stated == ("minor",)
    assert beside(found, "harassment_online", "unfit_long").stated == ("unfit_over_eight",)
    assert beside(found, "harassment_online", "unfit_short").stated == ()
    assert beside(found, "harassment_online", "elected").said == "conseillère municipale"
