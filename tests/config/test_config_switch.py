"""Arming changes the one word that it has to; my file is mine otherwise, to the byte."""

import pytest

from bot.config.switch import switched
from bot.errors import ConfigError
from bot.model.decision import Mode

PLAIN = """\
# mode = "observe" stands here too
[[person]]
name = "lea"
mode = "off"
[[person]]
  name  = "camille"   # me
  mode  = 'observe'   # nothing is done until this says "act"
  [[person.rule]]
  mode = "observe"
"""


def test_only_the_mode_of_the_person_changes():
    changed = switched(PLAIN, "camille", Mode.ACT)
    assert changed == PLAIN.replace("mode  = 'observe'", 'mode  = "act"')
    assert switched(changed, "camille", Mode.OBSERVE).replace('"observe"   #', "'observe'   #") == PLAIN


def test_windows_lines_and_last_lines_without_an_end_stay():
    text = PLAIN.replace("\n", "\r\n").rstrip()
    assert switched(text, "camille", Mode.ACT) == text.replace("mode  = 'observe'", 'mode  = "act"')


def test_where_there_is_no_mode_it_is_written_below_the_name():
    text = '[[person]]\r\n\tname = "camille"\r\nzone = "Europe/Paris"'
    assert switched(text, "camille", Mode.ACT) == text.replace('"camille"\r\n', '"camille"\r\n\tmode = "act"\r\n')


def test_on_one_line_the_right_one_of_several_is_found():
    text = (
        'person = [{ name = "a", mode = "off", rule = [{ name = "mode = \\"off\\"" }] }, { name = "b", mode = "off" }]'
    )
    assert switched(text, "b", Mode.ACT) == text[: text.rindex('"off"')] + '"act" }]'


@pytest.mark.parametrize(
    "text", ['person = [{ name = "camille" }]', 'person = [{ name = "camille", mode = """off""" }]', '"x" = 1']
)
def test_what_cannot_be_told_for_sure_is_left_alone(text):
    with pytest.raises(ConfigError, match="camille"):
        switched(text, "camille", Mode.ACT)
