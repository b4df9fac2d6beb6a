"""The log says what happened, and never what was said."""

import io
import json
import logging

import pytest
import structlog

from bot.config import Secret
from bot.log import LogForm, start_log

WORDS = "what an author wrote"


@pytest.fixture
def log():
    """A log in memory; the settings of the process are put back afterwards."""
    root = logging.getLogger()
    before, level, settings = root.handlers[:], root.level, structlog.get_config()
    stream = io.StringIO()
    start_log("info", LogForm.JSON, stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    structlog.configure(**settings)


def fail():
    raise KeyError(WORDS)


def test_a_line_has_its_time_and_its_level(log):
    structlog.get_logger("somewhere").warning("source interrupted", source="bluesky", trouble="no answer")
    [line] = log()
    assert line["timestamp"].endswith("Z")
    del line["timestamp"]
    assert line == {"event": "source interrupted", "level": "warning", "source": "bluesky", "trouble": "no answer"}


def test_what_could_hold_content_is_shown_as_its_length(log):
    structlog.get_logger().info("seen", text=WORDS, handle="x", body=WORDS)
    [line] = log()
    assert line["text"] == f"({len(WORDS)} characters)"
    assert WORDS not in json.dumps(line)


def test_a_secret_is_hidden_whatever_its_key(log):
    structlog.get_logger().info("logged in", account="camille.test", given=Secret(WORDS), token=WORDS)
    [line] = log()
    assert line["account"] == "camille.test"
    assert WORDS not in json.dumps(line)


@pytest.mark.parametrize("how", [True, "instance", "tuple"])
def test_an_exception_is_its_type_and_where_it_came_from_without_its_message(log, how):
    try:
        fail()
    except KeyError as error:
        given = {"instance": error, "tuple": (type(error), error, error.__traceback__)}.get(how, True)
        structlog.get_logger().error("failed", exc_info=given)
    [line] = log()
    assert line["error"] == "KeyError"
    assert "test_log.py" in line["where"][-1]
    assert WORDS not in json.dumps(line)


def test_what_a_library_says_is_told_without_its_words(log):
    logging.getLogger("some.library").warning("posting to https://token@ntfy.test: %s", WORDS)
    logging.getLogger("some.library").info("quiet")
    [line] = log()
    assert line["library"] == "some.library"
    assert line["level"] == "warning"
    assert "token" not in json.dumps(line)


def test_below_the_level_nothing_is_written(log):
    structlog.get_logger().debug("detail")
    assert log() == []


def test_for_people_a_line_is_one_line(log):
    stream = io.StringIO()
    start_log("info", LogForm.CONSOLE, stream)
    try:
        fail()
    except KeyError:
        structlog.get_logger().exception("failed", source="bluesky")
    [line] = stream.getvalue().splitlines()
    assert "failed" in line
    assert "source=bluesky" in line
    assert WORDS not in line
