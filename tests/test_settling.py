"""What is loaded is not looked through again and again while mentions wait."""

import gc

from bot.settling import SELDOM, settle


def test_what_is_loaded_is_left_alone():
    before = gc.get_threshold()
    settle()
    try:
        assert (gc.get_freeze_count() > 0, gc.get_threshold()[0]) == (True, SELDOM)
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
