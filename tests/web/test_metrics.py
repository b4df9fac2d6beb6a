"""Figures for machines: for who has the token, and without anybody's words."""

import pytest

from bot.config import Secret
from tests.commands.scene import AUTHORS, WORDS
from tests.web.test_today import beat

TOKEN = "only-prometheus-knows"


@pytest.fixture
def told(world, tmp_path):
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(0o600)
    written = world.scene.config.read_text()
    world.scene.config.write_text(written + '\n[web]\nmetrics = { file = "token" }\n')
    world.house.config = world.house.file.read()
    assert isinstance(world.house.config.web.metrics, Secret)
    return world


def test_prometheus_gets_the_figures_and_nobody_elses_words(told):
    with told.store.only_runner():
        beat(told)
        answer = told.browser().get("/metrics", authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    assert "rempart_up 1.0" in answer.text
    assert 'rempart_stream_reading{source="bluesky"} 1.0' in answer.text
    assert 'rempart_actions{person="camille",status="done"}' in answer.text
    assert 'rempart_budget_limit{limit="hour",person="camille"} 30.0' in answer.text
    assert 'rempart_coverage_day{account="bluesky 1",person="camille"}' in answer.text
    assert [word for word in (*WORDS, *AUTHORS, TOKEN) if word in answer.text] == []


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
def test_without_the_token_nothing_is_there(told, sent):
    assert told.browser().get("/metrics", authorization=sent.encode()).status_code == 404
    assert told.holder().get("/metrics").status_code == 404


def test_without_a_token_in_the_configuration_nothing_is_there(world):
    assert world.browser().get("/metrics", authorization="Bearer None").status_code == 404
