"""Folding is fast in ways that are not easy to follow; what it says and where is what the slow, obvious way says."""

import random
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.signals.text import Folder
from tests.signals import folding_reference
from tests.signals.disguises import BY_KIND
from tests.signals.places import places

FAMILIES = [
    ("salope", "salopes"),
    ("connard", "conard", "connards"),
    ("pute", "putes"),
    ("tuer",),
    ("tuer", "tueur"),
    ("asshole",),
    ("bitch",),
    ("batch",),
    ("con",),
]
FOLDER = Folder(FAMILIES)
SAID = """
je te vois, tu es une salope ! sale connard bitch asshole merci beaucoup pour ton livre. c'est l'été d'une vie, il y a
à boire. you are great u r a star I don't care tuer le temps putes con jvais jte pk ptn j' te cest #MeToo #SalePute
#salepute #je_te_vois @camille @camille.test @camille@social.test @sshole https://rempart.test/salope www.rempart.test
enculé·e·s étudiant.e.s auteur(e)s élu-e-s sal.ope s*lope c*nnard b!tch j3 v4is t3 tu3r 10km 1er 20h30 4x4 salope69 1l t01 06 39 98 12 34
connnnard saaaalope loooool aaa b ccc e.g. U.S.A. P.S. жук αβγ 中文 𝓼𝓪𝓵𝓸𝓹𝓮 ｓａｌｏｐｅ sаlоре 😂 🔥 ❤️ 👩🏽‍💻 🇫🇷 œuf æther ½ 20° © € 5€ $ l@t£
"""
GLUE = [
    " ",
    " ",
    " ",
    " ",
    "",
    "  ",
    ", ",
    ". ",
    " ! ",
    "'",
    "-",
    ".",
    "_",
    "*",
    "/",
    "…",
    "\n",
    "\u200b",
    "’",
    " 😂 ",
    "🔥",
    "(",
    ")",
]
LETTERS = "aeiouyjtlsmncdbpr0134@$!*.-_'·€£|#/() ()éçß😂жΑ\u0301\u202e\u202c\x85\x07"


def generated(count, seed):
    """Texts of words, disguised or not, that anything parts; and of letters that mean nothing."""
    made = random.Random(seed)
    kinds, said = list(BY_KIND.values()), SAID.split()
    for _ in range(count):
        if made.random() < 0.25:
            yield "".join(made.choices(LETTERS, k=made.randint(1, 24)))
            continue
        words = made.choices(said, k=made.randint(1, 6))
        if made.random() < 0.5:
            variants = made.choice(kinds)(made.choice(["salope", "connard", "je te vois", "con", "tuer"]))
            words[made.randrange(len(words))] = made.choice(variants or ["con"])
        if made.random() < 0.1:
            words = list(made.choice(["je vais te tuer", "il y a", "salope", "u r a bitch"]).replace(" ", ""))
        handles = made.choices(
            ["", "@camille ", "@camille.test\n@a-b ", "@sshole ", "@x@y.test @camille@ "], [8, 1, 1, 1, 1]
        )[0]
        yield handles + "".join(part for word in words for part in (word, made.choice(GLUE)))


def same(text):
    read = [(folded.text, places(folded)) for folded in FOLDER.readings(text)]
    assert read == folding_reference.readings(text, FAMILIES), text


@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_texts_are_read_as_the_slow_way_reads_them_each_letter_in_its_place(seed):
    for text in generated(2_000, seed):
        same(text)


@given(st.text(alphabet=st.characters(), max_size=60) | st.text(alphabet=LETTERS + string.ascii_lowercase, max_size=60))
@example("www.ﾠa")
@example("\x85a\x80b")
@example("a 😂 b 中 c ж d")
@example("y a ж b")
@example("* a.e *b.e.s c#d @a-b")
@example("p😂c😂q")
def test_whatever_is_written_is_read_as_the_slow_way_reads_it(text):
    same(text)


@given(st.text(alphabet=LETTERS, max_size=60))
def test_every_letter_lies_in_the_text_in_order_and_where_it_was_written(text):
    for folded in FOLDER.readings(text):
        written = places(folded)
        starts = [start for start, _ in written]
        assert starts == sorted(starts)
        assert all(0 <= start < end <= len(text) for start, end in written)
        for letter, (start, end) in zip(folded.text, written, strict=True):
            if letter in "qwxz":  # nothing else reads as these, nor do they stand for more than themselves
                assert letter in text[start:end].lower()
