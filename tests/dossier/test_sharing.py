"""What is looked at by copies of the shield is looked at whole, and where one of them is gone nothing is handed over."""

import os
import signal
import time

import pytest

from bot.dossier.sharing import shared
from bot.errors import Refused


def test_each_thing_is_looked_at_once_and_told_in_order_by_processes_other_than_mine():
    secret = object()
    every = shared(range(7), lambda number: (number, os.getpid(), id(secret)))
    assert [number for number, _, _ in every] == list(range(7))
    assert os.getpid() not in {process for _, process, _ in every}
    assert {known for _, _, known in every} == {id(secret)}
    assert shared([], str) == []


def test_what_goes_wrong_there_goes_wrong_here():
    def look(number):
        raise ZeroDivisionError(number)

    with pytest.raises(ZeroDivisionError):
        shared([1], look)


def test_if_one_of_them_is_killed_nothing_is_said_to_be_clean():
    def look(number):
        if number == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(Refused, match="nothing is handed over"):
        shared(range(5), look)


def test_if_i_am_killed_they_do_not_go_on(tmp_path):
    def look(number):
        (tmp_path / str(number)).touch()
        time.sleep(0.2)

    mine = os.fork()
    if mine == 0:
        shared(range(400), look)
        os._exit(0)
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.01)
    os.kill(mine, signal.SIGKILL)
    os.waitpid(mine, 0)
    time.sleep(0.5)
    before = len(list(tmp_path.iterdir()))
    time.sleep(0.5)
    assert len(list(tmp_path.iterdir())) == before
