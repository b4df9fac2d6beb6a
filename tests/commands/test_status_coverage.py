"""I can see at a glance when nobody could see: a cell for each hour, and each day."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.sight_picture import cells
from bot.evidence.coverage import Interval
from bot.model.mention import Via
from bot.store import coverage
from bot.store.coverage import Place

ACCOUNT = "mastodon:social.test/1"


@pytest.fixture
def status(rempart, scene):
    return lambda *options: rempart("status", "--config", scene.config, *options, COLUMNS="250")


@pytest.fixture
def seen(scene):
    """What was seen of an account, in hours before now: (from, to, by)."""

    def write(*intervals):
        now = datetime.now(UTC)
        with scene.process.store.writing() as connection:
            for number, (since, until, by) in enumerate(intervals):
                place = Place(person="camille", account=ACCOUNT, source=f"source {number}")
                one = Interval(since=now - timedelta(hours=since), until=now - timedelta(hours=until), by=by)
                coverage.keep(connection, place, one, None)

    return write


def sight(status):
    (person,) = json.loads(status("--json")[1])["people"]
    return next(one for one in person["coverage"] if one["account"] == ACCOUNT)


def test_a_program_reads_what_was_seen_and_what_was_not(status, seen):
    seen((100, 12, Via.STREAM), (6, 0, Via.POLL), (12, 0, Via.WATCH))
    found = sight(status)
    assert round(found["day"], 2) == 0.75
    assert [round(hour, 2) for hour in found["hours"]] == [1.0] * 12 + [0.0] * 6 + [1.0] * 6
    assert [way["by"] for way in found["ways"]] == ["stream", "poll", "watch"]
    (gap,) = found["gaps"]
    assert datetime.fromisoformat(gap["until"]) - datetime.fromisoformat(gap["since"]) == timedelta(hours=6)
    assert found["days"][:20] == [None] * 20


def test_a_person_sees_it_as_a_bar(status, seen):
    seen((100, 12, Via.STREAM), (6, 0, Via.POLL))
    _, out, _ = status()
    assert "█" * 12 + "×" * 6 + "█" * 6 in out
    assert "Mastodon, vu en 24 h" in out
    assert "74\u00a0%" in out, "rounded down"
    assert "non vu" in out


def test_an_account_that_is_seen_all_the_time_has_no_gap(status, seen):
    seen((1000, 0, Via.POLL))
    found = sight(status)
    assert (found["day"] > 0.999, found["gaps"]) == (True, [])


def test_before_the_shield_nothing_was_promised():
    assert cells([None, 0.0, 0.5, 0.9999, 1.0]).plain == "·×▄██"


def test_a_disk_that_is_nearly_full_is_told(status, monkeypatch, database_url):
    monkeypatch.setattr("bot.shield.overview.SCARCE", 10**18)
    if not database_url.startswith("sqlite"):  # the disk of a database server is not ours to look at
        assert "narrow" not in status("--health", "--json")[1]
        return
    code, out, _ = status("--health", "--json")
    assert code == 1
    assert "narrow" in {trouble["what"] for trouble in json.loads(out)["troubles"]}
    assert "Faites de la place" in status()[1]
