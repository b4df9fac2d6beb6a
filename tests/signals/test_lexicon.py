"""What the lexicon knows is found with its forms, and not where it is something else."""

from bot.signals.lexicon import Category, Entry, Lexicon
from bot.signals.reading import Reader

DISH = Entry(
    term="piemontaise",
    category=Category.INSULT,
    strength=2,
    language="fr",
    forms="piemontaises",
    innocent="salade piemontaise\npommes de terre a la piemontaise",
)
LATE = Entry(term="retard", category=Category.ABLEIST, strength=3, language="en", forms="retards", confined=True)
TYPE = Entry(term="pauvre type", category=Category.INSULT, strength=2, language="fr")
WEAK = Entry(term="pauvre type", category=Category.CONTEMPT, strength=1, language="fr")


def read(text, tag=None, terms=()):
    return Reader(terms, (), Lexicon((DISH, LATE, TYPE, WEAK))).read(text, tag)


def found(text, tag=None):
    return {entry.term: [text[start:end] for start, end in spans] for entry, spans in read(text, tag).lexicon.items()}


def test_a_word_is_found_in_all_its_forms_and_told_by_its_headword():
    assert found("Piémontaise ! PIÉMONTAISES !") == {"piemontaise": ["Piémontaise", "PIÉMONTAISES"]}


def test_a_dish_is_no_insult():
    assert found("J'ai mangé une salade piémontaise") == {}
    assert found("Des pommes de terre à la piémontaise") == {}


def test_a_dish_does_not_hide_the_insult_beside_it():
    assert found("Salade piémontaise, piémontaise") == {"piemontaise": ["piémontaise"]}


def test_a_dish_stays_a_dish_however_it_is_stretched():
    assert found("Une saladeee piémontaise ✨") == {}


def test_what_is_late_in_french_is_no_english_insult():
    assert found("Le train est en retard, je suis dans le bus") == {}
    assert found("retard", "fr") == {}
    assert found("you are a retard") == {"retard": ["retard"]}


def test_a_language_that_the_text_belies_changes_nothing():
    assert found("you are a retard and so is he", "fr") == {"retard": ["retard"]}


def test_one_phrase_may_be_two_things():
    assert set(read("quel pauvre type").lexicon) == {TYPE, WEAK}


def test_a_rule_s_own_words_are_told_apart_from_those_of_the_lexicon():
    reading = read("quel pauvre type", terms=["quel", "pauvre type"])
    assert set(reading.words) == {"quel", "pauvre type"}
    assert set(read("quel pauvre type").words) == set()


def test_what_stands_in_a_quotation_can_be_left_out():
    reading = read("Il m'a écrit hier soir : « pauvre type », voilà où nous en sommes")
    assert set(reading.lexicon) == {TYPE, WEAK}
    assert set(reading.outside(frozenset({"quotation"})).lexicon) == set()


def test_nothing_is_found_in_nothing():
    assert dict(read("bonjour").lexicon) == {}
