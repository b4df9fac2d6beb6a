"""A lexicon that cannot be used says where and why, all at once; one that can be is what it says."""

from pathlib import Path

import pytest

import bot
from bot.config.lexicons import WRITTEN_OUT, lexicon, parse_lexicon, write_out
from bot.config.shorthand import written_out
from bot.errors import ConfigError
from bot.signals.lexicon import Category
from bot.signals.text import fold

WORDS = """language = "fr"

[parts]
es = "{tu es,t'es}"

[words]
insult = [
  { term = "gredin", strength = 3, forms = ["gredin{,e}{,s}"], not = ["opéra du gredin"] },
  { term = "coquin", strength = 1 },
]
threat = [
  { term = "je vais te mordre", strength = 3 },
]
"""


def broken(old, new):
    with pytest.raises(ConfigError) as error:
        parse_lexicon(WORDS.replace(old, new, 1), "xx.toml")
    return error.value.problems


def test_an_entry_has_all_its_forms_as_folding_leaves_them():
    first, second, _ = parse_lexicon(WORDS, "xx.toml")
    assert first.said() == ["gredin", "gredins", "gredine", "gredines"]
    assert (first.category, first.strength, first.language) == (Category.INSULT, 3, "fr")
    assert first.innocent == "opera du gredin"
    assert (second.strength, second.forms, second.confined) == (1, "", False)


def test_a_form_that_is_something_else_can_be_taken_away():
    first, *_ = parse_lexicon(WORDS.replace('"opéra du gredin"', '"gredines"'), "xx.toml")
    assert first.said() == ["gredin", "gredins", "gredine"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[words]", "[words", "xx.toml: is not TOML"),
        ('"fr"', '"de"', "xx.toml, line 1: language: must be one of 'fr' or 'en'"),
        ("strength = 1", "strength = 4", "xx.toml, line 9: words, insult 2, strength: must be one of 1, 2 or 3"),
        (", strength = 1", "", "xx.toml, line 9: words, insult 2, strength: is missing"),
        ("strength = 1", "strenght = 1", "xx.toml, line 9: words, insult 2, strenght: 'strenght' is no key here"),
        ("threat = [", "menace = [", "xx.toml, line 11: words, menace, [key]: must be one of"),
        ("forms = [", "forms = 3, x = [", "xx.toml, line 8: words, insult 1, forms: must be a list"),
        ('"gredin{,e}{,s}"', '"gredin{,e"', "line 8: words, insult 1, forms: has a brace that is not closed"),
        ('"gredin{,e}{,s}"', '"gredin}"', "line 8: words, insult 1, forms: has a brace that is not closed"),
        ('"gredin{,e}{,s}"', '"<est> gredin"', "line 8: words, insult 1, forms: has no part <est>; add est ="),
        ('"gredin{,e}{,s}"', '"…"', 'line 8: words, insult 1, forms: has "…", in which too little can be read'),
        ("opéra du gredin", "opéra", 'line 8: words, insult 1, not: has "opéra", which holds no form of the entry'),
        ("opéra du gredin", "gredin", 'line 8: words, insult 1, not: has "gredin", the term itself'),
        ('"coquin"', '"{co,ta}quin"', "line 9: words, insult 2, term: stands for several texts"),
        ('"coquin"', '"gredin"', 'line 9: words, insult 2: has "gredin", which is the term of insult 1 too'),
    ],
)
def test_what_is_wrong_is_told_with_its_line_its_key_and_its_cure(old, new, said):
    assert any(said in problem for problem in broken(old, new))


def test_everything_wrong_is_told_at_once():
    text = WORDS.replace("strength = 1", "strength = 9").replace("[parts]", "[part]")
    with pytest.raises(ConfigError) as error:
        parse_lexicon(text, "xx.toml")
    assert len(error.value.problems) == 2
    text = WORDS.replace("opéra du gredin", "opéra").replace('"je vais te mordre"', '"{"')
    with pytest.raises(ConfigError) as error:
        parse_lexicon(text, "xx.toml")
    assert [problem.split(":")[0] for problem in error.value.problems] == ["xx.toml, line 8", "xx.toml, line 12"]


def test_one_line_stands_for_many_texts():
    assert written_out("sale{,s} {con,{pauvre ,}type}", {}) == (
        *("sale con", "sale pauvre type", "sale type"),
        *("sales con", "sales pauvre type", "sales type"),
    )
    assert written_out("<es> bien", {"es": "{tu es,t'es}"}) == ("tu es bien", "t'es bien")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{a,b}" * 13, "stands for 8192 texts"),
        ("{{{{{{{a}}}}}}}", "braces in braces in braces"),
        ("<me>", "a part that stands in itself"),
        ("a}", "not closed, or closed twice"),
    ],
)
def test_a_line_that_stands_for_too_much_is_refused(text, said):
    with pytest.raises(ValueError, match=said):
        written_out(text, {"me": "<me>"})


def test_every_category_has_entries_in_both_languages():
    for language in ("fr", "en"):
        assert {entry.category for entry in lexicon().entries if entry.language == language} == set(Category)


def test_a_lexicon_has_hundreds_of_entries_and_thousands_of_forms():
    for language in ("fr", "en"):
        entries = [entry for entry in lexicon().entries if entry.language == language]
        assert len(entries) > 500
        assert sum(len(entry.said()) for entry in entries) > 5_000


def test_every_form_is_as_folding_leaves_it():
    assert [term for term in sorted(lexicon().terms) if fold(term).text != term] == []


def test_what_was_written_out_is_what_the_files_say():
    folder = Path(bot.__file__).parent / "lexicons"
    texts = {path.name: path.read_text() for path in sorted(folder.glob("*.toml"))}
    assert lexicon().entries == write_out(texts).entries, "run scripts/write-out-lexicons"
    assert (folder / WRITTEN_OUT).is_file()
