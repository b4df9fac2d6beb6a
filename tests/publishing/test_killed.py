"""Killed in the middle of a publication or of an undo: nothing is lost, and nothing is there twice."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from bot.blocklists.change import Type
from bot.publishing import undoing
from bot.store import editions
from tests.publishing.test_closing import propose
from tests.reliability.points import LISTING


def die(publisher, what):
    command = [sys.executable, "-m", "tests.publishing.dying", publisher.scene.config.parent, what]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize("point", LISTING)
def test_what_was_agreed_on_is_published_once_whenever_the_process_ends(publisher, point):
    publisher.make()
    publisher.by_rules()
    one = publisher.propose()
    die(publisher, point)
    publisher.now += timedelta(days=3)
    assert publisher.agreeing.do(one, publisher.now)
    assert len(publisher.log) == len(publisher.entries) == 2
    assert publisher.whose.version == 1
    assert publisher.events().count("list:published") == publisher.events().count("proposal:done") == 1


def test_an_undo_that_was_killed_goes_on_and_takes_nothing_back_twice(publisher):
    publisher.make()
    for one in publisher.choose(*(f"@compte{number}@ailleurs.test" for number in range(7))):
        publisher.confirm(one)
    publisher.publish()
    die(publisher, "undo")
    assert len(publisher.entries) == 4
    assert undoing.undo(publisher.store, "camille", "protegee", 1, "camille", publisher.now) == 4
    retracted = [one.entity for one in publisher.log if one.type is Type.RETRACTION]
    assert len(retracted) == len(set(retracted)) == 7
    with publisher.store.reading() as connection:
        assert editions.edition(connection, publisher.whose.id, publisher.whose.version).entries == 0


def test_closing_that_was_killed_goes_on_and_takes_nothing_back_twice(publisher):
    publisher.make()
    for one in publisher.choose(*(f"@compte{number}@ailleurs.test" for number in range(7))):
        publisher.confirm(one)
    publisher.publish()
    one = propose(publisher)
    die(publisher, "close")
    assert (len(publisher.entries), publisher.whose.closed_at is None) == (4, False)
    publisher.now += timedelta(days=3)
    assert publisher.agreeing.do(one, publisher.now)
    assert publisher.entries == {}
    assert len(publisher.log) == 14
    assert publisher.events().count("list:closed") == publisher.events().count("list:published") == 1
