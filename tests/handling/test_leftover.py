"""What came after a mention that had to be acted on is judged next, and its text is measured once."""

from dataclasses import dataclass, field
from typing import Any, cast

from bot.handling.leftover import Leftover
from bot.rules.engine import Engine
from bot.simulation.setup import set_up
from tests.scenarios.scenes import scenario


@dataclass
class Counted:
    """The engine, with the texts that it was asked to measure."""

    engine: Engine
    texts: list[Any] = field(default_factory=list)

    def read_all(self, texts):
        every = list(texts)
        self.texts += every
        return self.engine.read_all(every)


@dataclass
class Said:
    text: str
    lang: str | None = "fr"


def found(*texts):
    return [cast(Any, (None, Said(text), 1)) for text in texts]


def engine():
    return Counted(set_up(scenario().opening.protected.person(), None)[1])


def test_a_text_that_waits_for_its_turn_is_measured_once():
    leftover, counted = Leftover(), engine()
    first = leftover.readings(cast(Engine, counted), found("bonjour", "merci", "bravo"))
    leftover.keep(cast(Engine, counted), found("merci", "bravo"), first[1:])
    again = leftover.readings(cast(Engine, counted), found("merci", "bravo", "au revoir"))
    assert again[:2] == first[1:]
    assert [text for text, _ in counted.texts] == ["bonjour", "merci", "bravo", "au revoir"]


def test_my_new_rules_read_everything_anew():
    leftover, before, after = Leftover(), engine(), engine()
    first = leftover.readings(cast(Engine, before), found("merci"))
    leftover.keep(cast(Engine, before), found("merci"), first)
    assert len(leftover.readings(cast(Engine, after), found("merci"))) == 1
    assert [text for text, _ in after.texts] == ["merci"]
