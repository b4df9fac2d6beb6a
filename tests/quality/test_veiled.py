"""What hurts me without a word that does waits for a human, what stands near it does not, and nobody is muted for it.

The sentences were written before those that the head learns from, by the same hand, and are no part of them.
"""

import re

import msgspec
import pytest

from bot.config.encoder import encoder
from bot.config.lexicons import lexicon
from bot.config.weights import model
from bot.model.facts import Relation
from bot.model.reason import Reason
from bot.rules.compile import compile_policies
from bot.simulation.judging import NOBODY
from bot.simulation.setup import policy
from scripts.training.veiled import sentences as learnt
from tests.quality.texts import own
from tests.rules.made import NOW, facts
from tests.tally import left_out

VEILED = {row.id: row.text for row in own("veiled", 1)}
NEAR = {row.id: row.text for row in own("near", 0)}
TESTIMONY = {row.id: row.text for name in ("testimony", "testimony_later") for row in own(name, 0)}
READS_LIKE = "se lit comme "
RUN = 7
"""Words in a row that no sentence shares with one that the head learns from."""


def compiled(asked):
    return compile_policies({NOBODY: policy(None)}, lexicon=lexicon(), model=model(asked))


@pytest.fixture(scope="module")
def shield():
    asked = encoder()
    if asked is None:
        left_out("what no word says", "install the extra encoder")
    return compiled(asked)


@pytest.fixture(scope="module")
def alone():
    """Without the extra."""
    return compiled(None)


def matches(engine, texts, relation=None):
    """What the rules make of each text of a stranger, or of somebody who stands otherwise to me."""
    readings = dict(zip(texts, engine.read_all((text, None) for text in texts.values()), strict=True))
    made = {}
    for id_, text in texts.items():
        about = facts(text) if relation is None else msgspec.structs.replace(facts(text), relation=relation)
        made[id_] = engine.decide(NOBODY, about, NOW, readings[id_]).matches
    return made


def hinted(found):
    return {id_: [one for one in some if one.rule.startswith(READS_LIKE)] for id_, some in found.items()}


def ids(found):
    return {id_ for id_, some in found.items() if some}


def test_a_third_of_what_no_word_says_is_found_or_waits_for_a_human(shield, alone):
    with_it, without = ids(matches(shield, VEILED)), ids(matches(alone, VEILED))
    assert without < with_it
    assert len(with_it) >= 20
    assert len(with_it) >= 2 * len(without)
    for language in ("fr", "en"):
        assert len([id_ for id_ in with_it if id_.startswith(f"v-{language}")]) >= 8


def test_kindness_work_news_and_jokes_near_it_are_not_held(shield):
    assert len(ids(hinted(matches(shield, NEAR)))) <= 2


def test_who_tells_what_was_done_to_them_is_hardly_ever_held_and_never_muted_for_it(shield):
    assert len(ids(hinted(matches(shield, TESTIMONY)))) <= 3


def test_nothing_is_done_to_anybody_for_what_their_words_read_like(shield):
    found = [one for some in hinted(matches(shield, VEILED)).values() for one in some]
    assert found
    assert all(one.review and not one.actions and not one.alert for one in found)
    assert {Reason.VIOLENCE_THREATS, Reason.HARASSMENT_TARGETED} <= {one.reason for one in found}
    assert all(re.fullmatch(r"reads like [a-z ]+: [01]\.\d\d", one.because[-1].note) for one in found)


def test_whom_i_follow_is_not_held_for_it(shield):
    assert ids(hinted(matches(shield, VEILED, Relation(following=True)))) == set()


def test_without_the_second_opinion_nothing_reads_like_anything(alone):
    assert ids(hinted(matches(alone, VEILED | NEAR))) == set()


def test_no_sentence_is_one_that_it_learnt_from():
    runs = {run for one in learnt() for run in running(one.text)}
    assert [text for text in (VEILED | NEAR).values() if not runs.isdisjoint(running(text))] == []


def test_they_are_as_many_in_french_as_in_english_and_none_stands_twice():
    for told, each in ((VEILED, 30), (NEAR, 60)):
        assert len(set(told.values())) == len(told) == 2 * each
        assert len([id_ for id_ in told if "-fr-" in id_]) == each


def running(text):
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
