"""The classifier: the same for the same text, however it is dressed, and never slower than the text is long."""

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.weights import WEIGHTS, arrays
from bot.signals.classifier import Classifier
from bot.signals.grams import Batch, term_hash
from bot.signals.text import readings
from tests.timing import seconds

CLASSIFIER = Classifier.of(arrays())
DRESSED = [
    ("connard", "c o n n a r d", "C.O.N.N.A.R.D", "cônnàrd", "connаrd"),
    ("va te faire foutre", "VA TE FAIRE FOUTRE", "va te faire f0utre", "va\u200b te\u200b faire\u200b foutre"),
    ("you are worthless", "YOU ARE WORTHLESS", "you are w0rthless", "ｙｏｕ ａｒｅ ｗｏｒｔｈｌｅｓｓ"),
]


def score(*texts):
    return CLASSIFIER.logits([readings(text)[0].text for text in texts])


@pytest.mark.parametrize("forms", DRESSED, ids=lambda forms: forms[0])
def test_an_insult_reads_the_same_however_it_is_dressed(forms):
    assert len(set(score(*forms).tolist())) == 1


def test_abuse_scores_above_what_is_kind():
    abuse = score("sale connasse, je vais te crever", "kill yourself you worthless bitch", "Les migrants sont des rats")
    kind = score("merci pour ce livre", "see you tomorrow at the library", "Les migrants sont les bienvenus")
    assert abuse.min() > kind.max()


@given(st.lists(st.text(max_size=80), min_size=1, max_size=70))
def test_a_text_scores_the_same_among_any_others(texts):
    folded = [readings(text)[0].text for text in texts]
    alone = np.concatenate([CLASSIFIER.logits([text]) for text in folded])
    assert np.allclose(CLASSIFIER.logits(folded), alone, atol=1e-12)
    assert np.isfinite(alone).all()


def test_nothing_said_is_nothing_found():
    assert CLASSIFIER.logits([]).shape == (0,)
    empty, blank = CLASSIFIER.logits(["", " "])
    assert empty < 0
    assert blank < 0


def test_a_term_is_found_by_its_hash_wherever_it_stands():
    runs = {int(one) for hashes, _ in Batch(["je te dis va te pendre demain", "rien"]).words() for one in hashes}
    assert int(term_hash("va te pendre")) in runs
    assert int(term_hash("te pendre")) in runs
    assert int(term_hash("demain rien")) not in runs


def test_a_text_made_to_wear_out_the_reader_takes_no_longer_than_its_length():
    def taken(text):
        return seconds(lambda: CLASSIFIER.logits([text]))

    for piece in ("a", "a ", "je vais te tuer ", "é"):
        short, long = (taken(piece * (size // len(piece))) for size in (100_000, 1_000_000))
        assert long < 30 * max(short, 0.002)


def test_the_weights_are_small_enough_to_come_with_every_copy():
    assert len((files("bot") / "weights" / WEIGHTS).read_bytes()) <= 1_000_000
