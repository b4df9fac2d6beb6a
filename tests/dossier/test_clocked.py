"""No clock in the file tells where I live: whoever reads it reads the court's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dossier.chronology import write
from bot.dossier.content import Day, Outside
from bot.dossier.fact import Done
from bot.dossier.lawful import laid_beside
from bot.dossier.redacting import redacted
from tests.dossier.plants import contents, fact, piece, vault
from tests.dossier.test_planted import DRAFT

MINE = vault()
ZONES = ["Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "America/Martinique", "Europe/London"]
LATE = datetime(2026, 1, 4, 22, 30, tzinfo=UTC)
"""The fifth on Reunion, the fourth in Paris."""


def lived(zone, law="fr"):
    """What I noted and what the shield counted, where I live."""
    ours = ZoneInfo(zone)
    done = (Done(what="mute", at=LATE, outcome="done"),)
    posted = fact(1, at=LATE, platform="bluesky", reasons=("violence_threats",), level=4, done=done)
    noted = fact(2, at=datetime(2026, 1, 5, tzinfo=ours), kind="letter", author="", text="Une lettre.", uri="", url="")
    counted = Day(day=LATE.astimezone(ours).date(), counts=(0, 0, 0, 0, 1, 0), marks=("muted",))
    written = Day(day=date(2026, 1, 5), counts=(1, 0, 0, 0, 0, 0), marks=("complaint",))
    return laid_beside(
        contents(
            posted,
            noted,
            zone=zone,
            law=law,
            since=datetime(2026, 1, 1, tzinfo=ours),
            until=datetime(2026, 1, 31, tzinfo=ours),
            days=(counted, written),
            outside=(Outside(about="certificat", name="a", dated=datetime(2026, 1, 3, tzinfo=ours), piece=piece()),),
        )
    )


def shown(given):
    return redacted(given, DRAFT, MINE, ()).contents


def test_there_is_something_to_see_before():
    assert lived(ZONES[1]).deadlines[0].until != lived(ZONES[0]).deadlines[0].until


@pytest.mark.parametrize(("law", "zone"), [("fr", "Europe/Paris"), ("", "UTC")])
def test_wherever_i_live_it_is_the_same_file(law, zone):
    read = [shown(lived(lives, law)) for lives in ZONES]
    assert read == [read[0]] * len(ZONES)
    assert read[0].zone == zone


def test_a_day_that_i_wrote_is_that_day(tmp_path):
    made = shown(lived("Indian/Reunion"))
    paris = ZoneInfo("Europe/Paris")
    assert made.since.astimezone(paris) == datetime(2026, 1, 1, tzinfo=paris)
    assert made.facts[1].at.astimezone(paris) == datetime(2026, 1, 5, tzinfo=paris)
    assert made.facts[0].at == LATE
    assert {one.day: one.marks for one in made.days} == {date(2026, 1, 4): ("muted",), date(2026, 1, 5): ("complaint",)}
    write(made, tmp_path)
    assert "Reunion" not in (tmp_path / "chronology.json").read_text("utf-8")
    assert "2026-01-04 23:30:00" in (tmp_path / "chronology.csv").read_text("utf-8")


def test_by_the_courts_clock_it_stays_when_it_is_masked_again():
    made = shown(lived("Indian/Reunion"))
    assert shown(made) == made
