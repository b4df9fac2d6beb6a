"""How fast a text is folded, beside the textbook way; ratios only are asserted, since machines differ."""

import time
from collections.abc import Callable
from itertools import chain

import pytest

from bot.signals.text import Folder
from tests.benchmarks import naive_folding

pytestmark = pytest.mark.benchmark
TRIES = 25
ROUNDS = 100

FRENCH = [
    "Merci pour ton intervention d'hier, c'était très clair et ça fait du bien d'entendre quelqu'un parler de ces sujets avec autant de justesse, bravo à toi.",
    "Franchement tu devrais avoir honte de ce que tu as dit hier soir à la télé, c'était vraiment n'importe quoi et tout le monde l'a vu, ça suffit maintenant !",
    "Je ne suis pas du tout d'accord avec ta proposition, mais au moins tu as le courage de la défendre jusqu'au bout, et ça je le respecte vraiment beaucoup.",
    "Encore une journée à attendre le train sur un quai glacé, personne ne nous dit rien et le prochain est annoncé avec une heure de retard, formidable.",
    "Quelqu'un aurait une bonne adresse pour manger des crêpes pas trop loin de la gare ? On arrive demain soir avec les enfants et on ne connaît rien ici.",
]
ENGLISH = [
    "I watched the whole interview last night and honestly I think you were great, don't let them get to you, most people out there are on your side.",
    "You have no idea what you are talking about and everyone in this thread can see it, please read the actual report before posting things like this again.",
    "Just finished the book you recommended last month and I could not put it down, thank you so much, do you have another one that is just as good?",
    "The match was a complete disaster from start to finish, nobody was defending and the referee looked like he wanted to be anywhere else in the world.",
    "Happy to announce that our little bakery will open its doors this weekend, come and say hello, there will be coffee for everyone who gets up early.",
]
ADDRESSED = [f"@camille.test {text}" for text in FRENCH] + [f"@camille {text}" for text in ENGLISH]
ADORNED = [
    f"{FRENCH[0]} 😂",
    f"@camille@social.test {ENGLISH[0]} https://rempart.test/a",
    f"En 2024 à 20h30 : {FRENCH[3]} #SNCF",
    f"« {ENGLISH[2]} » 🔥 C’est ça…",
]
DISGUISED = [f"{text} c*nnard, s a l o p e, connnnard, enculé·e·s" for text in FRENCH]


def seconds(fold: Callable[[str], object], texts: list[str]) -> float:
    """Processor time a text."""
    began = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            fold(text)
    return (time.process_time() - began) / (ROUNDS * len(texts))


def best(texts: list[str], *folds: Callable[[str], object]) -> list[float]:
    """The best of many tries of each, in turns, so that a busy machine slows all alike."""
    tries = [[seconds(fold, texts) for fold in folds] for _ in range(TRIES)]
    return [min(times) for times in zip(*tries, strict=True)]


@pytest.mark.parametrize("texts", [FRENCH, ENGLISH], ids=["french", "english"])
def test_a_post_is_folded_many_times_faster_than_by_the_textbook(texts, record_property):
    folder = Folder([("salope",)])
    fast, slow = best(texts, folder.fold, naive_folding.fold)
    record_property("microseconds_a_post", round(fast * 1e6, 2))
    record_property("textbook", round(slow * 1e6, 1))
    record_property("times", round(slow / fast, 1))
    assert all(120 <= len(text) <= 200 for text in texts)
    assert slow / fast >= 7


def test_where_nothing_is_in_doubt_a_second_reading_costs_hardly_more(record_property):
    folder = Folder([("salope",)])
    one, all_of_them = best(FRENCH + ENGLISH, folder.fold, folder.readings)
    assert all(len(folder.readings(text)) == 1 for text in chain(FRENCH, ENGLISH))
    record_property("times", round(all_of_them / one, 2))
    assert all_of_them / one < 1.2


def test_mentions_that_begin_with_handles_cost_little_more(record_property):
    folder = Folder([("salope",)])
    bare, (addressed, slow) = best(FRENCH + ENGLISH, folder.fold)[0], best(ADDRESSED, folder.fold, naive_folding.fold)
    record_property("microseconds_a_post", round(addressed * 1e6, 2))
    record_property("times_without_handle", round(addressed / bare, 2))
    assert slow / addressed >= 5


@pytest.mark.parametrize("texts", [ADORNED, DISGUISED], ids=["adorned", "disguised"])
def test_a_closer_look_in_two_readings_stays_within_reach_of_one_by_the_textbook(texts, record_property):
    folder = Folder([("salope",), ("connard",)])
    fast, slow = best(texts, folder.readings, naive_folding.fold)
    record_property("microseconds_a_post", round(fast * 1e6, 2))
    record_property("textbook", round(slow * 1e6, 1))
    record_property("times", round(slow / fast, 1))
    assert slow / fast >= (1.3 if texts is ADORNED else 0.35)
