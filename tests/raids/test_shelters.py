"""What I ask to be raised in a raid is raised when it begins, and all is as before when it is over."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from bot.config import load
from tests.raids.days import FIRST, HOSTILE, JOY, MINE, crowd, moment, post
from tests.scenarios.playing import play

CONFIG = """
database = "sqlite:///unused.db"
[[person]]
name = "camille"
mode = "{mode}"
raid = {{ packs = ["strangers-lockdown"], shields = {shields} }}
  [[person.account]]
  platform = "bluesky"
  handle = "camille.test"
  secret = {{ env = "SECRET" }}
"""
ALL = '["filter_strangers", "close_thread", "close_quotes", "hide_replies"]'
HOUR = 3600


def entries(kept: Path) -> list[str]:
    with create_engine(f"sqlite:///{kept}").connect() as connection:
        return list(connection.scalars(text("SELECT event FROM entry ORDER BY person, number")))


def raided(folder: Path, mode: str, shields: str, *events: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    (folder / "config.toml").write_text(CONFIG.format(mode=mode, shields=shields))
    config = load(folder / "config.toml", environment={"SECRET": "abcd-efgh-ijkl-mnop"})
    result = play(config, *events, first=FIRST, keep=folder / "kept.db")
    return result, entries(folder / "kept.db")


RAID = [*crowd(HOSTILE, 60, HOUR), post(6 * HOUR, "x", "Bonsoir.")]


def test_what_i_asked_for_is_raised_and_lowered(tmp_path: Path) -> None:
    result, said = raided(tmp_path, "act", ALL, *RAID)
    assert result["raids"][0]["root"] == MINE
    for kind in ("filter_strangers", "close_thread", "close_quotes", "hide_replies"):
        assert f"{kind}:done" in said
        assert f"undo {kind}:done" in said
    assert said.index("raid:began") < said.index("shield:raised") < said.index("raid:ended")
    assert said.count("shield:raised") == said.count("shield:lowered")
    assert result["chain"]["valid"]


def test_nothing_is_raised_that_i_did_not_ask_for(tmp_path: Path) -> None:
    _, said = raided(tmp_path, "act", "[]", *RAID)
    assert "raid:began" in said
    assert "shield:raised" not in said


def test_while_it_only_observes_nothing_is_ever_raised(tmp_path: Path) -> None:
    _, said = raided(tmp_path, "observe", ALL, *RAID)
    assert "raid:began" in said
    assert "shield:raised" not in said


def test_joy_raises_nothing(tmp_path: Path) -> None:
    _, said = raided(tmp_path, "act", ALL, *crowd(JOY, 60, HOUR))
    assert "shield:raised" not in said


@pytest.mark.parametrize("when", [700, 3000])
def test_a_restart_in_the_middle_leaves_nothing_raised(tmp_path: Path, when: int) -> None:
    restart = {"event": "restart", "at": moment(when)}
    events = sorted([*RAID, restart], key=lambda event: event["at"])
    _, said = raided(tmp_path, "act", ALL, *events)
    raised = [one for one in said if one == "shield:raised"]
    assert raised
    assert len(raised) == said.count("shield:lowered")


def test_a_pack_holds_only_while_the_raid_lasts(tmp_path: Path) -> None:
    bare = {"created_at": "2026-05-03T00:00:00Z", "followers": 0, "posts": 1}
    quiet = post(-9000, "avant", "Bonjour, une question ?", about=bare)
    amid = post(2400, "pendant", "Bonjour, une question ?", about=bare)
    events = sorted([quiet, *RAID, amid], key=lambda event: event["at"])
    result, _ = raided(tmp_path, "act", "[]", *events)
    rules = {one["uri"]: one["rules"] for one in result["decisions"]}
    assert not any("(raid)" in rule for rule in rules[quiet["uri"]])
    assert any("(raid)" in rule for rule in rules[amid["uri"]])
