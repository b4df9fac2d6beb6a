"""What deciding costs, and that it does not grow with the number of rules."""

import random
import time

import pytest

from bot.model.decision import Mode
from bot.rules.compile import compile_policies
from bot.rules.policy import Policy
from tests.rules.made import NOW, facts, rules

pytestmark = pytest.mark.benchmark
LETTERS = "abcdefghijlmnoprstuv"
MENTIONS = 1_500
TRIES = 12


def words(count, seed):
    made = random.Random(seed)
    return ["".join(made.choices(LETTERS, k=made.randint(4, 9))) for _ in range(count)]


def written(count):
    """Rules as people write them: ten words each, and a pattern in every tenth."""
    vocabulary = iter(words(count * 13, 7))

    def table(place):
        said = [{"words": [next(vocabulary) for _ in range(10)]}]
        if place % 10 == 0:
            said.append({"pattern": rf"\b{next(vocabulary)} (?:te|vous) (?:{next(vocabulary)}|{next(vocabulary)})\b"})
        return {"any": said, "all": [{"relationship": "stranger"}], "then": ["mute"]}

    return rules(*(table(place) for place in range(count)))


def mentions():
    said = words(400, 3)
    made = random.Random(5)
    return [facts(" ".join(made.choices(said, k=20)).capitalize() + " !", lang="fr") for _ in range(MENTIONS)]


def cost(engine, given):
    """Seconds of processor time a mention."""
    begun = time.process_time()
    for one in given:
        engine.decide("camille", one, NOW)
    return (time.process_time() - begun) / len(given)


def grown(few, many):
    """What each engine costs a mention: the best of some tries, in turns."""
    given = mentions()
    tries = [(cost(few, given), cost(many, given)) for _ in range(TRIES)]
    return map(min, zip(*tries, strict=True))


def test_ten_times_the_rules_cost_almost_nothing(capsys):
    few, many = grown(engine({"camille": written(50)}), engine({"camille": written(500)}))
    with capsys.disabled():
        print(f"\n50 rules {few * 1e6:.0f} µs a mention, 500 rules {many * 1e6:.0f} µs: × {many / few:.2f}")
    assert many < 1.3 * few


def test_ten_times_the_people_cost_almost_nothing(capsys):
    mine = written(50)
    others = {f"person {place}": mine for place in range(9)}
    few, many = grown(engine({"camille": mine}), engine({"camille": mine, **others}))
    with capsys.disabled():
        print(f"\n1 person {few * 1e6:.0f} µs a mention, 10 people {many * 1e6:.0f} µs: × {many / few:.2f}")
    assert many < 1.3 * few


def engine(people):
    return compile_policies({name: Policy(mode=Mode.ACT, rules=rules) for name, rules in people.items()})
